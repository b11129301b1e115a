import { expect, test } from "vitest";
import { bytesPerSecond, type Sample, timeLeft, withSample } from "./rate";

const taken = (...samples: [second: number, bytes: number][]) =>
  samples.reduce<Sample[]>((all, [at, bytes]) => withSample(all, { at: at * 1000, bytes }), []);

test("the rate is that of the last twenty seconds", () => {
  expect(bytesPerSecond([])).toBeNull();
  expect(bytesPerSecond(taken([0, 500]))).toBeNull();
  expect(bytesPerSecond(taken([0, 500], [0.9, 900]))).toBeNull();
  expect(bytesPerSecond(taken([0, 0], [2, 200]))).toBe(100);
  expect(bytesPerSecond(taken([0, 0], [10, 1_000], [20, 1_000], [30, 1_000]))).toBe(0);
  expect(taken([0, 0], [10, 1], [20, 2], [30, 3], [45, 4]).map(({ bytes }) => bytes)).toEqual([
    2, 3, 4,
  ]);
});

test("bytes that turn out not to have been sent start it anew", () => {
  expect(taken([0, 0], [2, 900], [4, 100])).toEqual([{ at: 4_000, bytes: 100 }]);
});

test.each([
  [1_000, null, null],
  [1_000, 0, null],
  [59, 1, "less than a minute left"],
  [60, 1, "about 1 min left"],
  [59.4 * 60, 1, "about 59 min left"],
  [59.6 * 60, 1, "about 1 h left"],
  [100 * 60, 1, "about 1 h 45 min left"],
  [47 * 3600, 1, "about 47 h left"],
  [72 * 3600, 1, "about 3 days left"],
])("%d bytes at %s a second: %s", (bytes, rate, words) => {
  expect(timeLeft(bytes, rate)).toBe(words);
});
