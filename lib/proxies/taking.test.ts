import { and, eq, inArray, isNotNull } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { downloads, proxyCopies } from "@/db/schema";
import type { PartnerUser } from "@/lib/auth/types";
import { startDownloads } from "@/lib/downloads/commands";
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
import { cancelProxy, requestProxy } from "./commands";
import { aProxyMaterial, colleague, copiesOf, eventsTold, row } from "./testing";

const { now } = noon;
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const told = eventsTold();

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
