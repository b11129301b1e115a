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
  // A file that filters hide has the whole list behind it.
  const at = lines.findIndex((line) => line.kind === "row" && line.row.id === file.id);
  const to = (step: -1 | 1) => {
    const row = rowFrom(lines, at + step, step);
    return row ? () => open(row.id) : null;
  };
  return { previous: to(-1), next: to(1) };
}

function rowFrom(lines: readonly Line[], from: number, step: -1 | 1) {
  for (let at = from; at >= 0 && at < lines.length; at += step) {
    const line = lines[at];
    if (line?.kind === "row") return line.row;
  }
  return undefined;
}

/** Alt with an arrow leads from file to file, in the list as in the panel. */
export function goToNeighbour(event: KeyboardEvent, { previous, next }: Neighbours) {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const go = { ArrowUp: previous, ArrowDown: next }[event.key];
  if (!go) return;
  event.preventDefault();
  go();
}
