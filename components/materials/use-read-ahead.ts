"use client";

import { useEffect } from "react";
import type { ColumnId, ListedMaterial } from "@/lib/materials/types";
import type { Cell, ReadCell } from "./cells";

/** Of these nearly every row has a text of its own, and people look for them first. */
const columns: ColumnId[] = ["fileName", "title"];

/** Reads, while there is nothing else to do, what the first filter and the first sort would have to wait for. */
export function useReadAhead(rows: readonly ListedMaterial[], read: ReadCell) {
  useEffect(() => {
    // Not in every browser: there the first filter takes a little longer.
    if (!("requestIdleCallback" in window)) return;
    let next = 0;
    let asked = 0;
    const readSome = (idle: IdleDeadline) => {
      for (; next < rows.length && idle.timeRemaining() > 2; next++) {
        const row = rows[next];
        if (row) for (const column of columns) readWhole(read(row, column));
      }
      if (next < rows.length) asked = requestIdleCallback(readSome);
    };
    asked = requestIdleCallback(readSome);
    return () => cancelIdleCallback(asked);
  }, [rows, read]);
}

/** What it holds is made when it is asked for. */
function readWhole(cell: Cell) {
  void cell.folded;
  void cell.key;
}
