import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import { db } from "@/db/client";
import { previews } from "@/db/schema";
import { recordVersion } from "@/lib/materials/commands";
import type { Probe, Rendition, VideoProbe } from "@/lib/media/types";
import { objectStore } from "@/lib/storage";
import { anOperator, noon } from "@/lib/testing/builders";

/** What the probe says of two seconds of drop-frame picture with two languages. */
const aVideoProbe: VideoProbe = {
  kind: "video",
  ...{ codec: "h264", profile: "Main", width: 1280, height: 720, bitRate: 1_000_000 },
  frameRate: { numerator: 30000, denominator: 1001 },
  ...{ startTimecode: "00:59:50;00", dropFrame: true, frames: 48, durationSeconds: 1.6016 },
  colour: { pixelFormat: null, range: null, space: null, primaries: null, transfer: null },
  audioTracks: [],
  subtitleTracks: [],
};

const aRendition: Rendition = {
  picture: {
    frames: 48,
    frameRate: { numerator: 30000, denominator: 1001 },
    ...{ width: 960, height: 540 },
    storyboard: {
      ...{ columns: 2, rows: 1, tileWidth: 160, tileHeight: 90, tiles: 2 },
      secondsPerTile: 0.8,
    },
  },
  durationSeconds: 1.6016,
  audio: [],
  subtitles: [],
};

/** One more version of a material, unless told otherwise a video by its probe, its bytes nowhere. */
export async function aPlayableVersion(
  materialId: string,
  { probe = aVideoProbe, objectKey = `test/${v7()}` }: { probe?: Probe; objectKey?: string } = {},
) {
  const { id: deliveredById } = await anOperator();
  const checksums = { md5: "0".repeat(32), xxh64: "0".repeat(16), crc32: "0".repeat(8) };
  const file = { fileName: "cut.mp4", bytes: 1000, checksums, objectKey, probe };
  return db.transaction((tx) => recordVersion(tx, { materialId, deliveredById, ...file }, noon));
}

const prefixOf = (previewId: string) => `previews/${previewId}/test`;

/** Says that a preview is ready, though nothing was made. */
export async function makeReady(previewId: string) {
  await db
    .update(previews)
    .set({
      ...{ state: "ready", percent: 100, reason: null, rendition: aRendition },
      ...{ objectPrefix: prefixOf(previewId), readyAt: noon.now },
    })
    .where(eq(previews.id, previewId));
}

/** Puts files where a preview made ready has them. */
export async function keepFiles(previewId: string, files: Record<string, string>) {
  for (const [name, text] of Object.entries(files))
    await objectStore().put(`${prefixOf(previewId)}/${name}`, piecesOf(text));
}

async function* piecesOf(text: string) {
  yield Buffer.from(text);
}
