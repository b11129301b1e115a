"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";

const aWhile = 3_000;
const patience = 10_000;

let awaited = false;

/**
 * Has the server draw the page anew, as soon as it answers; many times asked for meanwhile is once. Of a refresh
 * that fails Next makes a navigation, which leads to the browser's own error page: all that is under way in the
 * page, an upload too, would be lost.
 */
export function useRefresh(): () => void {
  const router = useRouter();
  return useCallback(() => {
    if (awaited) return;
    awaited = true;
    void untilServerAnswers().then(() => {
      awaited = false;
      router.refresh();
    });
  }, [router]);
}

/** Comes back once there is a network, and a server in it that can draw pages. */
export async function untilServerAnswers(): Promise<void> {
  while (!(await answers())) await online(aWhile);
}

async function answers(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(patience);
    const response = await fetch("/api/health", { cache: "no-store", signal });
    // Pages don't wait for the jobs' engine; and what is no JSON was said by a proxy on the way.
    return ((await response.json()) as { database?: string }).database === "ok";
  } catch {
    return false;
  }
}

/** Waits for a network to come, so long at most: that there is one says nothing of the server. */
function online(atMost: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, atMost);
    addEventListener("online", done);
  });
}
