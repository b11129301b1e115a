import "@/db/testing";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { materials, partners, previews, sourceRequests } from "@/db/schema";
import { sendEvents } from "@/inngest/client";
import type { PartnerUser } from "@/lib/auth/types";
import { env } from "@/lib/env";
import { ffmpeg } from "@/lib/media/ffmpeg";
import { probe } from "@/lib/media/probe";
import type { VideoProbe } from "@/lib/media/types";
import { objectStore } from "@/lib/storage";
import {
  anOperator,
  aPartnerUser,
  aSourceRequest,
  aVisibleMaterial,
  noon,
} from "@/lib/testing/builders";
import { removeOutdatedPreviews } from "./clearing";
import {
  openPreview,
  queuePreviewsOfRequest,
  queuePreviewsOfVersion,
  resumeStuckPreviews,
} from "./commands";
import { givePreviewUp, makePreview } from "./making";
import { sendPreviewFile } from "./sending";
import { aPlayableVersion } from "./testing";

vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  sendEvents: vi.fn(async () => {}),
}));
beforeEach(() => vi.mocked(sendEvents).mockClear());
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const video = { mediaKind: "video" as const, formats: ["mp4"] };
const { now } = noon;
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

let home: string;
let clip: { objectKey: string; probe: VideoProbe };
beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), "turnover-making-"));
  const file = path.join(home, "clip.mp4");
  const graph = ["testsrc2=s=320x180:r=25:d=2", "sine=d=2:r=48000"];
  await ffmpeg(
    [
      ...graph.flatMap((source) => ["-f", "lavfi", "-i", source]),
      ...["-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", file],
    ],
    { timeoutMs: 60_000 },
  );
  clip = { objectKey: await keep("clip", await readFile(file)), probe: await videoProbe(file) };
});
afterAll(() => rm(home, { recursive: true }));

const videoProbe = async (file: string) => (await probe(file)) as VideoProbe;

async function keep(name: string, bytes: Buffer) {
  const key = `test/${name}`;
  await objectStore().put(
    key,
    (async function* () {
      yield bytes;
    })(),
  );
  return key;
}

/** A material that the users see, with the clip as its version. */
async function playable(
  user: PartnerUser,
  {
    assetType = video,
    objectKey = "",
  }: { assetType?: typeof video & { watermarked?: boolean }; objectKey?: string } = {},
) {
  const world = await aVisibleMaterial(user, { assetType, versions: 0 });
  const version = await aPlayableVersion(world.material.id, {
    ...clip,
    ...(objectKey && { objectKey }),
  });
  return { ...world, version };
}

const rowOf = async (id: string) => {
  const [row] = await db.select().from(previews).where(eq(previews.id, id));
  return row;
};

