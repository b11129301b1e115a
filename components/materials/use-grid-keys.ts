"use client";

import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import { canBeTicked } from "@/lib/materials/rules";
import { keyOf, type Line } from "./arrange";
import type { LineActions } from "./lines";

/** The line that Tab leads to, and the cell within it; null where the line as a whole has the focus. */
type Place = { key: string; cell: number | null };

type GridKeys = {
  lines: readonly Line[];
  cells: number;
  /** Lines that fit the window. */
  page: () => number;
  scrollTo: (index: number) => void;
  actions: LineActions & { tickAll: () => void; closeFile: () => void };
  mayTick: boolean;
};

/** The keys of an ARIA treegrid: arrows, Home and End, page keys, space, Enter. */
export function useGridKeys({ lines, cells, page, scrollTo, actions, mayTick }: GridKeys) {
  const [place, setPlace] = useState<Place | null>(null);
  const wanted = useRef(false);
  const grid = useRef<HTMLDivElement>(null);
  const at = useMemo(
    () => Math.max(0, place ? lines.findIndex((line) => keyOf(line) === place.key) : 0),
    [lines, place],
  );

  // The line may only come to be with this rendering, when the list had to scroll to it.
  useLayoutEffect(() => {
    if (!wanted.current || !place) return;
    const line = grid.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(place.key)}"]`);
    if (!line) return;
    wanted.current = false;
    const cell =
      place.cell === null ? null : line.querySelectorAll<HTMLElement>(cellsOfLine)[place.cell];
    (cell ?? line).focus({ preventScroll: cell === null });
  });

  const go = (index: number, cell: number | null) => {
    const next = Math.min(lines.length - 1, Math.max(0, index));
    const line = lines[next];
    if (!line) return;
    wanted.current = true;
    setPlace({ key: keyOf(line), cell: line.kind === "type" && cell !== null ? 0 : cell });
    scrollTo(next);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines[at];
    const focused = (event.target as HTMLElement).closest<HTMLElement>("[data-line]");
    if (!line || !focused || event.altKey) return;
    const cell = place?.cell ?? null;
    const command = event.ctrlKey || event.metaKey;
    const last = line.kind === "type" ? 0 : cells - 1;
    switch (event.key) {
      case "ArrowDown":
        go(at + 1, cell);
        break;
      case "ArrowUp":
        go(at - 1, cell);
        break;
      case "PageDown":
        go(at + page(), cell);
        break;
      case "PageUp":
        go(at - page(), cell);
        break;
      case "Home":
        if (cell === null || command) go(0, null);
        else go(at, 0);
        break;
      case "End":
        if (cell === null || command) go(lines.length - 1, null);
        else go(at, last);
        break;
      case "ArrowRight":
        if (line.kind === "type" && !line.open)
          actions.toggleType(line.section.assetType.code, true);
        else if (cell === null) go(at, 0);
        else go(at, Math.min(last, cell + 1));
        break;
      case "ArrowLeft":
        if (cell !== null) go(at, cell === 0 ? null : cell - 1);
        else if (line.kind === "row") go(typeAbove(lines, at), null);
        // A key that is held down may come again before the lines have followed.
        else if (line.open) actions.toggleType(line.section.assetType.code, false);
        break;
      case "Enter":
        if (line.kind === "type") actions.toggleType(line.section.assetType.code);
        else actions.openFile(line.row);
        break;
      case "Escape":
        actions.closeFile();
        break;
      case " ":
        if (mayTick) tick(line, event.shiftKey, actions);
        break;
      case "a":
        if (!command) return;
        if (mayTick) actions.tickAll();
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  /** Where the mouse puts the focus, the keys go on from. */
  const onFocus = ({ target }: { target: EventTarget }) => {
    const element = target as HTMLElement;
    const line = element.closest<HTMLElement>("[data-line]");
    const key = line?.dataset.line;
    const cells = [...(line?.querySelectorAll(cellsOfLine) ?? [])];
    const cell = cells.indexOf(element);
    if (key) setPlace({ key, cell: cell < 0 ? null : cell });
  };

  const focusLine = (key: string) => {
    const index = lines.findIndex((line) => keyOf(line) === key);
    if (index >= 0) go(index, null);
  };
  /** Without the focus; Tab leads to it. */
  const showLine = (key: string) => {
    const index = lines.findIndex((line) => keyOf(line) === key);
    if (index < 0) return;
    setPlace({ key, cell: null });
    scrollTo(index);
  };
  return { grid, at, onKeyDown, onFocus, focusLine, showLine };
}

/** Those of a line that take the focus. */
const cellsOfLine = "[role=gridcell][tabindex]";

function tick(line: Line, range: boolean, { tickType, tickRow }: LineActions) {
  if (line.kind === "type") tickType(line.section);
  else if (canBeTicked(line.row)) tickRow(line.row, range);
}

function typeAbove(lines: readonly Line[], from: number): number {
  for (let index = from; index >= 0; index--) if (lines[index]?.kind === "type") return index;
  return 0;
}
