import { expect, test } from "vitest";
import { readSeekSeconds } from "./seek-seconds";

test.each([
  ["1", 1],
  ["0.5", 0.5],
  ["2,5", 2.5],
  [" 30 ", 30],
  ["3600", 3600],
])("%j is %d seconds", (typed, seconds) => {
  expect(readSeekSeconds(typed)).toBe(seconds);
});

test.each(["0", "0.0", "-1", "3601", "1e3", "one", "", "1.2345"])("%j is none", (typed) => {
  expect(readSeekSeconds(typed)).toBeNull();
});
