import { expect, test } from "vitest";
import { variantsOf } from "./variants";

test.each([
  [
    ["a/GLASS_ME51.L.wav", "b/GLASS_ME51.R.wav", "GLASS_ME51.LFE.wav"],
    ["L", "R", "LFE"],
  ],
  [
    ["Reel 1 proxy.mp4", "Reel 2 proxy.mp4"],
    ["1", "2"],
  ],
  [
    ["reel10.mov", "reel11.mov"],
    ["reel10", "reel11"],
  ],
  [
    ["score.wav", "foley.wav"],
    ["score", "foley"],
  ],
  [
    ["夜_左.wav", "夜_右.wav"],
    ["左", "右"],
  ],
  [["alone.wav"], [undefined]],
])("%j are told apart as %j", (files, variants) => {
  expect(variantsOf(files)).toEqual(variants);
});

test.each([[["a/mix.wav", "b/mix.wav"]], [["mix.wav", "mix_.wav"]]])(
  "%j can't be told apart by their names",
  (files) => {
    expect(() => variantsOf(files)).toThrow(/--variant/);
  },
);
