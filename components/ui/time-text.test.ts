import { expect, test } from "vitest";
import { calendarDate, dateInWords, exactTime, relativeTime } from "./time-text";

const now = new Date("2026-03-04T13:05:09Z");
const before = (seconds: number) => new Date(now.getTime() - seconds * 1000);

test.each([
  [0, "now"],
  [59, "now"],
  [60, "1 min ago"],
  [3599, "59 min ago"],
  [3600, "1 h ago"],
  [86_399, "23 h ago"],
  [86_400, "1 d ago"],
  [2.5 * 86_400, "2 d ago"],
  [-90, "in 1 min"],
  [99 * 86_400, "99 d ago"],
  [100 * 86_400, "24 Nov 2025"],
])("%d seconds before now is %s", (seconds, words) => {
  expect(relativeTime(before(seconds), now, "UTC")).toBe(words);
});

test.each([
  ["UTC", "4 Mar 2026, 13:05:09 UTC"],
  ["Europe/Paris", "4 Mar 2026, 14:05:09 UTC+1"],
  ["Asia/Kathmandu", "4 Mar 2026, 18:50:09 UTC+5:45"],
  ["America/Los_Angeles", "4 Mar 2026, 05:05:09 UTC-8"],
  ["Pacific/Kiritimati", "5 Mar 2026, 03:05:09 UTC+14"],
])("the exact time in %s is %s", (zone, words) => {
  expect(exactTime(now, zone)).toBe(words);
});

test("the offset is the one that the zone had at that instant", () => {
  expect(exactTime(new Date("2026-07-01T00:00:00Z"), "Europe/Paris")).toMatch(/02:00:00 UTC\+2$/);
});

test("midnight is 00, not 24", () => {
  expect(exactTime(new Date("2026-03-04T00:00:00Z"), "UTC")).toBe("4 Mar 2026, 00:00:00 UTC");
});

test("a calendar date stays the same everywhere", () => {
  expect(dateInWords("2026-12-31")).toBe("31 Dec 2026");
  expect(calendarDate(now, "Pacific/Kiritimati")).toBe("5 Mar 2026");
});
