"use client";

import { createContext, useContext, useMemo, useState } from "react";
import type { Clock } from "./cells";

export const ClockContext = createContext<Clock>({ now: new Date(0), timeZone: "UTC" });

export const useClock = () => useContext(ClockContext);

/** Longer than any two answers are apart, and short enough for words that count in minutes. */
const step = 30_000;

/**
 * The server's moment as of its last answer, moving on in steps: whatever the browser's own clock says, and
 * however long the page slept or lay in the history.
 */
export function useMovingClock(asOf: Date, timeZone: string): Clock {
  const [now, setNow] = useState(asOf);
  if (Math.abs(asOf.getTime() - now.getTime()) >= step) setNow(asOf);
  return useMemo(() => ({ now, timeZone }), [now, timeZone]);
}
