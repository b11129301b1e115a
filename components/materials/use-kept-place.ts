"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";
import { keyOf, type Line, type LineHeights } from "./arrange";

type KeptPlace = {
  lines: readonly Line[];
  /** Another one when the user has changed what is shown: then lines may come and go where they like. */
  arrangement: unknown;
  scroller: RefObject<HTMLDivElement | null>;
  heights: LineHeights;
};

/** Keeps the line that stands at the top of the window there when the server makes lines come or go above it. */
export function useKeptPlace({ lines, arrangement, scroller, heights }: KeptPlace) {
  const before = useRef({ lines, arrangement });
  useLayoutEffect(() => {
    const last = before.current;
    before.current = { lines, arrangement };
    const element = scroller.current;
    // At the very top, what comes in first is meant to be seen.
    if (last.lines === lines || last.arrangement !== arrangement || !element?.scrollTop) return;
    const moved = movedBy(last.lines, lines, element.scrollTop, (line) => topOf(line, heights));
    if (moved !== 0) element.scrollTop += moved;
  }, [lines, arrangement, scroller, heights]);
}

const topOf = ({ place }: Line, heights: LineHeights) =>
  place.typesAbove * heights.type + place.rowsAbove * heights.row;

/**
 * By how much the first line at or below `top` that is still there stands lower than before.
 * @param topOf of a line, from the top of the list, in CSS pixels
 */
export function movedBy(
  before: readonly Line[],
  after: readonly Line[],
  top: number,
  topOf: (line: Line) => number,
): number {
  const stays = new Map(after.map((line) => [keyOf(line), line]));
  for (const line of before) {
    if (topOf(line) < top) continue;
    const now = stays.get(keyOf(line));
    if (now) return topOf(now) - topOf(line);
  }
  return 0;
}
