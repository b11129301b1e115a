import { expect, test } from "vitest";
import { HELD_BACK, leaseLength, percentSent, sentTo } from "./rules";

const MiB = 2 ** 20;

test.each([
  [0, 1_000, false, 0],
  [999, 1_000, false, 99],
  [1_000, 1_000, false, 99],
  [1_000, 1_000, true, 100],
  [0, 0, false, 0],
  [0, 0, true, 100],
])("%i of %i bytes, completed %s, are %i %%", (sent, bytes, completed, percent) => {
  expect(percentSent(sent, bytes, completed)).toBe(percent);
});

test("what buffers may hold is not sent until the client has been heard of", () => {
  const now = new Date("2026-03-04T12:00:00Z");
  const transfer = {
    ...{ id: "t", target: { downloadId: "d" }, fromByte: 5, handedTo: 10, leasedTo: 2 ** 30 },
    ...{ startedAt: now, movedAt: now, endedAt: null, taken: false },
  };
  expect(sentTo(transfer)).toBe(5);
  expect(sentTo({ ...transfer, handedTo: HELD_BACK + 50 })).toBe(50);
  expect(sentTo({ ...transfer, handedTo: HELD_BACK + 50, taken: true })).toBe(HELD_BACK + 50);
});

test("a lease lasts about two seconds, within its bounds", () => {
  expect(leaseLength(0, 0)).toBe(16 * MiB);
  expect(leaseLength(50 * MiB, 1_000)).toBe(100 * MiB);
  expect(leaseLength(2_000 * MiB, 1_000)).toBe(1_024 * MiB);
});
