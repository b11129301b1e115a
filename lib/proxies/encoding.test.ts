import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { proxyCopies, sourceRequests, versions } from "@/db/schema";
import type { PartnerUser } from "@/lib/auth/types";
import { startDownloads } from "@/lib/downloads/commands";
import { env } from "@/lib/env";
import { checksumsOf } from "@/lib/media/checksums";
import { countingClip } from "@/lib/media/testing/clips";
import { openMezzanine } from "@/lib/media/verify";
import { objectStore } from "@/lib/storage";
import { withLocalFile } from "@/lib/storage/local-file";
import { removeAbandonedWork, withWorkFolder } from "@/lib/storage/work-folder";
import {
  aPartnerUser,
  aProxyCopy,
  aSourceRequest,
  aVersion,
  aVisibleMaterial,
  noon,
} from "@/lib/testing/builders";
import { sentEvents } from "@/lib/testing/events";
import { cancelProxy, requestProxy } from "./commands";
import {
  beginCopy,
  encodePiece,
  finishCopy,
  markCopyFailed,
  mezzanineKey,
  prepareMezzanine,
} from "./encoding";
import { refillPools, removeOlderMezzanines, retireSupersededCopies, sweepProxies } from "./pool";
import { listRequestedProxies } from "./queries";

const proxy = { watermarked: true, mediaKind: "video" as const };
/** Long enough for two pieces, and soon encoded: five frames a second. */
const rate = { numerator: 5, denominator: 1 };
const frames = 105;

let clip: Buffer;
beforeAll(async () => {
  clip = await withWorkFolder(async (folder) => {
    const file = path.join(folder, "clip.mp4");
    await countingClip(file, { frames, rate: "5/1" });
    return readFile(file);
  });
});

/** A material whose current version is a real clip. */
async function aClip(user: PartnerUser, content = clip) {
  const world = await aVisibleMaterial(user, { assetType: proxy, versions: 0 });
  const { id: versionId } = await aVersion(world.material.id, noon, "clip.mov");
  const objectKey = `test/${versionId}`;
  await objectStore().put(
    objectKey,
    (async function* () {
      yield content;
    })(),
  );
  await db.update(versions).set({ objectKey }).where(eq(versions.id, versionId));
  return { ...world, versionId, materialId: world.material.id };
}

const copyRow = async (id: string) =>
  (await db.select().from(proxyCopies).where(eq(proxyCopies.id, id)))[0];

async function encodeAll(copyId: string, versionId: string) {
  await prepareMezzanine(versionId);
  const plan = (await beginCopy(copyId, new Date())) ?? [];
  await Promise.all(plan.map((_, piece) => encodePiece(copyId, plan, piece)));
  return { plan, userId: await finishCopy(copyId, plan) };
}

/** What the store holds of a copy. */
async function objectsOf(copyId: string) {
  const folder = path.join(env.OBJECTS_DIR ?? "", "proxies", copyId);
  return (await readdir(folder).catch(() => [])).sort();
}

const worksOn = () => readdir(env.WORK_DIR).catch(() => []);

