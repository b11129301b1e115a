import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inject } from "vitest";
import { checksumsOf } from "@/lib/media/checksums";
import { run } from "./clients";

/** Frames a second, and how many: soon encoded. */
const [rate, frames] = [10, 120];

/** A clip of a grey picture with sound. @returns its file */
export async function aClip(folder: string, size = "640x360"): Promise<string> {
  const file = path.join(folder, "clip.mp4");
  const seconds = frames / rate;
  await run(process.env.FFMPEG_PATH || "ffmpeg", [
    ...["-v", "error", "-f", "lavfi", "-i", `color=gray:s=${size}:r=${rate}:d=${seconds}`],
    ...["-f", "lavfi", "-i", `sine=r=48000:d=${seconds}`, "-pix_fmt", "yuv420p"],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", file],
  ]);
  return file;
}

/** How many frames a video has, and how many a second, as ffprobe counts them. */
export async function framesOf(file: string) {
  const said = await run(process.env.FFPROBE_PATH || "ffprobe", [
    ...["-v", "error", "-select_streams", "v:0", "-count_frames"],
    ...["-show_entries", "stream=nb_read_frames,r_frame_rate", "-of", "json", file],
  ]);
  return (JSON.parse(said) as { streams: unknown[] }).streams[0];
}

type World = { query: (statement: string, values: unknown[]) => Promise<unknown> };

/** Puts the clip into the place of what a material's current version is. */
export async function deliverClip(
  world: World,
  { materialId, clip, objectsDir }: { materialId: string; clip: string; objectsDir?: string },
) {
  const content = readFileSync(clip);
  const objectKey = `test-${materialId}/clip`;
  const file = path.join(objectsDir ?? inject("objectsDir"), objectKey);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  const { bytes, md5, xxh64, crc32 } = await checksumsOf([content]);
  await world.query(
    `update versions set object_key = $2, bytes = $3, md5 = $4, xxh64 = $5, crc32 = $6, probe = $7
     where id = (select current_version_id from materials where id = $1)`,
    [
      materialId,
      objectKey,
      bytes,
      md5,
      xxh64,
      crc32,
      JSON.stringify({ kind: "video", frames, durationSeconds: frames / rate }),
    ],
  );
}
