import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countAvailable, countGroups, type inGroup } from "@/lib/materials/rules";
import type { ColumnId, ListedMaterial } from "@/lib/materials/types";
import { arrange, countValues, rowFilter, toLines } from "./arrange";
import { aRow, assetTypes, column, filter, read, rows, view } from "./testing";
import { defaultView, type View } from "./view";

const ids = (some: readonly ListedMaterial[]) => some.map(({ id }) => id);
const shown = (...given: Parameters<typeof arrange>) =>
  arrange(...given).flatMap((section) => section.rows);

describe("filters", () => {
  test("compose: two together let through what both let through alone, in either order", () => {
    fc.assert(
      fc.property(rows, column, filter, column, filter, (all, a, first, b, second) => {
        fc.pre(a !== b);
        const one = rowFilter({ ...defaultView, filters: { [a]: first } }, read);
        const other = rowFilter({ ...defaultView, filters: { [b]: second } }, read);
        const both = rowFilter({ ...defaultView, filters: { [a]: first, [b]: second } }, read);
        expect(ids(all.filter(both))).toEqual(ids(all.filter(one).filter(other)));
        expect(ids(all.filter(both))).toEqual(ids(all.filter(other).filter(one)));
      }),
    );
  });

  test("never add rows", () => {
    fc.assert(
      fc.property(rows, view, column, filter, (all, given, extra, more) => {
        const { [extra]: _, ...fewer } = given.filters;
        const without = new Set(ids(shown(all, assetTypes, { ...given, filters: fewer }, read)));
        const filters = { ...fewer, [extra]: more };
        for (const id of ids(shown(all, assetTypes, { ...given, filters }, read)))
          expect(without).toContain(id);
      }),
    );
  });

  test("a sort changes the order only", () => {
    fc.assert(
      fc.property(rows, view, (all, given) => {
        const sorted = ids(shown(all, assetTypes, given, read)).sort();
        const unsorted = ids(shown(all, assetTypes, { ...given, sort: null }, read)).sort();
        expect(sorted).toEqual(unsorted);
      }),
    );
  });

  test("a value's count is the number of rows that keeping only it would leave", () => {
    fc.assert(
      fc.property(rows, view, column, (all, given, of) => {
        for (const { value, count } of countValues(all, of, given, read)) {
          const filters = { ...given.filters, [of]: { text: "", values: { keep: [value] } } };
          expect(shown(all, assetTypes, { ...given, filters }, read)).toHaveLength(count);
        }
      }),
    );
  });
});

describe("groups", () => {
  test("a group's count is its rows without filters, a type's those available", () => {
    fc.assert(
      fc.property(rows, (all) => {
        for (const [group, count] of Object.entries(countGroups(all))) {
          const narrowed = { ...defaultView, group: group as keyof typeof inGroup };
          expect(shown(all, assetTypes, narrowed, read)).toHaveLength(count);
        }
        const available = countAvailable(all);
        for (const { code } of assetTypes) {
          const narrowed = { ...defaultView, group: "available" as const, assetType: code };
          expect(shown(all, assetTypes, narrowed, read)).toHaveLength(available.get(code) ?? 0);
        }
      }),
    );
  });

  test("only All shows types without rows, in the catalogue's order", () => {
    const one = [aRow()];
    const codes = (group: keyof typeof inGroup) =>
      arrange(one, assetTypes, { ...defaultView, group }, read).map(
        ({ assetType }) => assetType.code,
      );
    expect(codes("all")).toEqual(["FINAL_PROXY", "ME_51", "SHOW_GUIDE"]);
    expect(codes("available")).toEqual(["ME_51"]);
    expect(codes("downloaded")).toEqual([]);
  });
});

describe("a type without materials", () => {
  const codes = (given: Partial<View>) =>
    arrange([aRow()], assetTypes, { ...defaultView, ...given }, read).map(
      ({ assetType }) => assetType.code,
    );
  const words = (column: ColumnId, text: string) => ({
    filters: { [column]: { text, values: { drop: [] } } },
  });

  test("is found by its name, and by nothing that its files would say", () => {
    expect(codes(words("title", "show guide"))).toEqual(["SHOW_GUIDE"]);
    expect(codes(words("fileName", "wav"))).toEqual(["ME_51"]);
    expect(
      codes({ filters: { qcStatus: { text: "", values: { keep: ["QC Pending"] } } } }),
    ).toEqual([]);
  });

  test("has an empty entry where values are dropped", () => {
    const drop = (value: string) => ({
      filters: { fileName: { text: "", values: { drop: [value] } } },
    });
    expect(codes(drop("GLASS_s01e03_v04_ME.L.wav"))).toEqual(["FINAL_PROXY", "SHOW_GUIDE"]);
    expect(codes(drop(""))).toEqual(["ME_51"]);
  });

  test("whose files are all filtered away has materials, and goes", () => {
    expect(codes(words("title", "guide"))).toEqual(["SHOW_GUIDE"]);
    expect(codes({ ...words("title", "m&e"), assetType: "SHOW_GUIDE" })).toEqual([]);
  });
});

describe("order", () => {
  const named = (fileName: string | null, id: string) => aRow({ id, fileName });
  const three = [named("reel 10.wav", "a"), named(null, "b"), named("Reel 9.wav", "c")];
  const by = (descending: boolean) =>
    ids(
      shown(three, assetTypes, { ...defaultView, sort: { column: "fileName", descending } }, read),
    );

  test("is by number where there is one, without case, and empty cells last either way", () => {
    expect(by(false)).toEqual(["c", "a", "b"]);
    expect(by(true)).toEqual(["a", "c", "b"]);
  });
});

test("lines: each type, then its rows unless it is collapsed; places count what stands above", () => {
  fc.assert(
    fc.property(rows, fc.uniqueArray(fc.constantFrom(...assetTypes)), (all, collapsed) => {
      const closed = new Set(collapsed.map(({ code }) => code));
      const lines = toLines(arrange(all, assetTypes, defaultView, read), closed);
      const open = all.filter(({ assetType }) => !closed.has(assetType.code));
      expect(lines).toHaveLength(assetTypes.length + open.length);
      lines.forEach(({ place }, index) => {
        expect(place.typesAbove + place.rowsAbove).toBe(index);
      });
    }),
  );
});
