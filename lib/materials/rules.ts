import { Temporal } from "temporal-polyfill";
import type { ColumnFilter, ColumnId, ListedMaterial, MaterialGroup } from "./types";

/** An event on day D shows its label on D and on this many calendar days after it. */
export const NEWLY_ADDED_DAYS = 7;

/**
 * When the label of an event ends: the first instant of day D+8 in the deployment's zone, D being the
 * calendar day of `at` there. Days are counted on the calendar, so a day of 23 or 25 hours, or one that
 * a zone skipped, is one day like any other (docs/decisions/0003-seven-calendar-days.md).
 * @param timeZone IANA name
 */
export function newlyAddedUntil(at: Date, timeZone: string): Date {
  const day = Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const end = day.add({ days: NEWLY_ADDED_DAYS + 1 }).toZonedDateTime(timeZone);
  return new Date(end.epochMilliseconds);
}

/** The first version of a material is new; each later one, and each change of its QC status, an update. */
export function newlyAddedBy(event: { versionNumber: number } | { qcChanged: true }) {
  return "versionNumber" in event && event.versionNumber === 1 ? "new" : "updated";
}

/** In the order in which they stand. Not in types.ts: who shows them would carry zod to the browser. */
export const materialGroups = [
  "downloaded",
  "new",
  "available",
  "all",
] as const satisfies MaterialGroup[];

/** In their order; those from `version` on are hidden by default. */
export const columnIds = [
  "title",
  "fileName",
  "qcStatus",
  "newlyAdded",
  "downloaded",
  "deliveredOn",
  "version",
  "variant",
  "language",
  "size",
  "duration",
  "requests",
] as const satisfies ColumnId[];

/** Whether a row's current version can be taken now. */
export const canBeTaken = (row: ListedMaterial): boolean => row.availability === "available";

/** Whether taking a row has its copy made first: there is none for the user, or it could not be made. */
export const mustBeMade = (row: ListedMaterial): boolean =>
  row.availability === "not_available" || row.availability === "failed";

/** Whether a row can be ticked: its current version can be taken now, or be made on demand. */
export const canBeTicked = (row: ListedMaterial): boolean => canBeTaken(row) || mustBeMade(row);

/** Which rows stand in each group (DESIGN.md, *Groups*). */
export const inGroup: Record<MaterialGroup, (row: ListedMaterial) => boolean> = {
  downloaded: (row) => row.downloaded !== null,
  new: (row) => row.newlyAdded !== null,
  available: canBeTaken,
  all: () => true,
};

/** How many rows stand in each group, whatever the filters. */
export function countGroups(rows: readonly ListedMaterial[]): Record<MaterialGroup, number> {
  const counts = { downloaded: 0, new: 0, available: 0, all: 0 };
  for (const row of rows)
    for (const group of materialGroups) if (inGroup[group](row)) counts[group]++;
  return counts;
}

/** How many files of each asset type, by its code, can be downloaded now, whatever the filters. */
export function countAvailable(rows: readonly ListedMaterial[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows.filter(canBeTaken))
    counts.set(row.assetType.code, (counts.get(row.assetType.code) ?? 0) + 1);
  return counts;
}

/** Letters that Unicode does not take apart, but that people type without their stroke. */
const plainLetters: Record<string, string> = { Ł: "L", Ø: "O", Đ: "D", Ħ: "H", Æ: "AE", Œ: "OE" };

/**
 * Text as filters compare it: without case, accents and width. Only the accents of Latin, Greek and
 * Cyrillic go; the marks of Devanagari or kana tell words apart.
 */
export function foldText(text: string): string {
  if (/^[ -~]*$/.test(text)) return text.toUpperCase();
  return withoutCase(withoutCase(text).normalize("NFKD"))
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[ŁØĐĦÆŒ]/g, (letter) => plainLetters[letter] ?? letter);
}

/** Both ways, since ẞ has no upper case and ς is σ; before and after it is taken apart, since ᾀ and ª change on the way. */
const withoutCase = (text: string) => text.toLowerCase().toUpperCase();

/**
 * A column's filter as a test of one cell: each word of its text must stand somewhere in the entry,
 * inside a word too (`5.1` in a file name), and the value must be one that is kept.
 * `folded` is the entry by `foldText`, asked for only where there are words; an empty cell's value is "".
 */
export function compileFilter({ text, values }: ColumnFilter) {
  const words = foldText(text).split(/\s+/u).filter(Boolean);
  const named = new Set("keep" in values ? values.keep : values.drop);
  const namedAreKept = "keep" in values;
  return (entry: { readonly folded: string; readonly value: string }): boolean =>
    named.has(entry.value) === namedAreKept && words.every((word) => entry.folded.includes(word));
}

/** A filter that lets everything through. */
export const openFilter: ColumnFilter = { text: "", values: { drop: [] } };

/** Whether a filter can hide anything at all. */
export const isFiltering = ({ text, values }: ColumnFilter): boolean =>
  text.trim() !== "" || "keep" in values || values.drop.length > 0;
