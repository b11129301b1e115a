"use client";

import { memo, type RefObject, useEffect, useState } from "react";
import { createPortal } from "react-dom";
import type { ColumnId, ListedMaterial } from "@/lib/materials/types";
import type { Clock } from "./cells";
import { useClock } from "./clock-context";
import { columnsById } from "./columns";

const tipId = "list-tip";
const delay = 400;

type Tip = { text: string; left: number; top: number };

type ListTipProps = {
  grid: RefObject<HTMLElement | null>;
  rowsById: ReadonlyMap<string, ListedMaterial>;
};

/** One tooltip for all cells of the list: one for each of a thousand would cost more than the list. */
export const ListTip = memo(function ListTip({ grid, rowsById }: ListTipProps) {
  const clock = useClock();
  const [tip, setTip] = useState<Tip | null>(null);
  useEffect(() => {
    const element = grid.current;
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let described: HTMLElement | null = null;
    const hide = () => {
      clearTimeout(timer);
      described?.removeAttribute("aria-describedby");
      described = null;
      setTip(null);
    };
    const show = (cell: HTMLElement) => {
      const text = textOf(cell, rowsById, clock);
      if (!text) return;
      const { left, bottom } = cell.getBoundingClientRect();
      cell.setAttribute("aria-describedby", tipId);
      described = cell;
      setTip({ text, left: left + 8, top: bottom + 2 });
    };
    const hover = ({ target }: Event) => {
      const cell = cellOf(target);
      if (cell && cell === described) return;
      hide();
      if (cell) timer = setTimeout(show, delay, cell);
    };
    const focus = ({ target }: Event) => {
      hide();
      const cell = cellOf(target);
      if (cell === target && cell?.matches(":focus-visible")) show(cell);
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
  }, [grid, rowsById, clock]);
  if (!tip) return null;
  return createPortal(
    // Inter would draw the x of "960x540" as a multiplication sign: a file's name is shown as supplied.
    <div
      id={tipId}
      role="tooltip"
      className="pointer-events-none fixed z-50 max-w-96 animate-appear whitespace-pre-line rounded bg-ink px-2 py-1 text-ground text-label wrap-anywhere [font-variant-ligatures:no-contextual]"
      style={{ left: `min(${tip.left}px, calc(100vw - 25rem))`, top: tip.top }}
    >
      {tip.text}
    </div>,
    // Beside the list and not in it: a scrolled list would cut it off. Within the page's landmark.
    grid.current?.closest("main") ?? document.body,
  );
});

const cellOf = (target: EventTarget | null) =>
  (target as HTMLElement | null)?.closest<HTMLElement>("[role=gridcell][data-column]") ?? null;

function textOf(cell: HTMLElement, rowsById: ListTipProps["rowsById"], clock: Clock) {
  const row = rowsById.get(cell.closest<HTMLElement>("[data-line]")?.dataset.line ?? "");
  return row ? columnsById[cell.dataset.column as ColumnId].explain(row, clock) : null;
}
