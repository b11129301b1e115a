import { describe, expect, test } from "vitest";
import { millisecondsUntil, nextTime, retryDelay } from "./times";

const now = new Date("2026-11-22T12:00:00Z");

test.each([
  ["1s", 1000],
  ["2m30s", 150_000],
  ["1w2d3h4m5s6ms", 788_645_006],
  ["2026-11-22T12:00:01.500Z", 1500],
  ["2026-11-22T11:00:00.000Z", 0],
])("a sleep of %s ends in %d ms", (time, ms) => {
  expect(millisecondsUntil(time, now)).toBe(ms);
});

test.each([
  [0, undefined, 15_000],
  [1, undefined, 30_000],
  [7, undefined, 30_000],
  [0, "2", 2000],
  [0, "2026-11-22T12:01:00.000Z", 60_000],
  [0, "Sun, 22 Nov 2026 12:01:00 GMT", 60_000],
  [0, "soon", 15_000],
])("after %d failures and Retry-After %s the next attempt comes in %d ms", (attempt, after, ms) => {
  expect(retryDelay(attempt, after, [15, 30], now)).toBe(ms);
});

describe("the clock", () => {
  test("goes by UTC, whatever the machine's zone", () => {
    expect(nextTime("5 * * * *", now)).toEqual(new Date("2026-11-22T12:05:00Z"));
    expect(nextTime("0 9 * * *", now)).toEqual(new Date("2026-11-23T09:00:00Z"));
  });

  test("or by a zone", () => {
    expect(nextTime("TZ=Europe/Paris 0 9 * * *", now)).toEqual(new Date("2026-11-23T08:00:00Z"));
  });
});
