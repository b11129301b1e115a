import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FrameRate, frameBeginningAt, frameDuring, seekTime, type Timeline } from "./frames";
import { readJump, timecodeOf } from "./timecode";

const rates = {
  "23.976": [24_000, 1001],
  "24": [24, 1],
  "25": [25, 1],
  "29.97": [30_000, 1001],
  "30": [30, 1],
  "50": [50, 1],
  "59.94": [60_000, 1001],
} as const satisfies Record<string, [number, number]>;
const rate = (name: keyof typeof rates): FrameRate => {
  const [numerator, denominator] = rates[name];
  return { numerator, denominator };
};
const timeline = (name: keyof typeof rates, given: Partial<Timeline> = {}): Timeline => ({
  frames: 3_000_000,
  frameRate: rate(name),
  startTimecode: null,
  dropFrame: false,
  ...given,
});
const df = timeline("29.97", { dropFrame: true });
const df60 = timeline("59.94", { dropFrame: true });

/**
 * SMPTE ST 12-1, section 5.2.2, as it stands: frame numbers 00 and 01 (at 60: 00 to 03) are left out at the
 * begin of every minute except 00, 10, 20, 30, 40 and 50. Counted label by label.
 */
function* labelsByTheStandard(nominal: 30 | 60) {
  const dropped = nominal === 30 ? 2 : 4;
  const two = (n: number) => String(n).padStart(2, "0");
  for (let minute = 0; ; minute++)
    for (let second = 0; second < 60; second++)
      for (let frame = 0; frame < nominal; frame++)
        if (!(second === 0 && frame < dropped && minute % 10 !== 0))
          yield `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}:${two(second)};${two(frame)}`;
}

describe("drop-frame timecode", () => {
  test.each([
    [30, df],
    [60, df60],
  ] as const)(
    "at nominally %d is the standard's, frame for frame over 70 minutes",
    (nominal, of) => {
      let frame = 0;
      for (const label of labelsByTheStandard(nominal)) {
        if (timecodeOf(frame, of) !== label) expect(timecodeOf(frame, of)).toBe(label);
        if (++frame === 70 * 60 * nominal) break;
      }
    },
  );

  test.each([
    [1799, "00:00:59;29"],
    [1800, "00:01:00;02"],
    [17_981, "00:09:59;29"],
    [17_982, "00:10:00;00"],
    [107_892, "01:00:00;00"],
    [2_589_407, "23:59:59;29"],
    [2_589_408, "00:00:00;00"],
  ])("frame %d is %s", (frame, label) => {
    expect(timecodeOf(frame, df)).toBe(label);
  });

  test("starts where the source does", () => {
    const at10 = { ...df, startTimecode: "10:00:59;28" };
    expect([0, 1, 2].map((frame) => timecodeOf(frame, at10))).toEqual([
      "10:00:59;28",
      "10:00:59;29",
      "10:01:00;02",
    ]);
    expect(timecodeOf(1, { ...df60, startTimecode: "00:00:59;59" })).toBe("00:01:00;04");
  });
});

describe("timecode without dropped frames", () => {
  test.each([
    ["23.976", 24 * 3600, "02:00:00:00"],
    ["24", 23, "01:00:00:23"],
    ["25", 25, "01:00:01:00"],
    ["50", 49, "01:00:00:49"],
    ["59.94", 60, "01:00:01:00"],
  ] as const)("at %s, frame %d from one hour is %s", (name, frame, label) => {
    expect(timecodeOf(frame, timeline(name, { startTimecode: "01:00:00:00" }))).toBe(label);
  });
});

const anyTimeline = fc
  .constantFrom(...(Object.keys(rates) as (keyof typeof rates)[]))
  .chain((name) =>
    fc.record({
      frameRate: fc.constant(rate(name)),
      frames: fc.integer({ min: 1, max: 500_000 }),
      dropFrame: fc.constant(["29.97", "59.94"].includes(name)),
      startTimecode: fc.constantFrom(null, "01:00:00:00", "23:59:50:00", "09:59:59:23"),
    }),
  );

describe("what is typed", () => {
  test("a frame's timecode leads to that frame, whole, with any sign, or as digits", () => {
    fc.assert(
      fc.property(anyTimeline, fc.nat(), (of, n) => {
        const frame = n % of.frames;
        const label = timecodeOf(frame, of);
        for (const typed of [label, label.replaceAll(/[:;]/g, "."), label.replaceAll(/[:;]/g, "")])
          expect(readJump(typed, 0, of)).toEqual({ frame });
      }),
    );
  });

  const hour = timeline("25", { startTimecode: "01:00:00:00", frames: 25 * 120 });
  test.each([
    ["30:00", 0, 750],
    ["5", 751, 755],
    ["130:00", 0, null],
    ["13000", 0, 2250],
    ["+10", 5, 15],
    ["-5", 5, 0],
  ])("%s on frame %d leads to %s", (typed, shown, frame) => {
    expect(readJump(typed, shown, hour)).toEqual(
      frame === null ? { fault: "A timecode is HH:MM:SS:FF." } : { frame },
    );
  });

  test.each([
    ["-1", /outside of the file, which has 01:00:00:00 to 01:01:59:24/],
    ["00:59:59:24", /outside/],
    ["01:02:00:00", /01:02:00:00 is outside/],
    ["01:00:00:25", /There is no 01:00:00:25/],
    ["noon", /HH:MM:SS:FF/],
    ["", /HH:MM:SS:FF/],
  ])("%j is refused in words", (typed, fault) => {
    expect(readJump(typed, 0, hour)).toEqual({ fault: expect.stringMatching(fault) });
  });

  test("a label that drop-frame leaves out does not exist", () => {
    expect(readJump("00:01:00;00", 0, df)).toEqual({
      fault: "There is no 00:01:00;00 at this frame rate.",
    });
  });
});

test("a frame's middle is neither its neighbour's by rounding, and its begin is its own", () => {
  fc.assert(
    fc.property(anyTimeline, fc.nat(), ({ frameRate, frames }, n) => {
      const frame = n % frames;
      expect(frameDuring(seekTime(frame, frameRate), frameRate)).toBe(frame);
      const begin = (frame * frameRate.denominator) / frameRate.numerator;
      // Media containers round to their own clocks, and browsers to microseconds.
      for (const clock of [90_000, 12_800, 1_000_000])
        expect(frameBeginningAt(Math.round(begin * clock) / clock, frameRate)).toBe(frame);
    }),
  );
});
