import { and, eq, inArray, isNotNull } from "drizzle-orm";
import { v7 } from "uuid";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { downloads, proxyCopies, versions } from "@/db/schema";
import { inngest } from "@/inngest/client";
import type { PartnerUser } from "@/lib/auth/types";
import { startDownloads } from "@/lib/downloads/commands";
import type { DomainError } from "@/lib/errors";
import { listMaterials } from "@/lib/materials/queries";
import {
  aMaterial,
  anOperator,
  aPartnerUser,
  aProxyCopy,
  aVersion,
  aVisibleMaterial,
  noon,
} from "@/lib/testing/builders";
import { cancelProxy, newSerial, requestProxy } from "./commands";
import { listRequestedProxies } from "./queries";
import { MOST_BEING_MADE } from "./rules";

const { now } = noon;
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

// The engine is not part of these tests; what it is told is.
const told: { name: string; data: Record<string, unknown> }[] = [];
beforeEach(() => {
  told.length = 0;
  vi.spyOn(inngest, "send").mockImplementation(async (events) => {
    told.push(...([events].flat() as typeof told));
    return { ids: [] };
  });
});
afterEach(() => vi.restoreAllMocks());

const proxy = { watermarked: true, mediaKind: "video" as const };

/** A material of a watermarked type that the user sees, and its current version. */
async function aProxyMaterial(user: PartnerUser) {
  const world = await aVisibleMaterial(user, { assetType: proxy, versions: 0 });
  const { id: versionId } = await aVersion(world.material.id, noon, "GLASS_v01.mov");
  return { ...world, versionId, materialId: world.material.id };
}

async function row(user: PartnerUser, { request }: { request: { reference: string } }) {
  const [row] = await listMaterials(user, [request.reference], now);
  return row;
}

const copiesOf = (versionId: string) =>
  db.select().from(proxyCopies).where(eq(proxyCopies.versionId, versionId));

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

const colleague = ({ partnerId }: PartnerUser) => aPartnerUser({ partnerId });

describe("taking a version of a watermarked type", () => {
  test("draws a copy from the pool: it is what is sent, and bound to user, partner, time and download", async () => {
    const ada = await aPartnerUser();
    const glass = await aProxyMaterial(ada);
    const { versionId, materialId } = glass;
    const { id, ...copy } = await aProxyCopy({ versionId, partnerId: ada.partnerId, serial: 7 });
    expect(await row(ada, glass)).toMatchObject({ availability: "available", bytes: null });

    const { files, processing } = await startDownloads(ada, [materialId], now);

    const [file] = files;
    expect(processing).toEqual([]);
    expect(file).toMatchObject({
      fileName: "GLASS_v01_0000000007.mp4",
      ...{ bytes: copy.bytes, md5: copy.md5 },
    });
    expect(file?.url).toContain("/GLASS_v01_0000000007.mp4?");
    expect(await copiesOf(versionId)).toMatchObject([{ id, drawnById: ada.id, drawnAt: now }]);
    expect(await db.select().from(downloads).where(eq(downloads.proxyCopyId, id))).toMatchObject([
      { userId: ada.id, versionId },
    ]);
    expect(await row(ada, glass)).toMatchObject({
      ...{ availability: "available", bytes: copy.bytes, fileName: "GLASS_v01.mov" },
      checksums: { md5: copy.md5, xxh64: copy.xxh64, crc32: copy.crc32 },
    });
    expect(told).toMatchObject([
      { name: "proxy-pool/lowered", data: { versionId, partnerId: ada.partnerId } },
    ]);
  });

  test("again gives the user the same copy", async () => {
    const ada = await aPartnerUser();
    const { versionId, materialId } = await aProxyMaterial(ada);
    for (let i = 0; i < 3; i++) await aProxyCopy({ versionId, partnerId: ada.partnerId });
    const takings = await Promise.all(
      Array.from({ length: 8 }, () => startDownloads(ada, [materialId], now)),
    );
    expect(new Set(takings.map(({ files }) => files[0]?.md5)).size).toBe(1);
    const drawn = (await copiesOf(versionId)).filter(({ drawnById }) => drawnById);
    expect(drawn).toHaveLength(1);
  });

  test("64 users at once get 64 copies: none twice, none lost", async () => {
    const ada = await aPartnerUser();
    const { versionId, materialId } = await aProxyMaterial(ada);
    const users = await Promise.all(Array.from({ length: 64 }, () => colleague(ada)));
    for (let i = 0; i < 60; i++) await aProxyCopy({ versionId, partnerId: ada.partnerId });

    const takings = await Promise.all(users.map((user) => startDownloads(user, [materialId], now)));

    const given = takings.flatMap(({ files }) => files.map(({ md5 }) => md5));
    const begun = takings.flatMap(({ processing }) => processing.map((p) => p.proxyCopyId));
    expect(new Set(given).size).toBe(60);
    expect(given).toHaveLength(60);
    expect(new Set(begun).size).toBe(4);
    const copies = await copiesOf(versionId);
    expect(copies).toHaveLength(64);
    const owners = copies.map(({ drawnById, requestedById }) => drawnById ?? requestedById);
    expect(new Set(owners)).toEqual(new Set(users.map(({ id }) => id)));
  });

  test("never takes another partner's copy", async () => {
    const [ada, chloe] = [await aPartnerUser(), await aPartnerUser()];
    const glass = await aProxyMaterial(ada);
    await aProxyCopy({ versionId: glass.versionId, partnerId: chloe.partnerId });
    expect(await row(ada, glass)).toMatchObject({ availability: "not_available" });
    const { bundle, files, processing } = await startDownloads(ada, [glass.materialId], now);
    expect({ bundle, files }).toEqual({ bundle: null, files: [] });
    expect(processing).toHaveLength(1);
  });

  test("with others: the empty pool's file is made, the others are on their way", async () => {
    const ada = await aPartnerUser();
    const plain = await aVisibleMaterial(ada);
    const [full, empty] = [await aProxyMaterial(ada), await aProxyMaterial(ada)];
    await aProxyCopy({ versionId: full.versionId, partnerId: ada.partnerId });
    const ids = [plain.material.id, empty.materialId, full.materialId];

    const { bundle, files, processing } = await startDownloads(ada, ids, now);

    expect(bundle).not.toBeNull();
    expect(files.map(({ materialId }) => materialId)).toEqual([ids[0], ids[2]]);
    expect(processing).toEqual([{ materialId: empty.materialId, proxyCopyId: expect.any(String) }]);
    const queued = told.find(({ name }) => name === "proxy-copy/queued");
    expect(queued?.data).toEqual({ proxyCopyId: processing[0]?.proxyCopyId, onDemand: true });
    expect(await db.$count(downloads, eq(downloads.userId, ada.id))).toBe(2);
  });
});

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
    const empty = await aVisibleMaterial(ada, { assetType: proxy, versions: 0 });
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

