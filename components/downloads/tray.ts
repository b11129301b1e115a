import type { BundleRow } from "@/lib/bundles/types";

/** A bundle whose bytes flow, as far as was last heard. */
export const isUnderWay = ({ state }: BundleRow) => state === "downloading";

const isWhole = ({ state }: BundleRow) => state === "completed" || state === "verified";

/**
 * The ids of the bundles that are to be asked about next: those that were under way at the last answer, so that
 * their end is heard of, and those just taken, until their bytes flow.
 * @param awaited ids with the time until which they are looked out for, in milliseconds since the epoch
 */
export function idsToFollow(
  last: readonly BundleRow[],
  awaited: ReadonlyMap<string, number>,
  now: number,
): string[] {
  const whole = new Set(last.filter(isWhole).map(({ id }) => id));
  const expected = [...awaited].flatMap(([id, until]) =>
    until > now && !whole.has(id) ? [id] : [],
  );
  return [...new Set([...last.filter(isUnderWay).map(({ id }) => id), ...expected])];
}

/** Bundles of which the last byte went out between two answers. */
export function newlyWhole(before: readonly BundleRow[], after: readonly BundleRow[]): BundleRow[] {
  const unfinished = new Set(before.filter((row) => !isWhole(row)).map(({ id }) => id));
  return after.filter((row) => isWhole(row) && unfinished.has(row.id));
}

/** Whether the pages of past bundles are out of date: something began, came to a stand, or was taken. */
export const movedOn = (before: readonly BundleRow[], after: readonly BundleRow[]): boolean =>
  stateOf(before) !== stateOf(after);

const stateOf = (rows: readonly BundleRow[]) =>
  rows
    .map(({ id, state }) => `${id} ${state}`)
    .sort()
    .join();

/** What the tray shows: what is under way, then all the rest, each once and as last heard of. */
export function arrangeTray(live: readonly BundleRow[], pages: readonly (readonly BundleRow[])[]) {
  const rows = new Map(pages.flat().map((row) => [row.id, row]));
  for (const row of live) rows.set(row.id, row);
  const newestFirst = [...rows.values()].sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  return {
    underWay: newestFirst.filter(isUnderWay),
    earlier: newestFirst.filter((row) => !isUnderWay(row)),
  };
}
