import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import "@/db/testing";
import { v4, v7 } from "uuid";
import type { z } from "zod";
import { db } from "@/db/client";
import { downloads, sourceRequests, users } from "@/db/schema";
import { signOutEverywhere } from "@/lib/auth/commands";
import { getUserById } from "@/lib/auth/queries";
import type { PartnerUser } from "@/lib/auth/types";
import { listBundles } from "@/lib/bundles/queries";
import { bundlesQuery } from "@/lib/bundles/types";
import { listMaterials } from "@/lib/materials/queries";
import {
  aMaterial,
  anOperator,
  aPartnerUser,
  aVersion,
  aVisibleMaterial,
  noon,
} from "@/lib/testing/builders";
import { beginTransfer, recordTransfers } from "@/lib/transfers/commands";
import type { Target } from "@/lib/transfers/types";
import { giveReceipt, revokeDownload, startDownloads } from "./commands";
import { downloadHistoryCsv, listDownloadHistory } from "./history";
import { getDownloadByLink, listChanged } from "./queries";

const at = (seconds: number) => new Date(noon.now.getTime() + seconds * 1000);
const md5 = "0".repeat(32);
const tray = (query: z.input<typeof bundlesQuery>) => bundlesQuery.parse(query);
const firstPage = { mine: false, page: 1 };

async function aTaking() {
  const ada = await aPartnerUser();
  const world = await aVisibleMaterial(ada);
  const { files, bundle } = await startDownloads(ada, [world.material.id], noon.now);
  const [file] = files;
  if (!file || !bundle) throw new Error("nothing started");
  return { ada, ...world, file, bundle };
}

/** So many of the 1,000 bytes go out, the last of them at `now`. */
async function send(target: Target, sentTo: number, now: Date, endedAt: Date | null = null) {
  const id = v7();
  await beginTransfer(
    {
      ...{ id, target, fromByte: 0, handedTo: sentTo, leasedTo: 1_000_000 },
      ...{ startedAt: now, movedAt: now, endedAt, taken: true },
    },
    v4(),
  );
  await recordTransfers([{ id, sentTo, leasedTo: 1_000_000, movedAt: now, endedAt }], now);
}

type Taking = Awaited<ReturnType<typeof aTaking>>;

/** What list, tray and history say of the one file, as state and percent. */
async function said({ ada, material, request }: Taking, now: Date) {
  const [row] = await listMaterials(ada, [request.reference], now);
  const { bundles } = await listBundles(ada, tray({ page: 1, pageSize: 20 }), now);
  const history = await listDownloadHistory(ada, material.id, firstPage, now);
  const words = (of?: { state: string; percent: number | null } | null) =>
    `${of?.state} ${of?.percent}`;
  return [row?.downloaded, bundles[0], history.downloads[0]].map(words);
}

const alike = (words: string) => [words, words, words];

describe("list, tray and history say alike", () => {
  test.each<[string, (made: Taking) => Promise<unknown>, string]>([
    ["that it was initiated", async () => {}, "initiated 0"],
    [
      "that it flows",
      ({ file }) => send({ downloadId: file.downloadId }, 420, at(50)),
      "downloading 42",
    ],
    [
      "that it flows as a bundle",
      ({ bundle }) => send({ bundleId: bundle.id }, 100, at(50)),
      "downloading 0",
    ],
    [
      "that it has stopped when nothing moved for a while",
      ({ file }) => send({ downloadId: file.downloadId }, 999, at(-5)),
      "initiated 99",
    ],
    [
      "that it has stopped when its connection ended",
      ({ file }) => send({ downloadId: file.downloadId }, 420, at(59), at(59)),
      "initiated 42",
    ],
    [
      "that it is complete, when the zip is",
      ({ bundle }) => send({ bundleId: bundle.id }, bundle.bytes, at(59)),
      "completed 100",
    ],
    [
      "that it is verified",
      async ({ file }) => {
        await send({ downloadId: file.downloadId }, 1_000, at(50));
        await giveReceipt(file.downloadId, { md5 }, at(55));
      },
      "verified 100",
    ],
  ])("%s", async (_, act, words) => {
    const made = await aTaking();
    await act(made);
    expect(await said(made, at(60))).toEqual(alike(words));
  });
});

describe("a receipt", () => {
  const verifiedAt = async (id: string) =>
    (await db.select().from(downloads).where(eq(downloads.id, id)))[0]?.verifiedAt;

  test("with the right checksums verifies, once", async () => {
    const { file } = await aTaking();
    await send({ downloadId: file.downloadId }, 10, at(1));
    await giveReceipt(file.downloadId, { md5, xxh64: "0".repeat(16) }, at(2));
    await giveReceipt(file.downloadId, { md5 }, at(3));
    expect(await verifiedAt(file.downloadId)).toEqual(at(2));
  });

  test.each([{ md5: "1".repeat(32) }, { xxh64: "1".repeat(16) }, { md5, xxh64: "1".repeat(16) }])(
    "with a wrong one says so and what to do, and is kept nowhere: %j",
    async (receipt) => {
      const { file } = await aTaking();
      await send({ downloadId: file.downloadId }, 1_000, at(1));
      await expect(giveReceipt(file.downloadId, receipt, at(2))).rejects.toMatchObject({
        code: "receipt_mismatch",
        message: expect.stringMatching(/mix_v01\.wav.*Delete it and fetch it again/),
      });
      expect(await verifiedAt(file.downloadId)).toBeNull();
    },
  );

  test("for what was never sent is refused", async () => {
    const { file } = await aTaking();
    await expect(giveReceipt(file.downloadId, { md5 }, at(2))).rejects.toMatchObject({
      code: "not_begun",
    });
  });
});