describe("making a copy", { timeout: 60_000 }, () => {
  test("ends in a file with every frame, which its user can take; nothing else is left", async () => {
    const ada = await aPartnerUser();
    const { versionId, materialId } = await aClip(ada);
    const { proxyCopyId } = await requestProxy(ada, materialId, new Date());

    const { plan, userId } = await encodeAll(proxyCopyId, versionId);

    expect(plan).toHaveLength(2);
    expect(userId).toBe(ada.id);
    const row = await copyRow(proxyCopyId);
    expect(row).toMatchObject({ state: "ready", percent: 100, drawnById: null });
    expect(await objectsOf(proxyCopyId)).toEqual(["copy"]);
    expect(await worksOn()).toEqual([]);
    const { files } = await startDownloads(ada, [materialId], new Date());
    expect(files).toMatchObject([{ bytes: row?.bytes, md5: row?.md5 }]);
    await withLocalFile(objectStore(), row?.objectKey ?? "", async (file) => {
      const copy = await openMezzanine(file);
      expect(copy).toMatchObject({
        frames,
        frameRate: rate,
      });
      expect((await checksumsOf(createReadStream(file))).md5).toBe(row?.md5);
    });
  });

  test("says how far it is while its mezzanine is made too, and goes on from there", async () => {
    const ada = await aPartnerUser();
    const { versionId, materialId } = await aClip(ada);
    const { proxyCopyId } = await requestProxy(ada, materialId, new Date());
    const { partnerId } = await aPartnerUser();
    const other = await aProxyCopy({ versionId, partnerId, state: "ready" });
    const asked = async () => (await listRequestedProxies(ada, new Date()))[0];
    expect(await asked()).toMatchObject({ stage: "waiting", percent: 0, secondsLeft: null });
    const from = Date.now();
    await prepareMezzanine(versionId);
    const waits = { stage: "waiting", percent: 60, secondsLeft: null };
    expect(await asked()).toMatchObject(waits);
    const { startedAt, changedAt } = (await copyRow(proxyCopyId)) ?? expect.fail();
    expect(startedAt?.getTime()).toBeGreaterThanOrEqual(from);
    const making = changedAt.getTime() - (startedAt?.getTime() ?? 0);

    // Its turn comes 25 minutes later: the sweep has told the engine of it again meanwhile.
    const [swept, turn] = [11, 25].map((n) => new Date(changedAt.getTime() + n * 60_000));
    await sweepProxies(swept ?? expect.fail());
    expect(await asked()).toMatchObject(waits);
    const plan = (await beginCopy(proxyCopyId, turn ?? expect.fail())) ?? [];
    expect(await asked()).toMatchObject({ stage: "encoding", percent: 60 });
    const begun = (await copyRow(proxyCopyId))?.startedAt?.getTime() ?? 0;
    expect((turn?.getTime() ?? 0) - begun).toBe(making);
    const [first, second] = plan.map(({ from, to }) => to - from);
    await encodePiece(proxyCopyId, plan, 0);
    const share = (first ?? 0) / ((first ?? 0) + (second ?? 0));
    expect((await asked())?.percent).toBe(60 + Math.floor(40 * share));
    expect(await copyRow(other.id)).toMatchObject({ state: "ready", preparedPercent: 0 });
  });

  test("every step can run twice, one after the other and side by side", async () => {
    const ada = await aPartnerUser();
    const { versionId, materialId } = await aClip(ada);
    const { proxyCopyId } = await requestProxy(ada, materialId, new Date());
    await Promise.all([prepareMezzanine(versionId), prepareMezzanine(versionId)]);
    const plan = (await beginCopy(proxyCopyId, new Date())) ?? [];
    const again = (await beginCopy(proxyCopyId, new Date())) ?? [];
    expect(again).toEqual(plan);
    for (let round = 0; round < 2; round++)
      await Promise.all(plan.map((_, piece) => encodePiece(proxyCopyId, plan, piece)));
    expect(await copyRow(proxyCopyId)).toMatchObject({ state: "encoding", percent: 99 });
    const told = await Promise.all([finishCopy(proxyCopyId, plan), finishCopy(proxyCopyId, plan)]);
    const after = await copyRow(proxyCopyId);
    expect(told).toEqual([ada.id, ada.id]);
    expect(await finishCopy(proxyCopyId, plan)).toBe(ada.id);
    expect(await beginCopy(proxyCopyId, new Date())).toBeNull();
    expect(await copyRow(proxyCopyId)).toEqual(after);
    expect(await objectsOf(proxyCopyId)).toEqual(["copy"]);
  });

  test("stops when it is cancelled, and what it left is swept", async () => {
    const ada = await aPartnerUser();
    const { versionId, materialId } = await aClip(ada);
    const { proxyCopyId } = await requestProxy(ada, materialId, new Date());
    await prepareMezzanine(versionId);
    const plan = (await beginCopy(proxyCopyId, new Date())) ?? [];
    await encodePiece(proxyCopyId, plan, 0);
    await cancelProxy(ada, materialId, new Date());
    await encodePiece(proxyCopyId, plan, 1);
    expect(await finishCopy(proxyCopyId, plan)).toBeNull();
    expect(await beginCopy(proxyCopyId, new Date())).toBeNull();
    expect(await objectsOf(proxyCopyId)).toEqual(["piece-0-of-2"]);
    await sweepProxies(new Date(Date.now() + 120_000));
    expect(await objectsOf(proxyCopyId)).toEqual([]);
    expect(await copyRow(proxyCopyId)).toBeUndefined();
  });

  test("of a source that can't be read fails in words, and leaves nothing", async () => {
    const ada = await aPartnerUser();
    const { versionId, materialId } = await aClip(ada, clip.subarray(0, clip.length / 2));
    const { proxyCopyId } = await requestProxy(ada, materialId, new Date());
    await expect(prepareMezzanine(versionId)).rejects.toMatchObject({ kind: "source" });
    expect(await objectStore().open(mezzanineKey(versionId))).toBeNull();
    expect(await worksOn()).toEqual([]);
    await markCopyFailed(proxyCopyId, "The file was cut off.", new Date());
    await markCopyFailed(proxyCopyId, "Something else.", new Date());
    expect(await copyRow(proxyCopyId)).toMatchObject({
      state: "failed",
      reason: "The file was cut off.",
    });
  });
});

