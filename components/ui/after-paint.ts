"use client";

import { startTransition, useEffect, useState } from "react";

/** Does something once what stands now is painted. @returns what calls it off */
export function afterPaint(then: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(then);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/**
 * A value as of the last paint. What hangs on it is drawn after what was pressed shows, a piece at a time; React's
 * own deferred values may begin before that, and what they compute first can't be put off.
 */
export function useAfterPaint<T>(value: T): T {
  const [painted, setPainted] = useState(value);
  useEffect(() => {
    if (painted === value) return;
    return afterPaint(() => startTransition(() => setPainted(() => value)));
  }, [value, painted]);
  return painted;
}
