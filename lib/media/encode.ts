import "server-only";
import { copyFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Chunk } from "./chunks";
import { MediaError } from "./errors";
import { encode } from "./ffmpeg";
import { type EncodeLimits, within } from "./limits";
import { pictureCodec, secondsOf, timescaleOf } from "./picture";
import { mustBeReadable } from "./source";
import { describeAudio } from "./tracks";
import type { FrameRate, Mezzanine } from "./types";
import { short, verifyCopy } from "./verify";
import type { Watermark } from "./watermark";

/**
 * Encodes a piece of a copy: the picture only, with the mark burnt in. It is written beside as `.part`,
 * counted, and only then renamed; a folder `.mark` lies beside it meanwhile.
 * @param chunk.from a frame that begins a group of pictures, as `planChunks` gives it
 * @param onProgress hears how many of the piece's frames are done
 * @throws MediaError in a sentence for an operator
 */
export async function encodeChunk({
  mezzanine,
  from,
  to,
  watermark,
  output,
  onProgress,
  ...limits
}: Chunk &
  EncodeLimits & {
    mezzanine: Mezzanine;
    watermark: Watermark;
    output: string;
    onProgress?: ((frames: number) => void) | undefined;
  }): Promise<void> {
  await mustBeReadable(mezzanine.file);
  const { threads, ...run } = within(limits);
  const { frameRate } = mezzanine;
  const rate = `${frameRate.numerator}/${frameRate.denominator}`;
  const part = `${output}.part`;
  const folder = `${output}.mark`;
  try {
    await writeMark(folder, watermark);
    const { frames } = await encode(
      [
        ...["-threads", String(threads), "-ss", secondsOf(from, frameRate)],
        ...[...ownFile, "-i", `file:${path.resolve(mezzanine.file)}`],
        ...["-map", "0:v:0", "-map_metadata", "-1", "-frames:v", String(to - from)],
        // The mark's times are those of the whole programme, so frames are counted from its start.
        ...["-vf", `settb=1/(${rate}),setpts=N+${from},${burnIn},setpts=N`],
        ...["-fps_mode", "passthrough", ...pictureCodec(copyQuality, threads)],
        ...["-video_track_timescale", String(timescaleOf(frameRate)), "-write_tmcd", "0"],
        ...["-f", "mp4", `file:${path.resolve(part)}`],
      ],
      { ...run, cwd: folder, env: { FONTCONFIG_FILE: path.resolve(folder, "fonts.conf") } },
      onProgress,
    ).catch(asOurs);
    if (frames < to - from) asOurs(short(from + frames, mezzanine.frames));
    await rename(part, output);
  } finally {
    await Promise.all([rm(part, { force: true }), rm(folder, { recursive: true, force: true })]);
  }
}

/** What is wrong with our own files, which were right once, is no fault of what was delivered. */
function asOurs(error: unknown): never {
  if (!(error instanceof MediaError) || error.kind !== "source") throw error;
  throw new MediaError("machine", `The copy can't be made: ${error.message}`, error.detail);
}

/** A little less than the mezzanine's: the same picture again, smaller. */
export const copyQuality = 21;

const ownFile = ["-protocol_whitelist", "file", "-format_whitelist", "mov"];

/** The filter that burns a mark in, in the folder that `writeMark` filled. */
export const burnIn = "ass=mark.ass:fontsdir=fonts";

/** The script, its fonts, and settings by which fontconfig knows no others: every machine draws the same. */
export async function writeMark(folder: string, { script, fonts }: Watermark) {
  await mkdir(path.join(folder, "fonts"), { recursive: true });
  await Promise.all([
    writeFile(path.join(folder, "mark.ass"), script),
    writeFile(path.join(folder, "fonts.conf"), '<?xml version="1.0"?><fontconfig></fontconfig>'),
    ...fonts.map((font) => copyFile(font, path.join(folder, "fonts", path.basename(font)))),
  ]);
}

/**
 * Joins the pieces of a copy, in order, with the mezzanine's sound, bit by bit, and its start timecode. It
 * is written beside as `.part`, verified, and only then renamed.
 * @param pieces what `encodeChunk` wrote: all of the plan
 * @throws MediaError in a sentence for an operator
 */
export async function joinChunks(
  pieces: (Chunk & { file: string })[],
  mezzanine: Mezzanine,
  output: string,
  limits: EncodeLimits = {},
): Promise<void> {
  for (const { file } of [mezzanine, ...pieces]) await mustBeReadable(file);
  const { audioTracks, startTimecode } = mezzanine;
  const part = `${output}.part`;
  const list = `${output}.list`;
  try {
    await writeFile(list, listOf(pieces, mezzanine.frameRate));
    await encode(
      [
        ...["-protocol_whitelist", "file", "-f", "concat", "-safe", "0", "-i", `file:${list}`],
        ...[...ownFile, "-i", `file:${mezzanine.file}`],
        ...["-map", "0:v:0", "-map", "1:a?", "-c", "copy", "-map_metadata", "-1"],
        ...audioTracks.flatMap(describeAudio),
        ...(startTimecode ? ["-timecode", startTimecode] : []),
        ...["-video_track_timescale", String(timescaleOf(mezzanine.frameRate))],
        ...["-movflags", "+faststart", "-f", "mp4", `file:${part}`],
      ],
      // Bringing the index to the front says nothing while it lasts.
      { ...within(limits), stallMs: limits.stallMs ?? 15 * 60_000 },
    ).catch(asOurs);
    await verifyCopy(part, mezzanine, limits).catch(asOurs);
    await rename(part, output);
  } finally {
    await Promise.all([rm(part, { force: true }), rm(list, { force: true })]);
  }
}

/** With the length of each: what MP4 says of its own is rounded, and the next piece would begin too late. */
function listOf(pieces: (Chunk & { file: string })[], frameRate: FrameRate) {
  const microseconds = (frame: number) => Math.round(1e6 * Number(secondsOf(frame, frameRate)));
  const entries = pieces.map(({ file, from, to }) => [
    `file 'file:${path.resolve(file).replaceAll("'", "'\\''")}'`,
    `duration ${((microseconds(to) - microseconds(from)) / 1e6).toFixed(6)}`,
  ]);
  return ["ffconcat version 1.0", ...entries.flat(), ""].join("\n");
}