describe("pools", () => {
  const poolOf = (versionId: string) =>
    db.$count(proxyCopies, eq(proxyCopies.versionId, versionId));

  test("are filled for each partner with a live request, up to the target, once", async () => {
    const [ada, chloe] = [await aPartnerUser(), await aPartnerUser()];
    const { versionId, title, kind } = await aClip(ada);
    const given = { partnerId: chloe.partnerId, titleId: title.id, kindCode: kind.code };
    const request = await aSourceRequest(given);
    await Promise.all([1, 2, 3].map(() => refillPools({ versionId }, noon.now)));
    expect(await poolOf(versionId)).toBe(2 * env.PROXY_POOL_TARGET);

    const bens = await aSourceRequest({ ...given, partnerId: (await aPartnerUser()).partnerId });
    expect(await refillPools({ sourceRequestId: request.id }, noon.now)).toBe(0);
    expect(await refillPools({ sourceRequestId: bens.id }, noon.now)).toBe(2);
    await db
      .update(sourceRequests)
      .set({ status: "cancelled", cancelledAt: noon.now })
      .where(eq(sourceRequests.id, request.id));
    await db.delete(proxyCopies).where(eq(proxyCopies.partnerId, chloe.partnerId));
    expect(await refillPools({ versionId }, noon.now)).toBe(0);
    const queued = (await sentEvents()).filter(({ name }) => name === "proxy-copy/queued");
    expect(queued.filter(({ data }) => data.onDemand === false).length).toBeGreaterThanOrEqual(6);
  });

  test("are filled up when drawn from, and not for a version that is no longer current", async () => {
    const ada = await aPartnerUser();
    const { versionId, materialId } = await aClip(ada);
    const pair = { versionId, partnerId: ada.partnerId };
    await aProxyCopy(pair);
    await aProxyCopy(pair);
    expect(await refillPools(pair, noon.now)).toBe(0);
    await startDownloads(ada, [materialId], noon.now);
    expect(await refillPools(pair, noon.now)).toBe(1);
    await aVersion(materialId);
    await db.delete(proxyCopies).where(eq(proxyCopies.state, "queued"));
    expect(await refillPools(pair, noon.now)).toBe(0);
  });

  test("of superseded versions go, with rows and objects; drawn copies stay for 30 days", async () => {
    const ada = await aPartnerUser();
    const { versionId, materialId } = await aClip(ada);
    const pair = { versionId, partnerId: ada.partnerId };
    const [drawn, undrawn] = [await aProxyCopy(pair), await aProxyCopy(pair)];
    await objectStore().put(
      `proxies/${undrawn.id}/copy`,
      (async function* () {
        yield Buffer.from("undrawn");
      })(),
    );
    const waiting = await aProxyCopy({ ...pair, state: "queued" });
    await prepareMezzanine(versionId);
    await startDownloads(ada, [materialId], noon.now);
    const later = (days: number) => new Date(noon.now.getTime() + days * 86_400_000);
    const newer = await aVersion(materialId, { ...noon, now: later(1) });

    await retireSupersededCopies(later(1));
    await removeOlderMezzanines(newer.id);
    await sweepProxies(later(2));

    expect(await copyRow(undrawn.id)).toBeUndefined();
    expect(await objectsOf(undrawn.id)).toEqual([]);
    expect(await objectStore().open(mezzanineKey(versionId))).toBeNull();
    expect((await sentEvents()).at(-1)).toBeDefined();
    const cancelled = (await sentEvents()).filter(({ name }) => name === "proxy-copy/cancelled");
    expect(cancelled.map(({ data }) => data.proxyCopyId)).toContain(waiting.id);
    const kept = (
      await db.select().from(proxyCopies).where(eq(proxyCopies.versionId, versionId))
    ).map(({ id, state }) => ({ id, state }));
    expect(kept).toEqual([{ id: drawn.id, state: "ready" }]);

    await sweepProxies(later(32));
    expect(await copyRow(drawn.id)).toMatchObject({
      ...{ state: "removed", objectKey: null, drawnById: ada.id, serial: drawn.serial },
    });
  });

  test("copies whose run is lost are queued anew, also those of a pool that failed an hour ago", async () => {
    const ada = await aPartnerUser();
    const { versionId } = await aClip(ada);
    const pair = { versionId, partnerId: ada.partnerId };
    const at = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    const lost = await aProxyCopy({ ...pair, state: "encoding", changedAt: at(11) });
    const fresh = await aProxyCopy({ ...pair, state: "queued", changedAt: at(1) });
    const failed = await aProxyCopy({
      ...{ ...pair, state: "failed", reason: "x", changedAt: at(61) },
    });
    await sweepProxies(new Date());
    const queued = (await sentEvents()).map(({ data }) => data.proxyCopyId);
    expect(queued).toContain(lost.id);
    expect(queued).toContain(failed.id);
    expect(queued).not.toContain(fresh.id);
    expect(await copyRow(failed.id)).toMatchObject({ state: "queued", reason: null });
  });
});

test("what a killed process left in the work folder is removed, and nothing else", async () => {
  await withWorkFolder(async (folder) => {
    await writeFile(path.join(folder, "a.part"), "x");
    const name = path.basename(folder).replace(`-${process.pid}-`, "-999999999-");
    await mkdir(path.join(env.WORK_DIR, name));
    await writeFile(path.join(env.WORK_DIR, name, "b.part"), "x");
    expect(await removeAbandonedWork()).toBe(1);
    expect(await worksOn()).toEqual([path.basename(folder)]);
  });
});
