import { expect } from "vitest";
import { planChunks } from "../chunks";
import { encodeChunk, joinChunks } from "../encode";
import { makeMezzanine } from "../mezzanine";
import type { Mezzanine } from "../types";
import { openMezzanine } from "../verify";
import { makeWatermark } from "../watermark";
import { countedFrames, countingClip } from "./clips";

export const copyOf = { partnerName: "Northlight Dubbing", serial: "7F3A-22C1-9K" };

/** Encodes a copy in so many pieces and joins them. */
export async function encodeCopy(mezzanine: Mezzanine, output: string, workers: number) {
  const watermark = makeWatermark(copyOf, mezzanine);
  const pieces = planChunks(mezzanine.frames, mezzanine.gop, workers).map((chunk) => ({
    ...chunk,
    file: `${output}-${chunk.from}.piece`,
  }));
  expect(pieces).toHaveLength(workers);
  for (const { from, to, file } of pieces)
    await encodeChunk({ mezzanine, watermark, from, to, output: file });
  await joinChunks(pieces, mezzanine, output);
  return { pieces, watermark };
}

/** A copy of 100 frames at a rate, made in three pieces, has each of them once, and all that goes with them. */
export async function expectWholeCopy(file: string, rate: string, timecode: string) {
  await countingClip(`${file}.mov`, { rate, timecode });
  const mezzanine = await makeMezzanine(`${file}.mov`, `${file}.mezzanine`, { mainLanguage: "fr" });
  await encodeCopy(mezzanine, file, 3);
  expect(await countedFrames(file)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  const [numerator, denominator] = rate.split("/").map(Number);
  expect(await openMezzanine(file)).toEqual({
    file,
    width: 640,
    height: 360,
    frames: 100,
    frameRate: { numerator, denominator },
    gop: 48,
    startTimecode: timecode,
    audioTracks: [
      expect.objectContaining({ codec: "aac", language: "fra", title: "Français" }),
      expect.objectContaining({ codec: "aac", language: "eng" }),
    ],
  });
}
