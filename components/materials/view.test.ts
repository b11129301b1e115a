import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  defaultLayout,
  type Layout,
  mayHide,
  moveColumn,
  readLayout,
  toggleColumn,
  writeLayout,
} from "./layout";
import { column, view } from "./testing";
import { defaultView, readView, statesView, writeView } from "./view";

const requests = new URLSearchParams("request=SR-1&request=SR-2");

describe("a view in the address", () => {
  test("is read back as it was written, beside the requests", () => {
    fc.assert(
      fc.property(view, (given) => {
        const params = writeView(given, requests);
        expect(params.getAll("request")).toEqual(["SR-1", "SR-2"]);
        const filters = Object.fromEntries(
          Object.entries(given.filters).filter(
            ([, { text, values }]) => text || "keep" in values || values.drop.length > 0,
          ),
        );
        expect(readView(new URLSearchParams(params.toString()))).toEqual({ ...given, filters });
      }),
    );
  });

  test("the default says nothing", () => {
    expect(writeView(defaultView, requests).toString()).toBe(requests.toString());
    expect(statesView(requests)).toBe(false);
  });

  test("what is not understood is as if not given", () => {
    fc.assert(
      fc.property(fc.string(), (junk) => {
        const params = new URLSearchParams({
          group: `${junk}!`,
          sort: `${junk}.up`,
          "text.x": junk,
        });
        expect(readView(params)).toEqual(defaultView);
      }),
    );
  });

  test("stays short enough for an address, and drops a filter rather than the page", () => {
    const keep = Array.from({ length: 3000 }, (_, n) => `a file of some length ${n}.wav`);
    const params = writeView(
      { ...defaultView, filters: { fileName: { text: "x", values: { keep } } } },
      requests,
    );
    expect(params.toString().length).toBeLessThan(6_100);
    expect(params.get("text.fileName")).toBe("x");
  });
});

describe("a layout in its cookie", () => {
  test("is read back as it was written", () => {
    const layouts: fc.Arbitrary<Layout> = fc.record({
      sizes: fc.dictionary(column, fc.integer({ min: 64, max: 1200 })),
      order: fc.shuffledSubarray(defaultLayout.order, { minLength: defaultLayout.order.length }),
      hidden: fc.uniqueArray(column.filter(mayHide)),
      sort: fc.option(fc.record({ column, descending: fc.boolean() })),
    });
    fc.assert(
      fc.property(layouts, (layout) => {
        expect(readLayout(writeLayout(layout))).toEqual(layout);
      }),
    );
  });

  test("junk, and columns of another day, leave a layout that holds every column once", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.oneof(column, fc.string())), (junk, order) => {
        const layout = readLayout(`order=${order.join(".")}&title=${junk}&hidden=${junk}`);
        expect([...layout.order].sort()).toEqual([...defaultLayout.order].sort());
        for (const size of Object.values(layout.sizes)) expect(size).toBeGreaterThan(0);
      }),
    );
    expect(readLayout(undefined)).toEqual(defaultLayout);
  });
});

test("a moved column takes the other's place, and all others keep their order", () => {
  fc.assert(
    fc.property(column, column, (moved, to) => {
      const { order } = defaultLayout;
      const next = moveColumn(order, moved, to);
      expect(next.indexOf(moved)).toBe(order.indexOf(to));
      expect(next.filter((id) => id !== moved)).toEqual(order.filter((id) => id !== moved));
    }),
  );
});

test("whatever is hidden, Asset Type/Title stands, and showing brings back what hiding took", () => {
  fc.assert(
    fc.property(fc.array(column), (several) => {
      const layout = several.reduce(toggleColumn, defaultLayout);
      expect(layout.hidden).not.toContain("title");
      expect(readLayout("hidden=title.size").hidden).toEqual(["size"]);
      for (const one of several.filter(mayHide))
        expect(new Set(toggleColumn(toggleColumn(layout, one), one).hidden)).toEqual(
          new Set(layout.hidden),
        );
    }),
  );
});
