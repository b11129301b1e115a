import fc from "fast-check";
import { expect, test } from "vitest";
import { placeShare, schedule } from "./watermark-schedule";

const rates = fc.constantFrom(
  { numerator: 24000, denominator: 1001 },
  { numerator: 25, denominator: 1 },
  { numerator: 60000, denominator: 1001 },
);
const programmes = fc.record({ key: fc.string(), frames: fc.nat({ max: 100_000 }), rate: rates });

test("the mark stands somewhere in every frame, within the picture, and moves each time", () => {
  fc.assert(
    fc.property(programmes, ({ key, frames, rate }) => {
      const stays = schedule(key, frames, rate);
      const isShare = (share: number) => share >= 0 && share <= 1;
      const ends = stays.map(({ to }) => to);
      expect(stays.map(({ from }) => from)).toEqual([0, ...ends].slice(0, stays.length));
      expect(ends.at(-1) ?? 0).toBe(frames);
      const right = stays.every(
        (stay, i) =>
          stay.to > stay.from &&
          [stay.across, stay.down, stay.x, stay.y].every(isShare) &&
          [stay.x + placeShare, stay.y + placeShare].every((end) => isShare(end - 1e-9)) &&
          (stay.x !== stays[i - 1]?.x || stay.y !== stays[i - 1]?.y),
      );
      expect(right).toBe(true);
    }),
  );
});

test("any half by half of the picture holds a whole place in every round", () => {
  const crop = fc.double({ min: 0, max: 0.5, noNaN: true });
  const secondsIn = 600;
  fc.assert(
    fc.property(fc.string(), rates, crop, crop, (key, rate, left, top) => {
      const perSecond = rate.numerator / rate.denominator;
      const inside = (start: number, from: number) =>
        start >= from - 1e-9 && start + placeShare <= from + 0.5 + 1e-9;
      const seen = schedule(key, Math.ceil(secondsIn * perSecond), rate).filter(
        ({ x, y }) => inside(x, left) && inside(y, top),
      );
      // A round lasts at most 75 s; a place may come first in one and last in the next.
      const longest = 150 * perSecond;
      const gaps = [...seen.map(({ from }) => from), secondsIn * perSecond].map(
        (from, i) => from - (seen[i - 1]?.to ?? 0),
      );
      expect(Math.max(...gaps)).toBeLessThanOrEqual(longest);
    }),
    { numRuns: 50 },
  );
});

test("it follows from the key alone, and other keys go another way", () => {
  const rate = { numerator: 24, denominator: 1 };
  const way = (key: string) => schedule(key, 24 * 60, rate);
  expect(way("7F3A")).toEqual(way("7F3A"));
  const ways = Array.from({ length: 200 }, (_, i) => way(`serial ${i}`));
  const starts = ways.map((stays) =>
    stays
      .slice(0, 5)
      .map(({ x, y }) => `${x},${y}`)
      .join(" "),
  );
  expect(new Set(starts).size).toBe(200);
});
