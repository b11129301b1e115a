"use client";

import { useCallback, useRef, useState } from "react";
import type { ListedMaterial } from "@/lib/materials/types";
import { keepTickable, setTicks, type Ticks, toggleTicks } from "./ticks";

const none: Ticks = new Set();

/**
 * What is ticked. Ticks live through filters, groups and refetches; a row that can't be taken any more loses its own,
 * and `lost` says how many did, until it is acknowledged.
 * @param inOrder the materials that are on view, from top to bottom, for ranges
 */
export function useTicks(
  rows: readonly ListedMaterial[],
  inOrder: () => readonly ListedMaterial[],
) {
  const [ticks, setGiven] = useState(none);
  const [lost, setLost] = useState(0);
  const anchor = useRef<string | null>(null);

  // Only what can be taken is ever ticked: what that is changes with the rows alone.
  const [keptOf, setKeptOf] = useState(rows);
  if (keptOf !== rows) {
    const kept = keepTickable(rows, ticks);
    setKeptOf(rows);
    setGiven(kept.ticks);
    setLost(lost + kept.lost);
  }

  const toggleRow = useCallback(
    (row: ListedMaterial, range: boolean) => {
      const start = anchor.current;
      anchor.current = row.id;
      setGiven((ticks) => {
        const ticked = !ticks.has(row.id);
        if (!range || start === null) return setTicks([row], ticks, ticked);
        return setTicks(rowsBetween(inOrder(), start, row.id), ticks, true);
      });
    },
    [inOrder],
  );
  const toggleRows = useCallback((several: readonly ListedMaterial[]) => {
    anchor.current = null;
    setGiven((ticks) => toggleTicks(several, ticks));
  }, []);
  const acknowledge = useCallback(() => setLost(0), []);

  return { ticks, lost, toggleRow, toggleRows, acknowledge };
}

/** Both ends included; the one row alone where the other end is not on view. */
function rowsBetween(rows: readonly ListedMaterial[], from: string, to: string) {
  const a = rows.findIndex(({ id }) => id === from);
  const b = rows.findIndex(({ id }) => id === to);
  return rows.slice(a < 0 ? b : Math.min(a, b), Math.max(a, b) + 1);
}
