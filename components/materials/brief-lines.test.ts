import { describe, expect, test } from "vitest";
import { briefLines } from "./brief-lines";

const WINDOW = 20;

/** A list that is scrolled: draws its window with six lines around it. */
function aList(active?: number) {
  const decide = briefLines();
  let at = 100;
  const draw = (by: number, scrolling = true) => {
    at += by;
    const lines = Array.from({ length: WINDOW + 12 }, (_, i) => at - 6 + i).map((index) => ({
      key: `${index}`,
      index,
    }));
    const { brief, hurried, more } = decide({
      lines,
      startIndex: at,
      endIndex: at + WINDOW - 1,
      scrolling,
      active: active === undefined ? undefined : `${active}`,
    });
    return { brief: [...brief].map(Number).sort((a, b) => a - b), hurried, more };
  };
  const inWindow = (index: number) => index >= at && index < at + WINDOW;
  draw(0, false);
  return { draw, inWindow };
}

describe("brief lines", () => {
  test("are those that come while a scroll hurries, either way; what stood whole stays so", () => {
    const down = aList();
    // From 94 to 125 at first.
    expect(down.draw(3).brief).toEqual([]);
    expect(down.draw(4).brief).toEqual([129, 130, 131, 132]);
    expect(down.draw(1)).toEqual({ brief: [129, 130, 131, 132, 133], hurried: true, more: false });
    const up = aList();
    up.draw(-5);
    expect(up.draw(-3).brief).toEqual([86, 87, 88]);
  });

  test("are none in a scroll that can be read, nor after a single leap", () => {
    const list = aList();
    for (const by of [1, 2, 2, 1, 3, 2, 3, 1, 2, 19]) expect(list.draw(by).brief).toEqual([]);
    expect(list.draw(0, false)).toEqual({ brief: [], hurried: false, more: false });
    expect(list.draw(500).brief).toEqual([]);
  });

  test("are made whole a few at a time once it rests, those in the window first", () => {
    const list = aList();
    for (let step = 0; step < 30; step += 1) list.draw(9);
    let { brief, more } = list.draw(0, false);
    let drawings = 0;
    for (; more; drawings += 1) {
      const before = brief;
      ({ brief, more } = list.draw(0, false));
      expect(before.length - brief.length).toBeLessThanOrEqual(3);
      const made = before.filter((index) => !brief.includes(index));
      if (brief.some(list.inWindow)) expect(made.every(list.inWindow)).toBe(true);
    }
    expect(brief).toEqual([]);
    expect(drawings).toBe(10);
  });

  test("are made whole too when it goes on slowly", () => {
    const list = aList();
    for (let step = 0; step < 30; step += 1) list.draw(9);
    for (let step = 0; step < 5; step += 1) expect(list.draw(1).more).toBe(false);
    expect(list.draw(1).more).toBe(true);
    for (let step = 0; step < 12; step += 1) list.draw(1);
    expect(list.draw(1)).toEqual({ brief: [], hurried: false, more: false });
  });

  test("are not drawn for what moves nothing: another drawing of the same lines", () => {
    const list = aList();
    list.draw(4);
    expect([list.draw(0), list.draw(0), list.draw(0)].flatMap(({ brief }) => brief)).toEqual([]);
    expect(list.draw(4).brief).toHaveLength(4);
  });

  test("never are the one that has the focus", () => {
    const list = aList(131);
    list.draw(4);
    expect(list.draw(4).brief).toEqual([130, 132, 133]);
  });
});
