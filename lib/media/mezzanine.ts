import "server-only";
import { rename, rm } from "node:fs/promises";
import { toBt709 } from "./colour";
import { MediaError } from "./errors";
import { type Encoded, encode, untrustedInput } from "./ffmpeg";
import { type EncodeLimits, within } from "./limits";
import { pictureCodec, timescaleOf } from "./picture";
import { inWords, maxPixels, probeSource, readPicture } from "./source";
import { audioCodec, describeAudio, mainFirst, startTimecode } from "./tracks";
import type { Mezzanine, VideoProbe } from "./types";
import { openMezzanine, short, verifyCopy } from "./verify";

/**
 * Makes the mezzanine of a delivered video: at most 1280 x 720, square pixels, BT.709, the source's frame rate
 * and start timecode, every audio track. It is written beside as `.part`, verified, and only then renamed.
 * @param options.mainLanguage BCP 47 or ISO 639-2: its first track becomes the default one; else the source's first
 * @param options.onProgress hears of the share that is done, 0 to 1
 * @throws MediaError in a sentence for an operator
 */
export async function makeMezzanine(
  source: string,
  output: string,
  options: EncodeLimits & {
    mainLanguage?: string | undefined;
    onProgress?: ((share: number) => void) | undefined;
  } = {},
): Promise<Mezzanine> {
  const found = await probeSource(source, options);
  const { frameRate } = found;
  const limits = within(options);
  const { seconds, frames } = await readPicture(source, options);
  const expected = expectedFrames(found, seconds);
  if (frames < expected - mayLack) throw short(frames, expected);
  const tracks = mainFirst(
    found.audioTracks.map((track, index) => ({ ...track, index })),
    options.mainLanguage,
  );
  const timecode = startTimecode(found.startTimecode, frameRate);
  const part = `${output}.part`;
  try {
    const encoded = await encode(
      [
        ...["-max_pixels", String(maxPixels), "-threads", String(limits.threads)],
        ...untrustedInput(source),
        ...["-map", "0:V:0", ...tracks.flatMap(({ index }) => ["-map", `0:a:${index}`])],
        ...["-map_metadata", "-1", "-map_chapters", "-1"],
        ...["-vf", [...fitted, ...toBt709(found.colour), "format=yuv420p"].join()],
        ...["-fps_mode", "cfr"],
        ...["-r", `${frameRate.numerator}/${frameRate.denominator}`],
        ...[...pictureCodec(quality, limits.threads)],
        ...["-video_track_timescale", String(timescaleOf(frameRate))],
        ...tracks.flatMap((track, i) => [...audioCodec(track, i), ...describeAudio(track, i)]),
        ...(timecode ? ["-timecode", timecode] : []),
        ...["-movflags", "+faststart", "-f", "mp4", `file:${part}`],
      ],
      limits,
      (done) => options.onProgress?.(Math.min(1, done / expected)),
    ).catch((error) => {
      throw inWords(error);
    });
    refuseCutOffOrUneven(encoded, expected);
    const made = await openMezzanine(part, options);
    const asked = { frameRate, startTimecode: timecode, audioTracks: tracks };
    await verifyCopy(part, { ...made, ...asked, frames: encoded.frames }, options);
    await rename(part, output);
    return { ...made, file: output };
  } finally {
    await rm(part, { force: true });
  }
}

/** x264's quality: what encodes from it again must not show. */
const quality = 18;

/**
 * Within 1280 x 720, upright, square pixels, even sizes; never larger than the source, but for a picture
 * so low that no name could be read on it.
 */
const share = "min(min(1280/(iw*sar),720/ih),max(1,360/ih))";
const size = [
  `w='max(2,2*trunc(iw*sar*${share}/2+0.01))'`,
  `h='max(2,2*trunc(ih*${share}/2+0.01))'`,
].join(":");
const fitted = ["yadif=deint=interlaced", `scale=${size}:flags=bicubic:out_range=tv`, "setsar=1"];

/** Transport streams don't tell the length of their last frames. */
const mayLack = 2;

/** What the picture's length tells: an index counts frames that an edit list leaves out, or that never came. */
export function expectedFrames({ frames, frameRate }: VideoProbe, seconds: number | null) {
  if (!seconds) return frames;
  return Math.round((seconds * frameRate.numerator) / frameRate.denominator);
}

/** Frames that are missing at the end, and those that would have to be made up in between. */
export function refuseCutOffOrUneven(
  { frames, repeated, dropped, said }: Encoded,
  expected: number,
) {
  if (frames < expected - mayLack || /File ended prematurely/.test(said))
    throw short(frames, expected);
  // A few at the start: sound and picture that don't begin together.
  if (repeated + dropped > Math.max(3, expected / 100))
    throw new MediaError(
      "source",
      `The frames don't come at an even rate: ${repeated} would have to be shown twice and ${dropped} left out.`,
    );
}
