import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import "@/db/testing";
import { v4, v7 } from "uuid";
import { db } from "@/db/client";
import { downloads, sourceRequests } from "@/db/schema";
import { startDownloads } from "@/lib/downloads/commands";
import {
  aMaterial,
  anOperator,
  aPartnerUser,
  aVersion,
  aVisibleMaterial,
  noon,
} from "@/lib/testing/builders";
import { beginTransfer } from "@/lib/transfers/commands";
import { recordQcReview } from "./commands";
import { listMaterials, liveDigest } from "./queries";

const minutes = (n: number) => ({ ...noon, now: new Date(noon.now.getTime() + n * 60_000) });

/** Ada with a version that was delivered at noon, seen an hour later: who asks for changes since then gets none. */
async function aQuietList() {
  const ada = await aPartnerUser();
  const made = await aVisibleMaterial(ada, { assetType: { qcApplies: true } });
  const { reference } = made.request;
  const changed = async (since = minutes(60).now, now = minutes(90).now) =>
    (await listMaterials(ada, [reference], now, since)).map(({ id }) => id);
  expect(await changed()).toEqual([]);
  return { ada, ...made, changed };
}

describe("what may have changed since an instant", () => {
  test("a delivery", async () => {
    const { material, changed } = await aQuietList();
    await aVersion(material.id, minutes(61));
    expect(await changed()).toEqual([material.id]);
    expect(await changed(minutes(61).now)).toEqual([]);
  });

  test("a slot that was added", async () => {
    const { title, type, changed } = await aQuietList();
    const slot = { titleId: title.id, assetTypeCode: type.code, createdAt: minutes(61).now };
    const { id } = await aMaterial(slot);
    expect(await changed()).toEqual([id]);
  });

  test("a QC review", async () => {
    const { material, changed } = await aQuietList();
    const { id: byId } = await anOperator();
    const review = {
      materialId: material.id,
      byId,
      status: "Ready for Mix",
      result: "passed",
    } as const;
    await db.transaction((tx) => recordQcReview(tx, review, minutes(61)));
    expect(await changed()).toEqual([material.id]);
  });

  test("a label that ended with its seventh day", async () => {
    const { material, changed } = await aQuietList();
    const end = new Date("2026-03-12T00:00:00Z");
    const moments = (before: number, after: number) =>
      changed(new Date(end.getTime() - before), new Date(end.getTime() + after));
    expect(await moments(1500, 1)).toEqual([material.id]);
    expect(await moments(1500, -1)).toEqual([]);
  });

  test("one's own download, all the while that its bytes flow; nobody else's", async () => {
    const { ada, material, changed } = await aQuietList();
    const ben = await aPartnerUser({ partnerId: ada.partnerId });
    await startDownloads(ben, [material.id], minutes(61).now);
    expect(await changed()).toEqual([]);

    const {
      files: [file],
    } = await startDownloads(ada, [material.id], minutes(62).now);
    expect(await changed()).toEqual([material.id]);
    expect(await changed(minutes(70).now)).toEqual([]);

    const own = eq(downloads.id, file?.downloadId ?? "");
    await beginTransfer(
      {
        ...{ id: v7(), target: { downloadId: file?.downloadId ?? "" }, address: "::1" },
        ...{ fromByte: 0, handedTo: 0, leasedTo: 1_000, endedAt: null, taken: false },
        ...{ startedAt: minutes(63).now, movedAt: minutes(63).now },
      },
      v4(),
    );
    expect(await changed(minutes(63).now)).toEqual([material.id]);
    // Begun and left lying: it is not told again and again until its link expires.
    expect(await changed(minutes(70).now)).toEqual([]);

    await db
      .update(downloads)
      .set({ completedAt: minutes(71).now })
      .where(own);
    expect(await changed(minutes(70).now)).toEqual([material.id]);
    expect(await changed(minutes(72).now)).toEqual([]);
  });
});

test.each([
  ["due on another day", { dueOn: "2031-05-17" }],
  ["fulfilled, and live still", { status: "fulfilled", fulfilledAt: minutes(80).now }],
] as const)("a request that is %s is told by the digest, and its rows stay", async (_, change) => {
  const { ada, request } = await aQuietList();
  const live = () => liveDigest(ada, [request.reference], minutes(90).now);
  const before = await live();
  await db.update(sourceRequests).set(change).where(eq(sourceRequests.id, request.id));
  expect(await live()).not.toBe(before);
  expect(await listMaterials(ada, [request.reference], minutes(90).now)).toHaveLength(1);
});

test("a request that is withdrawn is live no more, and its materials are gone", async () => {
  const { ada, request } = await aQuietList();
  const live = () => liveDigest(ada, [request.reference], minutes(90).now);
  const before = await live();
  expect(await live()).toBe(before);
  await db
    .update(sourceRequests)
    .set({ status: "cancelled", cancelledAt: minutes(80).now })
    .where(eq(sourceRequests.id, request.id));
  expect(await live()).not.toBe(before);
  expect(await listMaterials(ada, [request.reference], minutes(90).now)).toEqual([]);
});
