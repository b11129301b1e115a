import fc from "fast-check";
import { expect, test } from "vitest";
import { buckets, sortColumns, sourceRequestsQuery, statuses } from "@/lib/source-requests/types";
import { isNarrowed, readTableQuery, resetHref, tableHref } from "./table-url";

const plain = sourceRequestsQuery.parse({});

test("an address without parameters is the table as it starts", () => {
  expect(readTableQuery({})).toEqual(plain);
  expect(tableHref(plain)).toBe("/source-requests");
});

test.each([
  [{ page: "0" }],
  [{ page: "nine" }],
  [{ page: "1.5" }],
  [{ pageSize: "5000" }],
  [{ sort: "password" }],
  [{ order: "sideways" }],
  [{ status: "lost" }],
  [{ bucket: ["", "red"] }],
  [{ kind: "" }],
  [{ q: "x".repeat(201) }],
  [{ q: "\u0000" }],
  [{ unknown: "1" }],
])("%j makes no sense and is left out", (params) => {
  expect(readTableQuery(params)).toEqual(plain);
});

test("what makes sense beside it holds", () => {
  expect(
    readTableQuery({ status: ["open", "lost"], page: ["0", "3"], q: "glass", sort: "x" }),
  ).toEqual({ ...plain, status: ["open"], page: 3, q: "glass" });
});

test("every table has an address that leads back to it", () => {
  const several = <T extends string>(values: readonly T[]) =>
    fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }), { nil: undefined });
  const words = fc.string({ unit: "grapheme", maxLength: 40 });
  const change = fc.record(
    {
      q: words,
      kind: several(["dubbing_script", "a&b=c", "%"]),
      language: several(["de", "pt-BR", "zh-Hant"]),
      status: several(statuses),
      bucket: several(buckets),
      sort: fc.constantFrom(...sortColumns),
      order: fc.constantFrom("asc" as const, "desc" as const),
      page: fc.integer({ min: 1, max: 100_000 }),
      pageSize: fc.integer({ min: 1, max: 200 }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(change, (wanted) => {
      const asked = JSON.parse(JSON.stringify({ ...plain, ...wanted }));
      fc.pre(sourceRequestsQuery.safeParse(asked).success);
      const { searchParams } = new URL(tableHref(plain, asked), "http://turnover.invalid");
      const params = Object.fromEntries(
        [...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]),
      );
      expect(readTableQuery(params)).toEqual(asked);
    }),
  );
});

test("a change leads to the first page, a page keeps the filters", () => {
  const query = { ...plain, page: 4, status: ["open" as const] };
  expect(tableHref(query, { q: "glass" })).toBe("/source-requests?q=glass&status=open");
  expect(tableHref(query, { page: 5 })).toBe("/source-requests?status=open&page=5");
});

test("reset takes search and filters away and keeps order and page size", () => {
  const query = readTableQuery({
    q: "a",
    kind: "x",
    sort: "title",
    order: "desc",
    pageSize: "100",
  });
  expect(isNarrowed(query)).toBe(true);
  expect(resetHref(query)).toBe("/source-requests?sort=title&order=desc&pageSize=100");
  expect(isNarrowed(readTableQuery({ sort: "title" }))).toBe(false);
});
