import type { KeyboardEvent } from "react";
import type { ListedMaterial } from "@/lib/materials/types";
import type { Line } from "./arrange";

type Neighbours = { previous: (() => void) | null; next: (() => void) | null };

/** The ways to the files before and behind the open one, in the list as it stands; null at its ends. */
export function neighboursOf(
  lines: readonly Line[],
  file: ListedMaterial | undefined,
  open: (id: string) => void,
): Neighbours {
  if (!file) return { previous: null, next: null };
  const rows = lines.flatMap((line) => (line.kind === "row" ? [line.row] : []));
  const at = rows.findIndex(({ id }) => id === file.id);
  const to = (row: ListedMaterial | undefined) => (row ? () => open(row.id) : null);
  // A file that filters hide has the whole list behind it.
  return { previous: at > 0 ? to(rows[at - 1]) : null, next: to(rows[at + 1]) };
}

/** Alt with an arrow leads from file to file, in the list as in the panel. */
export function goToNeighbour(event: KeyboardEvent, { previous, next }: Neighbours) {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const go = { ArrowUp: previous, ArrowDown: next }[event.key];
  if (!go) return;
  event.preventDefault();
  go();
}
