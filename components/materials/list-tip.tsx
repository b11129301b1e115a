"use client";

import { memo, type RefObject, useEffect, useState } from "react";
import { createPortal } from "react-dom";
import type { ColumnId, ListedMaterial } from "@/lib/materials/types";
import { useClock } from "./clock-context";
import { columnsById } from "./columns";

const tipId = "list-tip";
const delay = 400;

/** Which cell is explained, and where beneath it, in CSS pixels of the window. */
type Tip = { line: string; column: ColumnId; left: number; top: number };

type ListTipProps = {
  grid: RefObject<HTMLElement | null>;
  rowsById: ReadonlyMap<string, ListedMaterial>;
};

/**
 * One tooltip for all cells of the list: one for each of a thousand would cost more than the list. It stays while
 * rows change under the pointer, which are drawn anew, and says what has become of them.
 */
export const ListTip = memo(function ListTip({ grid, rowsById }: ListTipProps) {
  const clock = useClock();
  const [tip, setTip] = useState<Tip | null>(null);
  useEffect(() => {
    const element = grid.current;
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** Explained, or about to be. */
    let meant: CellName | null = null;
    const hide = () => {
      clearTimeout(timer);
      meant = null;
      setTip(null);
    };
    const show = (name: CellName) => {
      const cell = cellNamed(element, name);
      if (cell) setTip({ ...name, ...beneath(cell) });
    };
    const hover = ({ target }: Event) => {
      const name = nameOf(target);
      if (name && name.line === meant?.line && name.column === meant.column) return;
      hide();
      meant = name;
      if (name) timer = setTimeout(show, delay, name);
    };
    const focus = ({ target }: Event) => {
      hide();
      const cell = cellOf(target);
      meant = cell === target && cell?.matches(":focus-visible") ? nameOf(cell) : null;
      if (meant) show(meant);
    };
    const scroller = element.parentElement;
    element.addEventListener("pointerover", hover);
    element.addEventListener("pointerleave", hide);
    element.addEventListener("pointerdown", hide);
    element.addEventListener("focusin", focus);
    element.addEventListener("focusout", hide);
    scroller?.addEventListener("scroll", hide, { passive: true });
    return () => {
      hide();
      element.removeEventListener("pointerover", hover);
      element.removeEventListener("pointerleave", hide);
      element.removeEventListener("pointerdown", hide);
      element.removeEventListener("focusin", focus);
      element.removeEventListener("focusout", hide);
      scroller?.removeEventListener("scroll", hide);
    };
  }, [grid]);
  const row = tip && rowsById.get(tip.line);
  const text = row && columnsById[tip.column].explain(row, clock);
  useEffect(() => {
    // With the rows their cells may be others.
    const cell = tip && rowsById.has(tip.line) && grid.current && cellNamed(grid.current, tip);
    if (!cell || !text) return;
    // It may have gone elsewhere.
    if (beneath(cell).top !== tip.top) return setTip(null);
    cell.setAttribute("aria-describedby", tipId);
    return () => cell.removeAttribute("aria-describedby");
  }, [grid, tip, text, rowsById]);
  if (!tip || !text) return null;
  return createPortal(
    // Inter would draw the x of "960x540" as a multiplication sign: a file's name is shown as supplied.
    <div
      id={tipId}
      role="tooltip"
      className="pointer-events-none fixed z-50 max-w-96 animate-appear whitespace-pre-line rounded bg-ink px-2 py-1 text-ground text-label wrap-anywhere [font-variant-ligatures:no-contextual]"
      style={{ left: `min(${tip.left}px, calc(100vw - 25rem))`, top: tip.top }}
    >
      {text}
    </div>,
    // Beside the list and not in it: a scrolled list would cut it off. Within the page's landmark.
    grid.current?.closest("main") ?? document.body,
  );
});

type CellName = Pick<Tip, "line" | "column">;

const cellOf = (target: EventTarget | null) =>
  (target as HTMLElement | null)?.closest<HTMLElement>("[role=gridcell][data-column]") ?? null;

function nameOf(target: EventTarget | null): CellName | null {
  const cell = cellOf(target);
  const line = cell?.closest<HTMLElement>("[data-line]")?.dataset.line;
  return cell && line !== undefined ? { line, column: cell.dataset.column as ColumnId } : null;
}

const cellNamed = (grid: HTMLElement, { line, column }: CellName) =>
  grid.querySelector<HTMLElement>(
    `[data-line="${CSS.escape(line)}"] [role=gridcell][data-column="${column}"]`,
  );

function beneath(cell: HTMLElement) {
  const { left, bottom } = cell.getBoundingClientRect();
  return { left: left + 8, top: bottom + 2 };
}
