import fc from "fast-check";
import { expect, test } from "vitest";
import { arrange, keyOf, type Line, toLines } from "./arrange";
import { assetTypes, read, rows } from "./testing";
import { movedBy } from "./use-kept-place";
import { defaultView } from "./view";

const linesOf = (...given: Parameters<typeof arrange>) => toLines(arrange(...given), new Set());
const topOf = ({ place }: Line) => place.typesAbove * 40 + place.rowsAbove * 32;

test("the first line in sight that stays is as far from the top of the window as before", () => {
  fc.assert(
    fc.property(rows, fc.array(fc.nat(29)), fc.nat(1200), (all, gone, top) => {
      const before = linesOf(all, assetTypes, defaultView, read);
      const left = all.filter((_, index) => !gone.includes(index));
      const after = linesOf(left, assetTypes, defaultView, read);
      for (const [from, to] of [
        [before, after],
        [after, before],
      ] as const) {
        const known = new Map(to.map((line) => [keyOf(line), line]));
        const anchor = from.find((line) => topOf(line) >= top && known.has(keyOf(line)));
        const now = anchor && known.get(keyOf(anchor));
        const scrolled = top + movedBy(from, to, top, topOf);
        if (anchor && now) expect(topOf(now) - scrolled).toBe(topOf(anchor) - top);
        else expect(scrolled).toBe(top);
      }
    }),
  );
});
