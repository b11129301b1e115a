"use client";

import { useCallback, useEffect, useState } from "react";

/** A setting that this browser keeps; what can't be read is the default. Known after the first paint. */
export function useRemembered<T>(
  name: string,
  initial: T,
  read: (said: string) => T | null,
): [T, (value: T) => void] {
  const [value, setValue] = useState(initial);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once
  useEffect(() => {
    const said = stored(name);
    const known = said === null ? null : read(said);
    if (known !== null) setValue(known);
  }, []);
  const remember = useCallback(
    (next: T) => {
      setValue(next);
      try {
        localStorage.setItem(name, String(next));
      } catch {
        // Storage is full or forbidden: it holds for this page.
      }
    },
    [name],
  );
  return [value, remember];
}

function stored(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
