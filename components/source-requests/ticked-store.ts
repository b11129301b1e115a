import { useSyncExternalStore } from "react";
import { MOST_TICKED, type Ticked } from "./ticking";

const none: Ticked = new Set();
const known = new Map<string, Ticked>();
const listeners = new Set<() => void>();

/**
 * One user's ticks in this tab, kept in session storage: they outlive paging, filtering and reloading,
 * and another person who signs in here does not find them.
 */
export function useTicked(userId: string) {
  const ticked = useSyncExternalStore(
    subscribe,
    () => read(userId),
    () => none,
  );
  return [ticked, (next: Ticked) => keep(userId, next)] as const;
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const keyOf = (userId: string) => `turnover.ticked.${userId}`;

function read(userId: string): Ticked {
  const ticked = known.get(userId) ?? new Set(stored(userId));
  known.set(userId, ticked);
  return ticked;
}

function keep(userId: string, ticked: Ticked) {
  known.set(userId, ticked);
  try {
    sessionStorage.setItem(keyOf(userId), JSON.stringify([...ticked]));
  } catch {
    // Storage is full or forbidden: the ticks last as long as the page.
  }
  for (const listener of listeners) listener();
}

function stored(userId: string): string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(userId)) ?? "[]");
    const all = Array.isArray(kept) ? kept : [];
    return all.filter((one) => typeof one === "string").slice(0, MOST_TICKED);
  } catch {
    return [];
  }
}
