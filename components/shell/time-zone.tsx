"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { keepPreference } from "./preferences";

/** Tells the server the browser's time zone, and has the page drawn anew when it was drawn for another. */
export function TimeZone({ drawnFor }: { drawnFor: string }) {
  const router = useRouter();
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (timeZone === drawnFor) return;
    keepPreference("tz", timeZone);
    router.refresh();
  }, [drawnFor, router]);
  return null;
}
