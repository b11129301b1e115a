import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import { describe, expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { downloads, proxyCopies, versions } from "@/db/schema";
import type { PartnerUser } from "@/lib/auth/types";
import { startDownloads } from "@/lib/downloads/commands";
import type { DomainError } from "@/lib/errors";
import { aPartnerUser, aProxyCopy, aVisibleMaterial, noon } from "@/lib/testing/builders";
import { cancelProxy, newSerial, requestProxy } from "./commands";
import { listRequestedProxies } from "./queries";
import { MOST_BEING_MADE } from "./rules";
import { aProxyMaterial, colleague, copiesOf, eventsTold, proxyType, row } from "./testing";

const { now } = noon;
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const told = eventsTold();

/** Has as many copies in the making for the user, each of a version of its own. */
async function asMany(user: PartnerUser, { versionId }: { versionId: string }, count: number) {
  const [like] = await db.select().from(versions).where(eq(versions.id, versionId));
  if (!like) throw new Error("nothing to go by");
  const made = Array.from({ length: count }, (_, i) => ({ ...like, id: v7(), number: 2 + i }));
  await db.insert(versions).values(made);
  const copy = {
    partnerId: user.partnerId,
    requestedById: user.id,
    createdAt: now,
    changedAt: now,
  };
  await db
    .insert(proxyCopies)
    .values(made.map(({ id }) => ({ ...copy, id: v7(), versionId: id, serial: newSerial() })));
}

describe("asking for a copy", () => {
  test("ten times is one copy; by two users it is two", async () => {
    const ada = await aPartnerUser();
    const ben = await colleague(ada);
    const { versionId, materialId } = await aProxyMaterial(ada);
    const asked = await Promise.all(
      Array.from({ length: 10 }, () => requestProxy(ada, materialId, now)),
    );
    const bens = await requestProxy(ben, materialId, now);
    expect(new Set(asked.map(({ proxyCopyId }) => proxyCopyId)).size).toBe(1);
    expect(asked[0]).toMatchObject({ state: "processing", percent: 0, reason: null });
    expect(bens.proxyCopyId).not.toBe(asked[0]?.proxyCopyId);
    expect(await copiesOf(versionId)).toHaveLength(2);
    expect(told.map(({ name }) => name)).toEqual(["proxy-copy/queued", "proxy-copy/queued"]);
  });

  test("shows how far it is, then that it is ready, and drawn only when it is taken", async () => {
    const ada = await aPartnerUser();
    const glass = await aProxyMaterial(ada);
    const { proxyCopyId } = await requestProxy(ada, glass.materialId, now);
    const set = (values: Partial<typeof proxyCopies.$inferInsert>) =>
      db.update(proxyCopies).set(values).where(eq(proxyCopies.id, proxyCopyId));

    await set({ state: "encoding", percent: 40, startedAt: later(-60), changedAt: later(-1) });
    expect(await row(ada, glass)).toMatchObject({
      availability: "processing",
      proxy: { percent: 40, stage: "encoding", reason: null, secondsLeft: 90 },
    });
    expect(await listRequestedProxies(ada, now)).toMatchObject([
      { proxyCopyId, state: "processing", percent: 40, secondsLeft: 90, fileName: "GLASS_v01.mov" },
    ]);
    const file = {
      objectKey: "k",
      bytes: 5,
      md5: "m",
      xxh64: "x",
      crc32: "0".repeat(8),
      readyAt: now,
    };
    await set({ state: "ready", ...file });
    expect(await row(ada, glass)).toMatchObject({
      availability: "available",
      proxy: null,
      bytes: 5,
    });
    expect(await row(await colleague(ada), glass)).toMatchObject({ availability: "not_available" });
    const { files } = await startDownloads(ada, [glass.materialId], now);
    expect(files).toMatchObject([{ bytes: 5, md5: "m" }]);
    expect(await copiesOf(glass.versionId)).toMatchObject([{ drawnById: ada.id }]);
    expect(await listRequestedProxies(ada, now)).toEqual([]);
  });

  test("after it failed starts it again, and the row says why it had failed", async () => {
    const ada = await aPartnerUser();
    const glass = await aProxyMaterial(ada);
    const { proxyCopyId } = await requestProxy(ada, glass.materialId, now);
    await db
      .update(proxyCopies)
      .set({ state: "failed", reason: "The disk is full." })
      .where(eq(proxyCopies.id, proxyCopyId));
    expect(await row(ada, glass)).toMatchObject({
      availability: "failed",
      proxy: { reason: "The disk is full." },
    });
    told.length = 0;
    expect(await requestProxy(ada, glass.materialId, now)).toMatchObject({
      ...{ proxyCopyId, state: "processing", reason: null },
    });
    expect(told).toMatchObject([{ data: { proxyCopyId, onDemand: true } }]);
  });

  test("cancelled, it is not available; asked again, another one is made", async () => {
    const ada = await aPartnerUser();
    const ben = await colleague(ada);
    const glass = await aProxyMaterial(ada);
    const first = await requestProxy(ada, glass.materialId, now);
    await requestProxy(ben, glass.materialId, now);
    told.length = 0;

    await cancelProxy(ada, glass.materialId, later(1));
    await cancelProxy(ada, glass.materialId, later(2));

    expect(told).toMatchObject([
      { name: "proxy-copy/cancelled", data: { proxyCopyId: first.proxyCopyId } },
    ]);
    expect(await row(ada, glass)).toMatchObject({ availability: "not_available", proxy: null });
    expect(await row(ben, glass)).toMatchObject({ availability: "processing" });
    const second = await requestProxy(ada, glass.materialId, later(3));
    expect(second.proxyCopyId).not.toBe(first.proxyCopyId);
  });

  test("draws from the pool when there is one by now", async () => {
    const ada = await aPartnerUser();
    const { versionId, materialId } = await aProxyMaterial(ada);
    const copy = await aProxyCopy({ versionId, partnerId: ada.partnerId });
    expect(await requestProxy(ada, materialId, now)).toMatchObject({
      ...{ proxyCopyId: copy.id, state: "ready", percent: null },
    });
  });

  test("is refused beyond what may be made for a user at a time, also within a taking: all or nothing", async () => {
    const ada = await aPartnerUser();
    await asMany(ada, await aProxyMaterial(ada), MOST_BEING_MADE - 1);
    const [last, tooMuch] = [await aProxyMaterial(ada), await aProxyMaterial(ada)];
    const plain = await aVisibleMaterial(ada);
    await requestProxy(ada, last.materialId, now);
    told.length = 0;

    const message = expect.stringMatching(/500 are being made, and this needs 1 more/);
    for (const asked of [
      () => requestProxy(ada, tooMuch.materialId, now),
      () => startDownloads(ada, [plain.material.id, tooMuch.materialId], now),
    ]) {
      const error = await asked().catch((error: DomainError) => error);
      expect(error).toMatchObject({ code: "too_many", status: 429, message });
    }
    expect(told).toEqual([]);
    expect(await db.$count(downloads, eq(downloads.userId, ada.id))).toBe(0);
    expect(await copiesOf(tooMuch.versionId)).toEqual([]);
    // What is being made already asks for nothing more; and a colleague has as many of their own.
    await startDownloads(ada, [plain.material.id, last.materialId], now);
    await requestProxy(await colleague(ada), tooMuch.materialId, now);

    await cancelProxy(ada, last.materialId, now);
    expect(await requestProxy(ada, tooMuch.materialId, now)).toMatchObject({ state: "processing" });
  });

  test("is refused for what can't be seen, is not there, or is sent as delivered", async () => {
    const [ada, chloe] = [await aPartnerUser(), await aPartnerUser()];
    const glass = await aProxyMaterial(ada);
    const plain = await aVisibleMaterial(ada);
    const empty = await aVisibleMaterial(ada, { assetType: proxyType, versions: 0 });
    const refused = (user: PartnerUser, id: string) => requestProxy(user, id, now);
    await expect(refused(chloe, glass.materialId)).rejects.toMatchObject({ code: "not_found" });
    await expect(refused(ada, plain.material.id)).rejects.toMatchObject({ code: "bad_request" });
    await expect(refused(ada, empty.material.id)).rejects.toMatchObject({
      code: "nothing_delivered",
    });
    await expect(cancelProxy(chloe, glass.materialId, now)).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await db.$count(proxyCopies, eq(proxyCopies.partnerId, chloe.partnerId))).toBe(0);
  });
});
