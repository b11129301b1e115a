"use client";

import { createContext, useContext, useEffect, useMemo, useState } from "react";
import type { Clock } from "./cells";

export const ClockContext = createContext<Clock>({ now: new Date(0), timeZone: "UTC" });

export const useClock = () => useContext(ClockContext);

/** The server's moment, moving on minute by minute, so that "5 min ago" stays true. */
export function useMovingClock(start: Date, timeZone: string): Clock {
  const [minutes, setMinutes] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setMinutes((passed) => passed + 1), 60_000);
    return () => clearInterval(timer);
  }, []);
  return useMemo(
    () => ({ now: new Date(start.getTime() + minutes * 60_000), timeZone }),
    [start, minutes, timeZone],
  );
}
