"use client";

import { useEffect } from "react";
import type { ListedMaterial } from "@/lib/materials/types";
import type { Cell, ReadCell } from "./cells";

/** Of these nearly every row has a text of its own, and people look for them first; each with the font it is in. */
const columns = [
  ["fileName", "--font-mono"],
  ["title", "--font-sans"],
] as const;

/** Reads, while there is nothing else to do, what the first filter, sort and scroll would have to wait for. */
export function useReadAhead(rows: readonly ListedMaterial[], read: ReadCell) {
  useEffect(() => {
    // Not in every browser: there the first filter takes a little longer.
    if (!("requestIdleCallback" in window)) return;
    const foreign = columns.map(() => new Set<string>());
    let next = 0;
    let asked = 0;
    const readSome = (idle: IdleDeadline) => {
      for (; next < rows.length && idle.timeRemaining() > 2; next++) {
        const row = rows[next];
        if (row)
          columns.forEach(([column], i) => {
            const cell = read(row, column);
            readWhole(cell);
            for (const letter of cell.value.match(beyondLatin1) ?? []) foreign[i]?.add(letter);
          });
      }
      if (next < rows.length) asked = requestIdleCallback(readSome);
      else for (const [i, [, font]] of columns.entries()) loadFont(font, foreign[i]);
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

const beyondLatin1 = /[^\0-\xff]/gu;

/**
 * Loads those parts of a font that letters are in. Each has all lines laid out anew when it comes: not amid a scroll,
 * because a first Łódź is in sight.
 */
function loadFont(variable: `--${string}`, letters: ReadonlySet<string> | undefined) {
  if (!letters?.size) return;
  const family = getComputedStyle(document.documentElement).getPropertyValue(variable);
  // One that does not come is asked for again by the lines themselves.
  document.fonts.load(`1em ${family}`, [...letters].join("")).catch(() => undefined);
}
