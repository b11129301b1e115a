import { describe, expect, test } from "vitest";
import { towardsTheScroll } from "./use-lines-in-sight";

/** How many lines are drawn above and below a window of 20 lines that begins there. */
function around(extend: ReturnType<typeof towardsTheScroll>, startIndex: number) {
  const endIndex = startIndex + 19;
  const indexes = extend({ startIndex, endIndex, count: 10_000 });
  return [startIndex - (indexes[0] ?? 0), (indexes.at(-1) ?? 0) - endIndex];
}

describe("lines beyond the window", () => {
  test("are drawn where the scroll goes, more of them the faster it is", () => {
    const extend = towardsTheScroll();
    expect(around(extend, 100)).toEqual([6, 14]);
    expect(around(extend, 103)).toEqual([6, 20]);
    expect(around(extend, 103)).toEqual([6, 20]);
    expect(around(extend, 113)).toEqual([6, 34]);
    expect(around(extend, 103)).toEqual([34, 6]);
  });

  test("are no more than two screenfuls, and none more after a jump", () => {
    const extend = towardsTheScroll();
    around(extend, 100);
    expect(around(extend, 159)).toEqual([6, 54]);
    expect(around(extend, 5_000)).toEqual([6, 14]);
  });

  test("end with the list", () => {
    expect(towardsTheScroll()({ startIndex: 0, endIndex: 2, count: 3 })).toEqual([0, 1, 2]);
    expect(towardsTheScroll()({ startIndex: 0, endIndex: 0, count: 0 })).toEqual([]);
  });
});
