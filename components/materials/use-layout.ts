"use client";

import { useEffect, useState } from "react";
import { type Layout, layoutCookie, writeLayout } from "./layout";

const year = 365 * 24 * 3600;

/** The user's columns, kept in this browser for a year. */
export function useLayout(userId: string, initial: Layout) {
  const [layout, setLayout] = useState(initial);
  useEffect(() => {
    if (layout === initial) return;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `${layoutCookie(userId)}=${encodeURIComponent(writeLayout(layout))}; Path=/; Max-Age=${year}; SameSite=Lax`;
  }, [userId, layout, initial]);
  return [layout, setLayout] as const;
}
