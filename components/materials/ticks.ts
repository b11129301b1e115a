import { canBeTicked } from "@/lib/materials/rules";
import type { ListedMaterial } from "@/lib/materials/types";

/** Ids of the ticked materials. */
export type Ticks = ReadonlySet<string>;

/** How a box stands that ticks several rows: all of them, none, or some. False when there are none. */
export function tickState(
  rows: readonly ListedMaterial[],
  ticks: Ticks,
): boolean | "indeterminate" {
  let ticked = 0;
  let tickable = 0;
  for (const row of rows) {
    if (!canBeTicked(row)) continue;
    tickable++;
    if (ticks.has(row.id)) ticked++;
  }
  if (ticked === 0) return false;
  return ticked === tickable || "indeterminate";
}

/** Ticks or unticks those of the rows that have a checkbox. */
export function setTicks(rows: readonly ListedMaterial[], ticks: Ticks, ticked: boolean): Ticks {
  const next = new Set(ticks);
  for (const row of rows) {
    if (!ticked) next.delete(row.id);
    else if (canBeTicked(row)) next.add(row.id);
  }
  return next;
}

/** What a click on a box that ticks several rows does: ticks all, or unticks when all are ticked. */
export const toggleTicks = (rows: readonly ListedMaterial[], ticks: Ticks): Ticks =>
  setTicks(rows, ticks, tickState(rows, ticks) !== true);

/** The ticks that can still stand, and how many had to go because their rows can't be taken any more. */
export function keepTickable(rows: readonly ListedMaterial[], ticks: Ticks) {
  const kept = new Set(
    rows.filter((row) => ticks.has(row.id) && canBeTicked(row)).map(({ id }) => id),
  );
  return { ticks: kept.size === ticks.size ? ticks : kept, lost: ticks.size - kept.size };
}

export type TickSummary = { count: number; bytes: number; hidden: number };

/** How many are ticked, how large they are together, and how many of them the view hides. */
export function summarise(
  rows: readonly ListedMaterial[],
  ticks: Ticks,
  shown: (row: ListedMaterial) => boolean,
): TickSummary {
  const summary = { count: 0, bytes: 0, hidden: 0 };
  if (ticks.size === 0) return summary;
  for (const row of rows) {
    if (!ticks.has(row.id)) continue;
    summary.count++;
    summary.bytes += row.bytes ?? 0;
    if (!shown(row)) summary.hidden++;
  }
  return summary;
}
