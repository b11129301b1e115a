import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { v7 } from "uuid";

/** The same numbers for the same seed, on every machine. */
export type Random = ReturnType<typeof randomFrom>;

/** @param seed any text; streams of different seeds have nothing to do with each other */
export function randomFrom(seed: string) {
  const generator = xoroshiro128plus(hashOf(seed));
  /** A whole number, both ends included. */
  const int = (from: number, to: number) => uniformInt(generator, from, to);
  return {
    int,
    chance: (percent: number) => int(1, 100) <= percent,
    pick<T>(values: readonly T[]): T {
      const value = values[int(0, values.length - 1)];
      if (value === undefined) throw new Error("There is nothing to pick from.");
      return value;
    },
    shuffled<T>(values: readonly T[]): T[] {
      const left = [...values];
      return values.map(() => left.splice(int(0, left.length - 1), 1)[0] as T);
    },
    /** A UUIDv7 of the given instant. */
    uuid: (at: Date) =>
      v7({
        msecs: at.getTime(),
        seq: generator.next(),
        random: Uint8Array.from({ length: 16 }, () => int(0, 255)),
      }),
  };
}

/** FNV-1a, 32 bits. */
function hashOf(text: string) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}
