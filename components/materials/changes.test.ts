import { expect, test } from "vitest";
import { takeOver } from "./changes";
import { aRow } from "./testing";

const known = [aRow({ id: "a" }), aRow({ id: "b" })];

test("a changed row takes its place; the others stay the same objects", () => {
  const next = takeOver(known, [aRow({ id: "b", newlyAdded: "updated" })]);
  expect(next[0]).toBe(known[0]);
  expect(next[1]).toMatchObject({ id: "b", newlyAdded: "updated" });
});

test("rows that only may have changed leave the array as it was", () => {
  expect(takeOver(known, [aRow({ id: "a" })])).toBe(known);
});

test("a new row comes in", () => {
  expect(takeOver(known, [aRow({ id: "c" })]).map(({ id }) => id)).toEqual(["a", "b", "c"]);
});
