import { columnIds, compileFilter, inGroup } from "@/lib/materials/rules";
import type { AssetTypeOfRequests, ColumnId, ListedMaterial } from "@/lib/materials/types";
import type { Cell, ReadCell } from "./cells";
import type { Sort } from "./sort";
import type { View } from "./view";

/** An asset type in the list, with those of its rows that the view lets through, sorted. */
export type Section = { assetType: AssetTypeOfRequests; rows: ListedMaterial[] };

type Arranged = Pick<View, "group" | "assetType" | "filters" | "sort">;

/**
 * The list as a view shows it: rows under their asset types. In the group All a type that has no materials at
 * all stands too; filters treat it as a row whose one entry is its name.
 */
export function arrange(
  rows: readonly ListedMaterial[],
  assetTypes: readonly AssetTypeOfRequests[],
  view: Arranged,
  read: ReadCell,
): Section[] {
  const passes = rowFilter(view, read);
  const sections = assetTypes.map((assetType): Section => ({ assetType, rows: [] }));
  const byCode = new Map(sections.map((section) => [section.assetType.code, section]));
  const withMaterials = new Set<string>();
  for (const row of rows) {
    withMaterials.add(row.assetType.code);
    if (passes(row)) byCode.get(row.assetType.code)?.rows.push(row);
  }
  const shown = sections.filter(
    ({ assetType, rows: own }) =>
      own.length > 0 ||
      (view.group === "all" && !withMaterials.has(assetType.code) && passes(nothingOf(assetType))),
  );
  return view.sort ? sorted(shown, view.sort, read) : shown;
}

/** Whether a row stands in the view's group, asset type and filters; `except` leaves one column's filter out. */
export function rowFilter(
  { group, assetType, filters }: Omit<Arranged, "sort">,
  read: ReadCell,
  except?: ColumnId,
): (row: ListedMaterial) => boolean {
  const member = inGroup[group];
  const tests = columnIds.flatMap((column) => {
    const filter = filters[column];
    return filter && column !== except ? [{ column, test: compileFilter(filter) }] : [];
  });
  return (row) =>
    member(row) &&
    (assetType === null || row.assetType.code === assetType) &&
    tests.every(({ column, test }) => test(read(row, column)));
}

/** What an asset type without materials says, as a row. */
const nothingOf = ({ code, name }: AssetTypeOfRequests): ListedMaterial => ({
  id: code,
  title: { reference: "", name: "", episode: null },
  assetType: { code, name },
  variant: null,
  language: null,
  version: null,
  fileName: null,
  bytes: null,
  durationSeconds: null,
  qcStatus: null,
  qcReview: null,
  newlyAdded: null,
  downloaded: null,
  availability: "none",
  proxy: null,
  deliveredOn: null,
  requests: [],
});

export type ValueCount = { value: string; count: number };

/** The values that a column has under all other filters, with how many rows have each, in the column's order. */
export function countValues(
  rows: readonly ListedMaterial[],
  column: ColumnId,
  view: Omit<Arranged, "sort">,
  read: ReadCell,
): ValueCount[] {
  const passes = rowFilter(view, read, column);
  const counts = new Map<string, { count: number; key: Cell["key"] }>();
  for (const row of rows) {
    if (!passes(row)) continue;
    const { value, key } = read(row, column);
    const known = counts.get(value);
    if (known) known.count++;
    else counts.set(value, { count: 1, key });
  }
  return [...counts]
    .sort(([, a], [, b]) => compareKeys(a.key, b.key, 1))
    .map(([value, { count }]) => ({ value, count }));
}

/** Types stay in the catalogue's order, except under a sort by the column that shows their names. */
function sorted(sections: Section[], { column, descending }: Sort, read: ReadCell): Section[] {
  const direction = descending ? -1 : 1;
  for (const section of sections) {
    const keyed = section.rows.map((row) => ({ row, key: read(row, column).key }));
    keyed.sort((a, b) => compareKeys(a.key, b.key, direction));
    section.rows = keyed.map(({ row }) => row);
  }
  if (column !== "title") return sections;
  return sections.sort(
    (a, b) => direction * a.assetType.name.localeCompare(b.assetType.name, "en"),
  );
}

function compareKeys(a: Cell["key"], b: Cell["key"], direction: 1 | -1): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -direction : direction;
}

/** Of a type's line, a material's line and the header, in CSS pixels. */
export type LineHeights = { type: number; row: number; header: number };

/** One line of the list. */
export type Line =
  | { kind: "type"; section: Section; open: boolean; place: Place }
  | { kind: "row"; row: ListedMaterial; place: Place };

/** Tells a line from all others, whatever stands around it. */
export const keyOf = (line: Line) =>
  line.kind === "type" ? line.section.assetType.code : line.row.id;

/** Type lines and material lines differ in height where the list is shown as cards: how many of each stand above. */
export type Place = { typesAbove: number; rowsAbove: number };

/** The lines of the list, from top to bottom. @param closed codes of the asset types that are collapsed */
export function toLines(sections: readonly Section[], closed: ReadonlySet<string>): Line[] {
  const lines: Line[] = [];
  let rowsAbove = 0;
  sections.forEach((section, index) => {
    const open = !closed.has(section.assetType.code);
    lines.push({ kind: "type", section, open, place: { typesAbove: index, rowsAbove } });
    if (!open) return;
    for (const row of section.rows)
      lines.push({ kind: "row", row, place: { typesAbove: index + 1, rowsAbove: rowsAbove++ } });
  });
  return lines;
}