describe("the history of a material", () => {
  test("is the whole partner's, newest first, every version's; one's own on demand", async () => {
    const { ada, material, file } = await aTaking();
    const ben = await aPartnerUser({ partnerId: ada.partnerId, name: "Ben" });
    await aVersion(material.id);
    await startDownloads(ben, [material.id], at(10));
    const all = await listDownloadHistory(ada, material.id, firstPage, at(20));
    expect(all.total).toBe(2);
    expect(all.downloads).toMatchObject([
      { user: "Ben", mine: false, version: 2, startedAt: at(10).toISOString(), state: "initiated" },
      { user: ada.name, mine: true, version: 1, downloadId: file.downloadId },
    ]);
    const own = await listDownloadHistory(ada, material.id, { mine: true, page: 1 }, at(20));
    expect(own).toMatchObject({ total: 1, downloads: [{ user: ada.name }] });
    const second = await listDownloadHistory(ada, material.id, { mine: false, page: 2 }, at(20));
    expect(second).toEqual({ total: 2, downloads: [], taken: [1] });
    const table = await (await downloadHistoryCsv(ada, material.id, at(20))).text();
    expect(table.split("\r\n").map((line) => line.split(",").slice(0, 5))).toEqual([
      ["User", "Version", "File name", "Started (UTC)", "State"],
      ["Ben", "2", "mix_v01.wav", at(10).toISOString(), "initiated"],
      [ada.name, "1", "mix_v01.wav", noon.now.toISOString(), "initiated"],
      [""],
    ]);
  });

  test("is not for another partner, whose own it does not hold either; operators see all", async () => {
    const { material, type, title, kind } = await aTaking();
    const chloe = await aPartnerUser();
    const asked = (user: PartnerUser) => listDownloadHistory(user, material.id, firstPage, at(1));
    await expect(asked(chloe)).rejects.toMatchObject({ code: "not_found" });
    const seeing = { partnerId: chloe.partnerId, titleId: title.id, kindCode: kind.code };
    await db.insert(sourceRequests).values({
      ...seeing,
      ...{ id: v7(), reference: `SR-${type.code}`, language: "fr", dueOn: "2026-04-01" },
      createdAt: noon.now,
    });
    expect(await asked(chloe)).toEqual({ downloads: [], total: 0, taken: [] });
    expect(await (await downloadHistoryCsv(chloe, material.id, at(1))).text()).not.toContain(
      "mix_v01.wav",
    );
    const opal = await anOperator();
    expect((await listDownloadHistory(opal, material.id, firstPage, at(1))).total).toBe(1);
    await expect(listDownloadHistory(opal, "nonsense", firstPage, at(1))).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("what changed since it was taken", () => {
  test("is each material whose current version is newer than any that the user took", async () => {
    const { ada, title, type, material, request } = await aTaking();
    const { id: untouched } = await aMaterial({ titleId: title.id, assetTypeCode: type.code });
    await aVersion(untouched);
    expect(await listChanged(ada, at(1))).toEqual([]);
    await aVersion(material.id, { now: at(5), timeZone: "UTC" }, "mix_v02.wav");
    expect(await listChanged(ada, at(6))).toEqual([
      {
        materialId: material.id,
        title: { reference: title.reference, name: title.name, episode: null },
        assetType: { code: type.code, name: type.name },
        fileName: "mix_v02.wav",
        version: 2,
        takenVersion: 1,
        deliveredOn: at(5).toISOString(),
        requests: [request.reference],
      },
    ]);
    expect(await listChanged(ada, at(6), [request.reference])).toHaveLength(1);
    expect(await listChanged(ada, at(6), ["SR-000000"])).toEqual([]);
    const ben = await aPartnerUser({ partnerId: ada.partnerId });
    expect(await listChanged(ben, at(6))).toEqual([]);
    await startDownloads(ada, [material.id], at(7));
    expect(await listChanged(ada, at(8))).toEqual([]);
  });

  test("is nothing that can't be seen any more", async () => {
    const { ada, material, request } = await aTaking();
    await aVersion(material.id, { now: at(5), timeZone: "UTC" });
    await db
      .update(sourceRequests)
      .set({ status: "cancelled", cancelledAt: at(6) })
      .where(eq(sourceRequests.id, request.id));
    expect(await listChanged(ada, at(7))).toEqual([]);
  });
});

describe("links end", () => {
  const linkOf = ({ file }: Taking) => {
    const { searchParams } = new URL(file.url);
    return getDownloadByLink(file.downloadId, searchParams, at(1));
  };

  test("when their user signs out everywhere; what is taken after has links that work", async () => {
    const made = await aTaking();
    expect((await linkOf(made)).id).toBe(made.file.downloadId);
    await signOutEverywhere(made.ada);
    await expect(linkOf(made)).rejects.toMatchObject({ code: "forbidden" });
    const again = (await getUserById(made.ada.id)) as PartnerUser;
    const { files } = await startDownloads(again, [made.material.id], noon.now);
    const [file] = files;
    expect((await linkOf({ ...made, file: file ?? expect.fail() })).id).toBe(file?.downloadId);
    const [other] = await db.select().from(users).where(eq(users.id, made.ada.id));
    expect(other?.signOuts).toBe(1);
  });

  test("when an operator revokes the download; the others' go on", async () => {
    const made = await aTaking();
    const other = await aTaking();
    const opal = await anOperator();
    await revokeDownload(opal, made.file.downloadId, at(1));
    await expect(linkOf(made)).rejects.toMatchObject({ code: "forbidden" });
    expect((await linkOf(other)).id).toBe(other.file.downloadId);
    await expect(revokeDownload(opal, v7(), at(1))).rejects.toMatchObject({ code: "not_found" });
  });
});

test("the tray tells bundles apart from others', by pages, newest first", async () => {
  const { ada, title, type } = await aTaking();
  await aTaking();
  const { id } = await aMaterial({ titleId: title.id, assetTypeCode: type.code });
  await aVersion(id);
  const [first] = (await listBundles(ada, tray({ page: 1, pageSize: 20 }), at(1))).bundles;
  expect(first).toMatchObject({ files: 1, fileBytes: 1_000, sentBytes: 0, file: { md5 } });
  const mine = await startDownloads(ada, [id], at(5));
  const page = await listBundles(ada, tray({ page: 1, pageSize: 1 }), at(6));
  expect(page).toMatchObject({ total: 2, bundles: [{ id: mine.bundle?.id }] });
  const next = await listBundles(ada, tray({ page: 2, pageSize: 1 }), at(6));
  expect(next.bundles).toMatchObject([{ id: first?.id }]);
  const later = await listBundles(
    ada,
    tray({ page: 1, pageSize: 1 }),
    new Date("2026-04-01T00:00:00Z"),
  );
  expect(later.bundles[0]).toMatchObject({ links: null, file: null });
});

test("the tray asks for what is under way, by zip or by file, and for what it names", async () => {
  const { ada, title, type, file, bundle } = await aTaking();
  const { id: other } = await aMaterial({ titleId: title.id, assetTypeCode: type.code });
  await aVersion(other);
  const quiet = await startDownloads(ada, [other], noon.now);
  const underWay = async (id: string[] = []) => {
    const { bundles } = await listBundles(ada, tray({ underWay: "true", id }), at(2));
    return bundles.map(({ id, state }) => `${id} ${state}`);
  };
  expect(await underWay()).toEqual([]);

  await send({ downloadId: file.downloadId }, 400, at(1));
  expect(await underWay()).toEqual([`${bundle.id} downloading`]);
  const named = await underWay([quiet.bundle?.id ?? ""]);
  expect(named.sort()).toEqual(
    [`${bundle.id} downloading`, `${quiet.bundle?.id} initiated`].sort(),
  );

  await send({ bundleId: quiet.bundle?.id ?? "" }, 10, at(1));
  expect(await underWay()).toHaveLength(2);
  const another = await aTaking();
  await send({ downloadId: another.file.downloadId }, 400, at(1));
  expect(await underWay()).toHaveLength(2);
});

test("the tray says why new links would be refused", async () => {
  const fresh = await aTaking();
  const begun = await aTaking();
  const lost = await aTaking();
  await send({ bundleId: begun.bundle.id }, 400, at(1));
  for (const { material } of [fresh, begun]) await aVersion(material.id);
  await db
    .update(sourceRequests)
    .set({ status: "cancelled", cancelledAt: noon.now })
    .where(eq(sourceRequests.id, lost.request.id));
  const refused = async ({ ada }: Taking, now = at(2)) => {
    const [row] = (await listBundles(ada, tray({}), now)).bundles;
    return [row?.refused, row?.links !== null, row?.name];
  };
  const afterAMonth = new Date("2026-04-10T12:00:00Z");
  const current = await aTaking();
  expect(await refused(current)).toEqual([null, true, current.file.fileName]);
  expect(await refused(current, afterAMonth)).toEqual([null, false, current.file.fileName]);
  expect((await refused(fresh))[0]).toBe("superseded");
  expect((await refused(begun))[0]).toBeNull();
  expect((await refused(begun, afterAMonth))[0]).toBe("superseded");
  expect((await refused(lost)).slice(0, 2)).toEqual(["forbidden", false]);
});
