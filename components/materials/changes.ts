import type { MaterialRow } from "@/lib/materials/types";

/**
 * The rows with changed ones in their places and new ones at the end of theirs (their asset type's).
 * What did not change stays the same object, and the same array when nothing did.
 */
export function takeOver(rows: MaterialRow[], changed: readonly MaterialRow[]): MaterialRow[] {
  const fresh = new Map(changed.map((row) => [row.id, row]));
  let touched = false;
  const next = rows.map((row) => {
    const now = fresh.get(row.id);
    fresh.delete(row.id);
    if (!now || isSame(row, now)) return row;
    touched = true;
    return now;
  });
  return touched || fresh.size > 0 ? [...next, ...fresh.values()] : rows;
}

/** Both come as JSON, with their fields in one order. */
const isSame = (a: MaterialRow, b: MaterialRow) => JSON.stringify(a) === JSON.stringify(b);
