import { expect, test } from "vitest";
import { timecode, timecodeAt } from "./timecode";

const ntsc = { numerator: 30000, denominator: 1001, dropFrame: true };
const film = { numerator: 24000, denominator: 1001, dropFrame: false };

// The borders of SMPTE ST 12-1: labels 0 and 1 are left out at every minute but each tenth.
test.each([
  [0, "00:00:00;00"],
  [1799, "00:00:59;29"],
  [1800, "00:01:00;02"],
  [3597, "00:01:59;29"],
  [3598, "00:02:00;02"],
  [17981, "00:09:59;29"],
  [17982, "00:10:00;00"],
  [107892, "01:00:00;00"],
])("frame %i is %s", (frame, label) => {
  expect(timecode(frame, ntsc)).toBe(label);
});

test("without drop-frame labels are counted", () => {
  expect(timecode(24 * 3600, film)).toBe("01:00:00:00");
  expect(timecodeAt(1.001, film)).toBe("01:00:01:00");
  expect(timecodeAt(-4.004, film)).toBe("00:59:56:00");
});
