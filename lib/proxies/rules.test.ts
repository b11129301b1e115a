import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  copiesLacking,
  copyFileName,
  percentPrepared,
  secondsLeft,
  sentFileName,
  serialIn,
  serialOf,
  serialText,
  stageOf,
} from "./rules";

const serial = fc.integer({ min: 0, max: 2 ** 48 - 1 });

describe("a serial", () => {
  test("is ten digits, and is read back from them however they are written", () => {
    fc.assert(
      fc.property(serial, (number) => {
        const text = serialText(number);
        expect(text).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
        expect(serialOf(text)).toBe(number);
        const misread = text.toLowerCase().replaceAll("1", "l").replaceAll("0", "o");
        expect(serialOf(` ${misread.slice(0, 5)}-${misread.slice(5)} `)).toBe(number);
      }),
    );
    expect(serialText(0)).toBe("0000000000");
    expect(serialText(2 ** 48 - 1)).toBe("7ZZZZZZZZZ");
  });

  test("is not what is too long, too large or has a letter that is no digit", () => {
    for (const text of ["", "000000000", "00000000000", "8000000000", "000000000U"])
      expect(serialOf(text)).toBeNull();
  });
});

describe("what was pasted", () => {
  test("of any copy's file name holds its serial", () => {
    fc.assert(
      fc.property(serial, fc.string(), (number, supplied) => {
        expect(serialIn(copyFileName(supplied, number))).toBe(number);
        expect(serialIn(serialText(number))).toBe(number);
      }),
    );
  });

  test.each([
    ["KestrelVane_S01E02_v03_1A7KAQCSB3.mp4", "1A7KAQCSB3"],
    [" /home/x/KestrelVane_1A7KAQCSB3 (1).mp4 ", "1A7KAQCSB3"],
    ["clip_1a7kaqcsb3", "1A7KAQCSB3"],
    ["1A7KA-QCSB3", "1A7KAQCSB3"],
    ["KestrelVane_v03.mp4", null],
    ["KestrelVane_picturelock.mp4", null],
    ["1A7KAQCSB3_KestrelVane.mp4", null],
  ])("%j holds %j", (text, expected) => {
    const found = serialIn(text);
    expect(found === null ? null : serialText(found)).toBe(expected);
  });
});

describe("the name of a copy's file", () => {
  test.each([
    ["GLASS_s01e03_v02.mov", "GLASS_s01e03_v02_0000000007.mp4"],
    ["no extension", "no extension_0000000007.mp4"],
    ["dotted.name v1.2 final", "dotted.name v1.2 final_0000000007.mp4"],
    [".mp4", "_0000000007.mp4"],
    ["水の塔.mp4", "水の塔_0000000007.mp4"],
  ])("%s -> %s", (supplied, name) => expect(copyFileName(supplied, 7)).toBe(name));

  test("is the supplied one where no copy is sent", () =>
    expect(sentFileName("a.wav", null)).toBe("a.wav"));
});

test("a copy whose mezzanine is being made is on its way, and no further than that takes it", () => {
  expect([-1, 0, 0.5, 1, 2].map(percentPrepared)).toEqual([0, 0, 30, 60, 60]);
});

test("a copy waits for its turn, for its mezzanine, and for itself", () => {
  const startedAt = new Date("2026-03-04T12:00:00Z");
  expect(stageOf({ state: "queued", percent: 0, startedAt: null })).toBe("waiting");
  expect(stageOf({ state: "queued", percent: 59, startedAt })).toBe("preparing");
  expect(stageOf({ state: "queued", percent: 60, startedAt })).toBe("waiting");
  expect(stageOf({ state: "encoding", percent: 60, startedAt })).toBe("encoding");
});

test("the time left follows from the time it took so far, once there is enough to tell", () => {
  const startedAt = new Date("2026-03-04T12:00:00Z");
  const now = new Date("2026-03-04T12:01:00Z");
  const state = "encoding";
  expect(secondsLeft({ state, percent: 25, startedAt }, now)).toBe(180);
  expect(secondsLeft({ state, percent: 2, startedAt }, now)).toBeNull();
  expect(secondsLeft({ state, percent: 0, startedAt: null }, now)).toBeNull();
  expect(secondsLeft({ state: "queued", percent: 60, startedAt }, now)).toBeNull();
});

test("a pool lacks what its target has beyond what stands", () => {
  expect(copiesLacking(2, 0)).toBe(2);
  expect(copiesLacking(2, 3)).toBe(0);
});
