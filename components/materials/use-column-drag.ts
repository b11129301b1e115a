"use client";

import { type PointerEvent, useRef, useState } from "react";
import type { ColumnId } from "@/lib/materials/types";

/** Less than this is a click with an unsteady hand. */
const threshold = 6;

/** A column on its way, and the one whose place it would take. */
type ColumnDrag = { column: ColumnId; over: ColumnId | null };

/** Reorders columns by dragging their headers. Pointer events, not HTML drag and drop: that would steal the resizing. */
export function useColumnDrag(onMove: (column: ColumnId, to: ColumnId) => void) {
  const [drag, setDrag] = useState<ColumnDrag | null>(null);
  const start = useRef<{ column: ColumnId; x: number } | null>(null);
  const dragged = useRef(false);
  const latest = useRef({ drag, onMove });
  latest.current = { drag, onMove };

  const handlers = (column: ColumnId) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      dragged.current = false;
      if (event.button !== 0 || event.pointerType === "touch") return;
      start.current = { column, x: event.clientX };
      // At once: a quick hand is off the header with its first move.
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (start.current?.column !== column) return;
      if (!latest.current.drag && Math.abs(event.clientX - start.current.x) < threshold) return;
      dragged.current = true;
      const over = columnAt(event.currentTarget, event.clientX);
      setDrag({ column, over: over === column ? null : over });
    },
    onPointerUp: () => {
      const { drag, onMove } = latest.current;
      if (drag?.over) onMove(drag.column, drag.over);
      start.current = null;
      setDrag(null);
    },
    onPointerCancel: () => {
      start.current = null;
      setDrag(null);
    },
  });
  /** Whether the click that follows belongs to a drag. */
  const wasDragged = () => dragged.current;
  // The first ones read what is latest: another set of them would draw all headers anew.
  const [dragging] = useState({ handlers, wasDragged });
  return { drag, dragging };
}

function columnAt(header: HTMLElement, x: number): ColumnId | null {
  const cells = header.closest("[role=row]")?.querySelectorAll<HTMLElement>("[data-column]") ?? [];
  for (const cell of cells) {
    const { left, right } = cell.getBoundingClientRect();
    if (x >= left && x < right) return cell.dataset.column as ColumnId;
  }
  return null;
}
