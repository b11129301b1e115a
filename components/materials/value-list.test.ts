import fc from "fast-check";
import { expect, test } from "vitest";
import { compileFilter } from "@/lib/materials/rules";
import { withValues } from "./value-list";

const value = fc.constantFrom<string>("", "a", "b", "c", "d");
const present = fc
  .uniqueArray(value, { minLength: 1 })
  .map((all) => all.map((one) => ({ value: one, count: 1 })));
const filters = fc.oneof(
  fc.record({ keep: fc.uniqueArray(value) }),
  fc.record({ drop: fc.uniqueArray(value) }),
);

test("keeping or dropping some values changes those and no others", () => {
  fc.assert(
    fc.property(
      present,
      filters,
      fc.uniqueArray(value),
      fc.boolean(),
      (all, values, changed, kept) => {
        const passes = (given: typeof values, one: string) =>
          compileFilter({ text: "", values: given })({ folded: "", value: one });
        const next = withValues(values, changed, kept, all);
        for (const { value: one } of all)
          expect(passes(next, one)).toBe(changed.includes(one) ? kept : passes(values, one));
      },
    ),
  );
});

test("all values kept is no filter: what comes up later shows too", () => {
  const all = [
    { value: "a", count: 1 },
    { value: "b", count: 1 },
  ];
  expect(withValues({ keep: ["a"] }, ["b"], true, all)).toEqual({ drop: [] });
});