/** What the store has of a preview, by folder. */
async function keptOf(id: string) {
  const folder = path.join(process.env.OBJECTS_DIR ?? "", "previews", id);
  if (!existsSync(folder)) return [];
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  return names.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function queued(user: PartnerUser, materialId: string) {
  const preview = await openPreview(user, materialId, now);
  return preview?.id ?? expect.fail("nothing to play");
}

test("a queued preview is made, says so, and plays; made again it stays what it is", async () => {
  const ada = await aPartnerUser();
  const { material } = await playable(ada);
  const id = await queued(ada, material.id);
  await makePreview(id);
  expect(await openPreview(ada, material.id, now)).toMatchObject({
    ...{ id, state: "ready", frames: 50, frameRate: { numerator: 25, denominator: 1 } },
    audio: [{ id: "audio-0", layout: "mono", default: true }],
    storyboard: { tiles: 5 },
  });
  const request = new Request("http://localhost/");
  for (const file of ["master.m3u8", "video.m3u8", "video.mp4", "audio-0.mp4", "poster.jpg"]) {
    const answer = await sendPreviewFile(ada, request, { previewId: id, file }, now);
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(100);
  }
  const before = await rowOf(id);
  await makePreview(id);
  expect(await rowOf(id)).toEqual(before);
  expect(await readdir(env.WORK_DIR)).toEqual([]);
});

test("a file that is damaged is said in words, tried no more, and leaves nothing behind", async () => {
  const ada = await aPartnerUser();
  const bytes = await readFile(path.join(home, "clip.mp4"));
  const objectKey = await keep("damaged", bytes.subarray(0, 2000));
  const { material } = await playable(ada, { objectKey });
  const id = await queued(ada, material.id);
  await makePreview(id);
  expect(await openPreview(ada, material.id, now)).toMatchObject({
    state: "failed",
    reason: expect.stringMatching(/^The file /),
  });
  expect(await keptOf(id)).toEqual([]);
});

test("a fault of the machine's is for the engine to try again, and in the end said too", async () => {
  const ada = await aPartnerUser();
  const { material } = await playable(ada, { objectKey: "test/gone" });
  const id = await queued(ada, material.id);
  await expect(makePreview(id)).rejects.toThrow("The file is missing.");
  expect(await rowOf(id)).toMatchObject({ state: "encoding" });
  await givePreviewUp(id, "The disk is full.", now);
  expect(await rowOf(id)).toMatchObject({ state: "failed", reason: "The disk is full." });
});

test("after a run that was killed the next begins anew, and clears away what that one kept", async () => {
  const ada = await aPartnerUser();
  const { material } = await playable(ada);
  const id = await queued(ada, material.id);
  // As a kill between two files leaves it.
  const attemptId = "01900000-0000-7000-8000-00000000dead";
  await db
    .update(previews)
    .set({ state: "encoding", attemptId, percent: 40 })
    .where(eq(previews.id, id));
  await objectStore().put(
    `previews/${id}/${attemptId}/video.mp4`,
    (async function* () {
      yield Buffer.from("half");
    })(),
  );
  await makePreview(id);
  const row = await rowOf(id);
  expect(row).toMatchObject({ state: "ready", percent: 100 });
  expect(row?.attemptId).not.toBe(attemptId);
  const kept = await keptOf(id);
  expect(kept.filter((name) => name === "video.mp4")).toHaveLength(1);
});

test("of two runs at once the last begun has its way, and the store holds one rendition", async () => {
  const ada = await aPartnerUser();
  const { material } = await playable(ada);
  const id = await queued(ada, material.id);
  await Promise.all([makePreview(id), makePreview(id)]);
  const row = await rowOf(id);
  expect(row?.state).toBe("ready");
  const kept = await keptOf(id);
  expect(new Set(kept).size).toBe(kept.length);
  for (const name of kept)
    expect(await objectStore().open(`${row?.objectPrefix}/${name}`)).not.toBeNull();
});

test("of a version that is not current any more none is made", async () => {
  const ada = await aPartnerUser();
  const { material } = await playable(ada);
  const id = await queued(ada, material.id);
  await aPlayableVersion(material.id, clip);
  await makePreview(id);
  expect(await rowOf(id)).toBeUndefined();
  await makePreview(id);
});

test("a watermarked type's preview bears the name of the partner that it is for", async () => {
  const ada = await aPartnerUser();
  const { material } = await playable(ada, { assetType: { ...video, watermarked: true } });
  const adas = await queued(ada, material.id);
  const studios = (await openPreview(await anOperator(), material.id, now))?.id ?? "";
  await makePreview(adas);
  await makePreview(studios);
  const picture = async (id: string) => {
    const object = await objectStore().open(`${(await rowOf(id))?.objectPrefix}/poster.jpg`);
    const bytes = Buffer.alloc(object?.size ?? 0);
    await object?.read(bytes, 0);
    await object?.close();
    return bytes;
  };
  expect((await picture(adas)).equals(await picture(studios))).toBe(false);
  await db.update(partners).set({ name: "\u{F0000}" }).where(eq(partners.id, ada.partnerId));
  await db
    .update(previews)
    .set({ state: "queued", objectPrefix: null, rendition: null, readyAt: null })
    .where(eq(previews.id, adas));
  await makePreview(adas);
  expect(await rowOf(adas)).toMatchObject({
    state: "failed",
    reason: expect.stringContaining("No font can draw"),
  });
});

test("on delivery one is queued for everyone, or one for each partner who sees it and whose name it bears", async () => {
  const [ada, chloe, gone] = [await aPartnerUser(), await aPartnerUser(), await aPartnerUser()];
  for (const watermarked of [false, true]) {
    const { title, kind, version } = await playable(ada, { assetType: { ...video, watermarked } });
    for (const { partnerId } of [chloe, gone])
      await aSourceRequest({ partnerId, titleId: title.id, kindCode: kind.code });
    await db
      .update(sourceRequests)
      .set({ status: "cancelled", cancelledAt: now })
      .where(eq(sourceRequests.partnerId, gone.partnerId));
    const expected = watermarked ? [ada.partnerId, chloe.partnerId].sort() : [null];
    expect(await queuePreviewsOfVersion(version.id, now)).toBe(expected.length);
    expect(await queuePreviewsOfVersion(version.id, now)).toBe(0);
    const made = await db.select().from(previews).where(eq(previews.versionId, version.id));
    expect(made.map(({ partnerId }) => partnerId).sort()).toEqual(expected);
  }
});

test("a partner who is given a request finds what bears their name being made", async () => {
  const [ada, chloe] = [await aPartnerUser(), await aPartnerUser()];
  const { title, kind, material } = await playable(ada, {
    assetType: { ...video, watermarked: true },
  });
  const { id } = await aSourceRequest({
    ...{ partnerId: chloe.partnerId, titleId: title.id, kindCode: kind.code },
  });
  expect(await queuePreviewsOfRequest(id, now)).toBe(1);
  vi.mocked(sendEvents).mockClear();
  expect(await openPreview(chloe, material.id, now)).toMatchObject({ state: "queued" });
  expect(sendEvents).not.toHaveBeenCalled();
});

test("what the engine lost is told to it again after five minutes, and not before", async () => {
  await db.delete(previews);
  const ada = await aPartnerUser();
  const { material } = await playable(ada);
  const id = await queued(ada, material.id);
  expect(await resumeStuckPreviews(later(4))).toBe(0);
  expect(await resumeStuckPreviews(later(6))).toBe(1);
  expect(vi.mocked(sendEvents).mock.lastCall?.[0]).toMatchObject({ data: { previewId: id } });
  expect(await resumeStuckPreviews(later(7))).toBe(0);
  await givePreviewUp(id, "The disk is full.", later(8));
  expect(await resumeStuckPreviews(later(60))).toBe(0);
});

test("what nobody can open any more goes, with its files; what others still play stays", async () => {
  await db.delete(previews);
  const [ada, chloe] = [await aPartnerUser(), await aPartnerUser()];
  const { material } = await playable(ada);
  const old = await queued(ada, material.id);
  await makePreview(old);
  const shared = { objectPrefix: (await rowOf(old))?.objectPrefix ?? expect.fail() };
  const elsewhere = await queued(ada, (await playable(ada)).material.id);
  await makePreview(elsewhere);
  // As a run leaves it that was killed and never begun again.
  const leftover = `previews/${elsewhere}/${(await rowOf(elsewhere))?.attemptId}`;
  await db.update(previews).set(shared).where(eq(previews.id, elsewhere));
  expect(await removeOutdatedPreviews(now)).toBe(0);

  await aPlayableVersion(material.id, clip);
  expect(await removeOutdatedPreviews(now)).toBe(1);
  expect(await rowOf(old)).toBeUndefined();
  expect(await objectStore().open(`${shared.objectPrefix}/master.m3u8`)).not.toBeNull();
  const { versionId } = (await rowOf(elsewhere)) ?? expect.fail();
  await db.update(materials).set({ currentVersionId: null }).where(currentIs(versionId));
  expect(await removeOutdatedPreviews(now)).toBe(1);
  expect(await removeOutdatedPreviews(now)).toBe(0);
  for (const prefix of [shared.objectPrefix, leftover])
    expect(await objectStore().open(`${prefix}/master.m3u8`)).toBeNull();
  expect([...(await keptOf(old)), ...(await keptOf(elsewhere))]).toEqual([]);

  const marked = { ...video, watermarked: true };
  const { request, title, kind, material: own } = await playable(ada, { assetType: marked });
  await aSourceRequest({ partnerId: chloe.partnerId, titleId: title.id, kindCode: kind.code });
  const [adas, chloes] = [await queued(ada, own.id), await queued(chloe, own.id)];
  for (const id of [adas, chloes]) await givePreviewUp(id, "The disk is full.", now);
  const withdrawn = { status: "cancelled" as const, cancelledAt: now };
  await db.update(sourceRequests).set(withdrawn).where(eq(sourceRequests.id, request.id));
  expect(await removeOutdatedPreviews(now)).toBe(1);
  expect([await rowOf(adas), (await rowOf(chloes))?.id]).toEqual([undefined, chloes]);
});

const currentIs = (versionId: string) => eq(materials.currentVersionId, versionId);
