"use client";

import { useEffect } from "react";
import { keepPreference } from "./preferences";
import { useRefresh } from "./use-refresh";

/** Tells the server the browser's time zone, and has the page drawn anew when it was drawn for another. */
export function TimeZone({ drawnFor }: { drawnFor: string }) {
  const refresh = useRefresh();
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (timeZone === drawnFor) return;
    keepPreference("tz", timeZone);
    refresh();
  }, [drawnFor, refresh]);
  return null;
}
