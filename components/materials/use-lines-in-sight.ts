"use client";

import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import {
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from "react";
import { afterPaint } from "@/components/ui/after-paint";
import { keyOf, type Line, type LineHeights } from "./arrange";
import { briefLines } from "./brief-lines";
import { useKeptPlace } from "./use-kept-place";

type LinesInSight = {
  lines: readonly Line[];
  /** Another one when the user has changed which lines these are. */
  arrangement: unknown;
  scroller: RefObject<HTMLDivElement | null>;
  /** The index of the line that has the focus: it stays, or scrolling would lose the focus. */
  active: RefObject<number>;
  initialHeights: LineHeights;
};

/** Which lines are in sight, with a few above and below; on the server, those of a first screenful. */
export function useLinesInSight(given: LinesInSight) {
  const { lines, arrangement, scroller, active } = given;
  const { heights, probes } = useLineHeights(given.initialHeights);
  // The virtualizer begins at the top; what was scrolled before the page's script came is to stand.
  const scrolled = useRef(0);
  useLayoutEffect(() => {
    scrolled.current = scroller.current?.scrollTop ?? 0;
  }, [scroller]);
  const extended = useMemo(towardsTheScroll, []);
  // Heights are known from the lines' kinds alone; nothing is measured line by line. By another function for the
  // keys the virtualizer knows that it has to place all lines anew.
  const sized = useMemo(
    () => ({
      estimateSize: (index: number) => (lines[index]?.kind === "type" ? heights.type : heights.row),
      getItemKey: (index: number) => {
        const line = lines[index];
        return line ? keyOf(line) : index;
      },
    }),
    [lines, heights],
  );
  const virtual = useVirtualizer({
    ...sized,
    count: lines.length,
    getScrollElement: () => scroller.current,
    // A task of its own, after the frame that scrolls: one of both would be too long.
    useFlushSync: false,
    scrollMargin: heights.header,
    scrollPaddingStart: heights.header,
    initialRect: { width: 1200, height: 900 },
    rangeExtractor: (range) => {
      const indexes = extended(range);
      const at = active.current;
      if (at >= range.count || indexes.includes(at)) return indexes;
      return at < range.startIndex ? [at, ...indexes] : [...indexes, at];
    },
  });
  useLayoutEffect(() => {
    if (scrolled.current > 0) scroller.current?.scrollTo({ top: scrolled.current });
  }, [scroller]);
  useKeptPlace({ lines, arrangement, scroller, heights });

  const items = virtual.getVirtualItems();
  const decide = useMemo(briefLines, []);
  const [, drawAgain] = useReducer((times: number) => times + 1, 0);
  const standing = items.flatMap(({ index }) => {
    const line = lines[index];
    return line ? [{ index, line }] : [];
  });
  const at = lines[active.current];
  const { brief, hurried, more } = decide({
    lines: standing.flatMap(({ index, line }) =>
      line.kind === "row" ? { key: keyOf(line), index } : [],
    ),
    startIndex: virtual.range?.startIndex ?? 0,
    endIndex: virtual.range?.endIndex ?? 0,
    scrolling: virtual.isScrolling,
    active: at && keyOf(at),
  });
  useEffect(() => (more ? afterPaint(drawAgain) : undefined));
  // Laid out here, in the task that draws them: the frame, which has to paint them too, is the shorter for it.
  useLayoutEffect(() => {
    if (virtual.isScrolling) scroller.current?.getBoundingClientRect();
  });
  const inSight = standing.map(({ index, line }, i) => ({
    index,
    line,
    brief: brief.has(keyOf(line)),
    apart: isApart(index, standing[i - 1]?.index, standing[i + 1]?.index),
  }));
  const page = () =>
    Math.max(
      1,
      Math.floor(((scroller.current?.clientHeight ?? 0) - heights.header) / heights.row) - 1,
    );
  const scrollTo = (index: number) => virtual.scrollToIndex(index);
  return { inSight, hurried, page, probes, scrollTo };
}

/**
 * The line that has the focus may stand far above or below those in sight, which follow each other.
 * @param before the index of the line that is drawn before it, and after it, if any
 */
export const isApart = (index: number, before: number | undefined, after: number | undefined) =>
  before !== index - 1 && after !== index + 1;

/** Lines drawn beyond the window: most of them where the next frame will be. */
const beyond = { ahead: 14, behind: 6 };
/** A frame that moves by more lines jumps, and goes on nowhere. */
const MOST_SCROLLED = 60;
/** Beyond, lines made ahead would make frames so long that still more are needed. */
const MOST_MORE = 40;
/** So many of those that are not in sight yet may come with one drawing: one of many would be a long task. */
const FEWEST_NEW = 4;

/**
 * Extends ranges in the direction in which they move, by what the next two frames will bring: on a slow machine that
 * is more than stands ready at rest. Those ahead come in small parts.
 */
export function towardsTheScroll() {
  let last = 0;
  let drawn = { first: 0, end: 0 };
  let moved = 0;
  return ({ startIndex, endIndex, count }: Omit<Range, "overscan">) => {
    if (startIndex !== last) moved = startIndex - last;
    last = startIndex;
    const lines = Math.abs(moved);
    const jumps = lines > MOST_SCROLLED;
    const more = jumps ? 0 : Math.min(MOST_MORE, 2 * lines);
    const [above, below] =
      moved < 0 ? [beyond.ahead + more, beyond.behind] : [beyond.behind, beyond.ahead + more];
    // No fewer than have scrolled by, or those that stand ready would be used up.
    const most = Math.max(FEWEST_NEW, lines + 1);
    let first = startIndex - above;
    let end = endIndex + below;
    if (!jumps && moved > 0) end = Math.min(end, Math.max(endIndex, drawn.end + most));
    if (!jumps && moved < 0) first = Math.max(first, Math.min(startIndex, drawn.first - most));
    drawn = { first, end };
    return defaultRangeExtractor({
      count,
      overscan: 0,
      startIndex: Math.max(0, first),
      endIndex: Math.min(count - 1, end),
    });
  };
}

/** They follow the row-height setting, the text size and, where lines become cards, the width: measured on probes. */
function useLineHeights(initial: LineHeights) {
  const [heights, setHeights] = useState(initial);
  const type = useRef<HTMLDivElement>(null);
  const row = useRef<HTMLDivElement>(null);
  const header = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const measure = () =>
      setHeights((known) => {
        const now = {
          type: type.current?.offsetHeight ?? known.type,
          row: row.current?.offsetHeight ?? known.row,
          header: header.current?.offsetHeight ?? known.header,
        };
        const same =
          now.type === known.type && now.row === known.row && now.header === known.header;
        return same ? known : now;
      });
    measure();
    const observer = new ResizeObserver(measure);
    for (const probe of [type, row, header]) if (probe.current) observer.observe(probe.current);
    return () => observer.disconnect();
  }, []);
  return { heights, probes: { type, row, header } };
}
