import "server-only";
import { access, constants, stat } from "node:fs/promises";
import { ZodError } from "zod";
import { MediaError } from "./errors";
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
      throw new MediaError("machine", "The file can't be read.", { cause: error });
    });
  if (size === false) throw new MediaError("source", "It is not a file.");
  if (size === 0) throw new MediaError("source", "The file is empty.");
}

/** What ffmpeg says of a file that it can't read, for people who don't know ffmpeg. */
export function inWords(error: unknown) {
  if (error instanceof ZodError)
    return new MediaError("source", "The file's description of itself makes no sense.", {
      cause: error,
    });
  if (!(error instanceof MediaError) || error.kind !== "source") return error;
  const known = sayings.find(([pattern]) => pattern.test(error.message));
  return known ? new MediaError("source", known[1], { cause: error }) : error;
}

const sayings: [RegExp, string][] = [
  [/moov atom not found/, "The file has no index: it was cut off, or never finished."],
  [/not on whitelist/, "The file only points to other files."],
  [/Invalid data found|End of file/, "The file is damaged, or not of a kind that can be read."],
  [/neither picture nor sound/, "The file has neither picture nor sound."],
  [/matches no streams/, "The file has no picture."],
];
