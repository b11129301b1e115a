import { expect, test } from "vitest";
import { materialsHref, pageState, tickRow, tickRows } from "./ticking";

const page = ["SR-1", "SR-2", "SR-3", "SR-4"];
const after = (ticked: string[], reference: string, anchor: string | null = null) => [
  ...tickRow(new Set(ticked), page, reference, anchor),
];

test("a click ticks a row, and takes its tick away", () => {
  expect(after([], "SR-2")).toEqual(["SR-2"]);
  expect(after(["SR-2", "SR-9"], "SR-2")).toEqual(["SR-9"]);
});

test("shift ticks everything between, in both directions", () => {
  expect(after(["SR-1"], "SR-3", "SR-1")).toEqual(["SR-1", "SR-2", "SR-3"]);
  expect(after(["SR-4"], "SR-2", "SR-4")).toEqual(["SR-4", "SR-2", "SR-3"]);
});

test("shift on a ticked row takes the ticks between away", () => {
  expect(after(page, "SR-3", "SR-2")).toEqual(["SR-1", "SR-4"]);
});

test("a row clicked on another page is no start for a range", () => {
  expect(after(["SR-9"], "SR-3", "SR-9")).toEqual(["SR-9", "SR-3"]);
});

test("the box over the page says all, some or none of this page", () => {
  expect(pageState(new Set(["SR-9"]), page)).toBe(false);
  expect(pageState(new Set(["SR-9", "SR-2"]), page)).toBe("mixed");
  expect(pageState(new Set(["SR-9", ...page]), page)).toBe(true);
  expect(pageState(new Set(), [])).toBe(false);
});

test("ticking a page leaves the others' ticks alone", () => {
  const all = tickRows(new Set(["SR-9"]), page, true);
  expect([...all]).toEqual(["SR-9", ...page]);
  expect([...tickRows(all, page, false)]).toEqual(["SR-9"]);
});

test("the bulk page is asked for by each reference", () => {
  expect(materialsHref(new Set(["SR-1", "SR-2"]))).toBe("/materials?request=SR-1&request=SR-2");
});
