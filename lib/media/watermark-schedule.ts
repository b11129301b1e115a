import { createHash } from "node:crypto";
import type { FrameRate } from "./types";

/** Where the mark stands from one frame up to, but without, another. */
export type Stay = {
  from: number;
  to: number;
  /** The top left corner of the place, in shares of the picture's width and height. */
  x: number;
  y: number;
  /** Where the mark stands in its place, as far as it is smaller: 0 left or top, 1 right or bottom. */
  across: number;
  down: number;
};

/** A place is a third of the picture wide, and a third high. */
export const placeShare = 1 / 3;

/** Places begin at every sixth, so that they overlap: 5 by 5 of them. */
const step = 1 / 6;
const perSide = 5;

/** Seconds. */
const shortest = 2;
const longest = 3;

/**
 * The mark's way through the picture: every place once in each round, in an order, for times and at spots
 * that follow from the key alone, so that copies of different keys differ. Any half by half of the picture
 * that is cut out holds one of the places whole, so in each round (about a minute) the whole mark.
 * @param key anything that tells one copy from another
 */
export function schedule(key: string, frames: number, frameRate: FrameRate): Stay[] {
  const stays: Stay[] = [];
  const perSecond = frameRate.numerator / frameRate.denominator;
  for (let round = 0, from = 0; from < frames; round += 1) {
    const random = keyed(`${key}/${round}`);
    const places = shuffled(perSide * perSide, random);
    // Never twice in one place: a mark that stands longer there would be told from the others.
    if (stays.length > 0 && places[0] === placeOf(stays.at(-1))) places.reverse();
    for (const place of places) {
      const seconds = shortest + random() * (longest - shortest);
      const to = Math.min(frames, from + Math.max(1, Math.round(seconds * perSecond)));
      const [x, y] = [(place % perSide) * step, Math.floor(place / perSide) * step];
      stays.push({ from, to, x, y, across: random(), down: random() });
      from = to;
      if (from === frames) break;
    }
  }
  return stays;
}

const placeOf = (stay?: Stay) =>
  stay && Math.round(stay.x / step) + perSide * Math.round(stay.y / step);

/** 0 to below `count`, each once (Fisher and Yates). */
function shuffled(count: number, random: () => number): number[] {
  const numbers = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [numbers[i], numbers[j]] = [numbers[j] ?? 0, numbers[i] ?? 0];
  }
  return numbers;
}

/** Numbers from 0 to below 1 that follow from the seed; the same on every machine. */
function keyed(seed: string): () => number {
  let block = Buffer.alloc(0);
  let used = 0;
  return () => {
    if (used % 8 === 0)
      block = createHash("sha256")
        .update(`${seed}/${used / 8}`)
        .digest();
    const number = block.readUInt32BE(4 * (used % 8));
    used += 1;
    return number / 2 ** 32;
  };
}
