import { describe, expect, test } from "vitest";
import { isApart, towardsTheScroll } from "./use-lines-in-sight";

/** How many lines are drawn above and below a window of 20 lines that begins there. */
function around(extend: ReturnType<typeof towardsTheScroll>, startIndex: number) {
  const endIndex = startIndex + 19;
  const indexes = extend({ startIndex, endIndex, count: 10_000 });
  return [startIndex - (indexes[0] ?? 0), (indexes.at(-1) ?? 0) - endIndex];
}

describe("lines beyond the window", () => {
  /** As they stand once the scroll has gone on for so many steps of so many lines. */
  const scrolled = (extend: ReturnType<typeof towardsTheScroll>, steps: number, by: number) => {
    let found: number[] = [];
    for (let step = 0; step <= steps; step += 1) found = around(extend, 1_000 + step * by);
    return found;
  };

  test("are drawn where the scroll goes, more of them the faster it is", () => {
    expect(scrolled(towardsTheScroll(), 0, 0)).toEqual([6, 14]);
    expect(scrolled(towardsTheScroll(), 30, 3)).toEqual([6, 20]);
    expect(scrolled(towardsTheScroll(), 30, 10)).toEqual([6, 34]);
    expect(scrolled(towardsTheScroll(), 30, -10)).toEqual([34, 6]);
  });

  test("come in small parts, of no fewer than have scrolled by", () => {
    const extend = towardsTheScroll();
    let at = 100;
    let end = at + 19 + (around(extend, at)[1] ?? 0);
    for (const step of [1, 3, 9, 2, 6, 30, 1, 1, 4]) {
      at += step;
      const next = at + 19 + (around(extend, at)[1] ?? 0);
      expect(next - end).toBeLessThanOrEqual(Math.max(4, step + 1));
      end = next;
    }
  });

  test("are no more than two screenfuls, and none more after a jump", () => {
    const extend = towardsTheScroll();
    expect(scrolled(extend, 60, 59)).toEqual([6, 54]);
    expect(around(extend, 9_000)).toEqual([6, 14]);
  });

  test("end with the list", () => {
    expect(towardsTheScroll()({ startIndex: 0, endIndex: 2, count: 3 })).toEqual([0, 1, 2]);
    expect(towardsTheScroll()({ startIndex: 0, endIndex: 0, count: 0 })).toEqual([]);
  });
});

test("only a line that has the focus far from those in sight stands apart from them", () => {
  const apart = (drawn: number[]) =>
    drawn.filter((it, i) => isApart(it, drawn[i - 1], drawn[i + 1]));
  expect(apart([5, 100, 101, 102])).toEqual([5]);
  expect(apart([100, 101, 102, 900])).toEqual([900]);
  expect(apart([99, 100, 101])).toEqual([]);
});
