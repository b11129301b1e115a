import "server-only";
import { z } from "zod";
import { MediaError } from "./errors";
import { ffprobe } from "./ffmpeg";
import { type EncodeLimits, looking } from "./limits";
import { groupOfPictures } from "./picture";
import { probe } from "./probe";
import { mustBeReadable } from "./source";
import type { Mezzanine } from "./types";

/** What a file made here must have. */
export type Expected = Pick<
  Mezzanine,
  "frames" | "frameRate" | "width" | "height" | "startTimecode" | "audioTracks"
>;

/** Reads a mezzanine, or a copy of one, that was made before. */
export async function openMezzanine(file: string, limits: EncodeLimits = {}): Promise<Mezzanine> {
  await mustBeReadable(file);
  const found = await probe(file, { ...looking(limits), fileName: "picture" });
  if (found.kind !== "video") throw new MediaError("source", "The file has no picture.");
  const { width, height, frames, frameRate, startTimecode, audioTracks } = found;
  const gop = groupOfPictures;
  return { file, width, height, frames, frameRate, gop, startTimecode, audioTracks };
}

/**
 * Reads a finished file through and compares it with what it must have: a program that ended well may
 * have written a short file.
 * @throws MediaError naming the first difference
 */
export async function verifyCopy(file: string, expected: Expected, limits: EncodeLimits = {}) {
  const found = await readThrough(file, limits);
  const { numerator, denominator } = expected.frameRate;
  const seconds = (expected.frames * denominator) / numerator;
  const rate = `${numerator}/${denominator}`;
  if (found.frames < expected.frames) throw short(found.frames, expected.frames);
  must("frames", found.frames, expected.frames);
  must("frames a second", found.rate, rate);
  must(
    "a picture of",
    `${found.width} x ${found.height}`,
    `${expected.width} x ${expected.height}`,
  );
  // Less than any frame could stand off its time.
  if (!(Math.abs(found.seconds - seconds) < 2e-5))
    must("a length of", `${found.seconds} s`, `${seconds.toFixed(6)} s`);
  must("start timecode", found.startTimecode, expected.startTimecode);
  must("audio tracks", found.audio.length, expected.audioTracks.length);
  for (const [i, { language, channels }] of expected.audioTracks.entries()) {
    must(`the language of audio track ${i + 1}`, found.audio[i]?.language ?? null, language);
    must(`channels of audio track ${i + 1}`, found.audio[i]?.channels, channels);
    if (!found.audio[i]?.packets) must(`sound in audio track ${i + 1}`, "none", "some");
  }
}

function must(what: string, found: unknown, expected: unknown) {
  if (found === expected) return;
  throw new MediaError(
    "machine",
    `The file came out wrong: ${what}: ${found ?? "none"} instead of ${expected ?? "none"}.`,
  );
}

/** The picture ends too early; not all formats say when it should. */
export const short = (frames: number, expected: number) =>
  new MediaError(
    "source",
    frames < expected
      ? `The picture ends after ${frames} of ${expected} frames.`
      : `The file is cut off: the picture ends after ${frames} frames.`,
  );

async function readThrough(file: string, limits: EncodeLimits) {
  const output = await ffprobe(
    [
      ...["-count_packets", "-show_streams", "-print_format", "json"],
      ...["-protocol_whitelist", "file", "-f", "mov", "-i", `file:${file}`],
    ],
    looking(limits),
  );
  const { streams } = description.parse(JSON.parse(output));
  const picture = streams.find((s) => s.codec_type === "video");
  return {
    frames: Number(picture?.nb_read_packets ?? 0),
    rate: picture?.r_frame_rate,
    seconds: Number(picture?.duration ?? 0),
    width: picture?.width,
    height: picture?.height,
    startTimecode: picture?.tags?.timecode ?? null,
    audio: streams
      .filter((s) => s.codec_type === "audio")
      .map(({ tags, channels, nb_read_packets }) => ({
        language: tags?.language && tags.language !== "und" ? tags.language : null,
        channels,
        packets: Number(nb_read_packets ?? 0),
      })),
  };
}

const description = z.object({
  streams: z.array(
    z.object({
      codec_type: z.string(),
      nb_read_packets: z.string().optional(),
      r_frame_rate: z.string().optional(),
      duration: z.string().optional(),
      width: z.number().optional(),
      height: z.number().optional(),
      channels: z.number().optional(),
      tags: z.record(z.string(), z.string()).optional(),
    }),
  ),
});
