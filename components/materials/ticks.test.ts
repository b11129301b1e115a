import fc from "fast-check";
import { expect, test } from "vitest";
import { canBeTicked } from "@/lib/materials/rules";
import { rows } from "./testing";
import { countTicks, keepTickable, setTicks, summarise, tickState, toggleTicks } from "./ticks";

const someOf = (all: { id: string }[], picks: number[]) =>
  new Set(all.filter((_, index) => picks.includes(index)).map(({ id }) => id));
const picks = fc.array(fc.nat(29));

test("a box of several rows says what its rows that can be ticked say", () => {
  fc.assert(
    fc.property(rows, picks, (all, picked) => {
      const { ticks } = keepTickable(all, someOf(all, picked));
      const boxes = all.filter(canBeTicked).map(({ id }) => ticks.has(id));
      const expected = !boxes.includes(true) ? false : boxes.includes(false) ? "mixed" : true;
      expect(tickState(countTicks(all, ticks))).toBe(expected);
    }),
  );
});

test("a click on it ticks all of them, and the next unticks all", () => {
  fc.assert(
    fc.property(rows, picks, (all, picked) => {
      fc.pre(all.some(canBeTicked));
      const { ticks } = keepTickable(all, someOf(all, picked));
      const ticked = tickState(countTicks(all, ticks)) === true ? ticks : toggleTicks(all, ticks);
      expect(ticked.size).toBe(all.filter(canBeTicked).length);
      expect(toggleTicks(all, ticked).size).toBe(0);
    }),
  );
});

test("only rows with a checkbox are ever ticked, and ticks elsewhere stay", () => {
  fc.assert(
    fc.property(rows, (all) => {
      const ticks = setTicks(all, new Set(["elsewhere"]), true);
      expect(ticks.size - 1).toBe(all.filter(canBeTicked).length);
      expect(setTicks(all, ticks, false)).toEqual(new Set(["elsewhere"]));
      expect(toggleTicks(all, ticks).has("elsewhere")).toBe(true);
      expect(toggleTicks(all, new Set(["elsewhere"]))).toEqual(ticks);
    }),
  );
});

test("the count holds every tick; those that the view hides are said", () => {
  fc.assert(
    fc.property(rows, fc.boolean(), (all, shown) => {
      const ticks = setTicks(all, new Set(), true);
      const { count, bytes, hidden } = summarise(all, ticks, () => shown);
      expect(count).toBe(ticks.size);
      expect(hidden).toBe(shown ? 0 : count);
      expect(bytes).toBe(all.filter(canBeTicked).reduce((sum, row) => sum + (row.bytes ?? 0), 0));
    }),
  );
});