describe("following changes", () => {
  test("a page hears that the pool was drawn from by a colleague, and that a copy was cancelled", async () => {
    const ada = await aPartnerUser();
    const ben = await colleague(ada);
    const glass = await aProxyMaterial(ada);
    await aProxyCopy({ versionId: glass.versionId, partnerId: ada.partnerId });
    const changes = (user: PartnerUser, since: Date) =>
      listMaterials(user, [glass.request.reference], later(100), since);
    expect(await changes(ada, later(5))).toEqual([]);

    await startDownloads(ben, [glass.materialId], later(10));
    expect(await changes(ada, later(5))).toMatchObject([{ availability: "not_available" }]);

    await requestProxy(ada, glass.materialId, later(20));
    expect(await changes(ada, later(15))).toMatchObject([{ availability: "processing" }]);
    await cancelProxy(ada, glass.materialId, later(30));
    expect(await changes(ada, later(25))).toMatchObject([{ availability: "not_available" }]);
  });

  test("an operator has no copy, and the pool is not theirs", async () => {
    const ada = await aPartnerUser();
    const glass = await aProxyMaterial(ada);
    await aProxyCopy({ versionId: glass.versionId, partnerId: ada.partnerId });
    const [row] = await listMaterials(await anOperator(), [glass.request.reference], now);
    expect(row).toMatchObject({ availability: "not_available", proxy: null, bytes: null });
  });
});

test("a user of many versions gets one copy of each in one taking", async () => {
  const ada = await aPartnerUser();
  const { type, title, materialId, versionId } = await aProxyMaterial(ada);
  const ids = [materialId];
  const versionIds = [versionId];
  for (let i = 0; i < 30; i++) {
    const { id } = await aMaterial({ titleId: title.id, assetTypeCode: type.code });
    ids.push(id);
    versionIds.push((await aVersion(id)).id);
  }
  for (const id of versionIds.slice(0, 20))
    for (let i = 0; i < 2; i++) await aProxyCopy({ versionId: id, partnerId: ada.partnerId });
  const { files, processing } = await startDownloads(ada, ids, now);
  expect(files).toHaveLength(20);
  expect(processing).toHaveLength(11);
  const drawn = and(inArray(proxyCopies.versionId, versionIds), isNotNull(proxyCopies.drawnById));
  expect(await db.$count(proxyCopies, drawn)).toBe(20);
});
