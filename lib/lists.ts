import "server-only";
import { type Column, ilike, or, type SQL, sql } from "drizzle-orm";
import { assetTypes, titleNames } from "@/db/schema";
import type { TitleOfMaterial } from "@/lib/materials/types";
import type { Cursor } from "@/lib/operations/types";
import { episodeLabel } from "@/lib/source-requests/rules";

// What operators' long lists have in common. They are read from a mark on, not by counting pages: of millions of
// rows the last page costs what the first does.

/** Rows of a list from its newest on, and the mark at which it goes on. */
export type Page<R> = { rows: R[]; next: string | null };

/** Whatever stands after the mark in a list whose newest entry is first. */
export const olderThan = (mark: Cursor, at: Column, id: Column): SQL | undefined =>
  mark && sql`(${at}, ${id}) < (${mark.at}::timestamptz, ${mark.id}::uuid)`;

/** Takes off the one row too many that says that there are more. */
export function pageOf<R>(
  rows: R[],
  limit: number,
  markOf: (row: R) => { at: Date; id: string },
): Page<R> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  if (rows.length <= limit || last === undefined) return { rows: shown, next: null };
  const { at, id } = markOf(last);
  return { rows: shown, next: `${at.toISOString()}_${id}` };
}

/** Each word must stand in one of the columns. */
export const wordsIn = (q: string, columns: Column[]) =>
  q
    .split(/\s+/)
    .filter(Boolean)
    .map((word) =>
      or(...columns.map((column) => ilike(column, `%${word.replace(/[\\%_]/g, "\\$&")}%`))),
    );

/** Where a material stands, as columns of a query in which `title_names` and `asset_types` do. */
export const place = {
  titleReference: titleNames.reference,
  titleName: titleNames.name,
  season: titleNames.season,
  episode: titleNames.episode,
  assetType: assetTypes.name,
};

type Named = {
  titleReference: string;
  titleName: string;
  season: number | null;
  episode: number | null;
};

export const titleOf = (row: Named): TitleOfMaterial => ({
  reference: row.titleReference,
  name: row.titleName,
  episode: episodeLabel(row.season, row.episode),
});
