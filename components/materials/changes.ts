import type { ListedMaterial } from "@/lib/materials/types";

/**
 * The rows with changed ones in their places and new ones at the end of theirs (their asset type's).
 * What did not change stays the same object, and the same array when nothing did.
 */
export function takeOver(
  rows: ListedMaterial[],
  changed: readonly ListedMaterial[],
): ListedMaterial[] {
  if (changed.length === 0) return rows;
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

const isSame = (a: ListedMaterial, b: ListedMaterial) =>
  (Object.keys(a) as (keyof ListedMaterial)[]).every(
    (field) => JSON.stringify(a[field]) === JSON.stringify(b[field]),
  );
