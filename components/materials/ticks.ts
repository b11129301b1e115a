import { canBeTicked, mustBeMade } from "@/lib/materials/rules";
import type { ListedMaterial } from "@/lib/materials/types";
import type { Section } from "./arrange";

/** Ids of the ticked materials. */
export type Ticks = ReadonlySet<string>;

/** How many of several rows have a box, and how many of these are ticked. */
export type TickCount = { tickable: number; ticked: number };

export function countTicks(rows: readonly ListedMaterial[], ticks: Ticks): TickCount {
  const count = { tickable: 0, ticked: 0 };
  for (const row of rows) {
    if (!canBeTicked(row)) continue;
    count.tickable++;
    if (ticks.has(row.id)) count.ticked++;
  }
  return count;
}

/** The boxes of a list: that of each asset type, by its code, and that of all. */
export type Boxes = { all: TickCount; byType: ReadonlyMap<string, TickCount> };

export function boxesOf(sections: readonly Section[], ticks: Ticks): Boxes {
  const all = { tickable: 0, ticked: 0 };
  const byType = new Map<string, TickCount>();
  for (const { assetType, rows } of sections) {
    const count = countTicks(rows, ticks);
    byType.set(assetType.code, count);
    all.tickable += count.tickable;
    all.ticked += count.ticked;
  }
  return { all, byType };
}

/** How a box stands that ticks several rows: all of them, none, or some. False when there are none. */
export function tickState({ tickable, ticked }: TickCount): boolean | "mixed" {
  if (ticked === 0) return false;
  return ticked === tickable || "mixed";
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

const none: Ticks = new Set();

/** What a click on a box that ticks several rows does: ticks all, or unticks when all are ticked. */
export function toggleTicks(rows: readonly ListedMaterial[], ticks: Ticks): Ticks {
  const count = countTicks(rows, ticks);
  const ticked = tickState(count) !== true;
  // Where nothing else is ticked, all are set at once: one by one, ten thousand would take as long as their drawing.
  if (count.ticked < ticks.size) return setTicks(rows, ticks, ticked);
  return ticked ? new Set(rows.filter(canBeTicked).map(({ id }) => id)) : none;
}

/**
 * The ticks that can still stand, and how many had to go because their rows can't be taken any more. Those that
 * are being made for the user now go too, but are not lost: that is what was asked for.
 */
export function keepTickable(rows: readonly ListedMaterial[], ticks: Ticks) {
  const ticked = rows.filter((row) => ticks.has(row.id));
  const kept = new Set(ticked.filter(canBeTicked).map(({ id }) => id));
  const made = ticked.filter(({ availability }) => availability === "processing").length;
  return {
    ticks: kept.size === ticks.size ? ticks : kept,
    lost: ticks.size - kept.size - made,
  };
}

/** `toMake`: how many are to be made first, so that nobody knows yet how large they will be. */
export type TickSummary = { count: number; bytes: number; toMake: number; hidden: number };

/** How many are ticked, how large they are together, and how many of them the view hides. */
export function summarise(
  rows: readonly ListedMaterial[],
  ticks: Ticks,
  shown: (row: ListedMaterial) => boolean,
): TickSummary {
  const summary = { count: 0, bytes: 0, toMake: 0, hidden: 0 };
  if (ticks.size === 0) return summary;
  for (const row of rows) {
    if (!ticks.has(row.id)) continue;
    summary.count++;
    summary.bytes += row.bytes ?? 0;
    if (mustBeMade(row)) summary.toMake++;
    if (!shown(row)) summary.hidden++;
  }
  return summary;
}
