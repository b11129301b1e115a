import "server-only";
import { access, constants, stat } from "node:fs/promises";
import { ZodError } from "zod";
import { MediaError } from "./errors";
import { ffprobe, untrustedInput } from "./ffmpeg";
import { type EncodeLimits, looking } from "./limits";
import { probe } from "./probe";
import type { VideoProbe } from "./types";

/** 8192 x 4320: the largest picture that is opened. */
export const maxPixels = 8192 * 4320;

const maxFrameRate = 120;

/**
 * Looks at a delivered file that a picture is to be made from.
 * @throws MediaError in a sentence for an operator, where there is no picture that can be encoded
 */
export async function probeSource(file: string, limits: EncodeLimits): Promise<VideoProbe> {
  await mustBeReadable(file);
  const found = await probe(file, { ...looking(limits), fileName: "picture" }).catch((error) => {
    throw inWords(error);
  });
  if (found.kind === "image") throw new MediaError("source", "The file is a still image.");
  if (found.kind !== "video") throw new MediaError("source", "The file has no picture.");
  const { width, height, frameRate } = found;
  if (width * height > maxPixels)
    throw new MediaError("source", `The picture is too large: ${width} x ${height}.`);
  if (frameRate.numerator / frameRate.denominator > maxFrameRate)
    throw new MediaError("source", "The file does not say how many frames a second it has.");
  return found;
}

/** @throws MediaError when there is no such file, nothing in it, or no right to read it */
export async function mustBeReadable(file: string) {
  const size = await access(file, constants.R_OK)
    .then(() => stat(file))
    .then((found) => found.isFile() && found.size)
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") throw new MediaError("machine", "The file is missing.");
      throw new MediaError("machine", "The file can't be read.", String(error));
    });
  if (size === false) throw new MediaError("source", "It is not a file.");
  if (size === 0) throw new MediaError("source", "The file is empty.");
}

/**
 * The length of the picture, where the container states it, and how many of its frames can be read: the
 * index of a file that was cut off still names them all.
 */
export async function readPicture(file: string, limits: EncodeLimits) {
  const output = await ffprobe(
    [
      ...["-count_packets", "-select_streams", "V:0", "-show_entries"],
      ...["stream=duration,nb_read_packets", "-print_format", "json", ...untrustedInput(file)],
    ],
    looking(limits),
  );
  const [picture] = JSON.parse(output).streams as { duration?: string; nb_read_packets?: string }[];
  return {
    seconds: Number(picture?.duration) || null,
    frames: Number(picture?.nb_read_packets) || 0,
  };
}

/** What ffmpeg says of a file that it can't read, for people who don't know ffmpeg. */
export function inWords(error: unknown) {
  if (error instanceof ZodError)
    return new MediaError("source", "The file's description of itself makes no sense.");
  if (!(error instanceof MediaError) || error.kind !== "source") return error;
  const said = `${error.message}\n${error.detail}`;
  const known = sayings.find(([pattern]) => pattern.test(said));
  return new MediaError(
    "source",
    known?.[1] ?? `The file can't be decoded (${error.message}).`,
    error.detail,
  );
}

const sayings: [RegExp, string][] = [
  [/neither picture nor sound/, "The file has neither picture nor sound."],
  [/matches no streams/, "The file has no picture."],
  // Also of what is no MP4 at all: without a playlist's formats, that is what ffmpeg takes it for.
  [/moov atom not found/, "The file is not media, or was cut off before its index."],
  [
    /corrupt (decoded frame|input packet)|NAL unit|no frame!|[Ee]rror while decoding/,
    "The picture is damaged.",
  ],
  [
    /Invalid data found|End of file|Invalid argument/,
    "The file is damaged, or not of a kind that can be read.",
  ],
];
