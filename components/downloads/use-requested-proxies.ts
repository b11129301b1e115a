"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { RequestedProxy } from "@/lib/proxies/types";
import { useDownloads } from "./downloads-context";
import { hasEnded, newlyReady } from "./proxy-words";

const whileMade = 1_500;
/** What was asked for elsewhere is noticed too. */
const whileQuiet = 20_000;

export const proxiesKey = ["proxies"];

/** The copies that the user asked for and has not taken yet, as they are on the server. */
export function useRequestedProxies() {
  const { client, say } = useDownloads();
  const { data: { proxies, now } = nothing, dataUpdatedAt } = useQuery(
    {
      queryKey: proxiesKey,
      queryFn: fetchProxies,
      refetchInterval: ({ state }) =>
        state.data?.proxies.some(isBeingMade) ? whileMade : whileQuiet,
      refetchOnWindowFocus: "always",
    },
    client,
  );
  const [ready, setReady] = useState("");
  const before = useRef(proxies);
  useEffect(() => {
    const names = newlyReady(before.current, proxies).map(({ fileName }) => fileName);
    if (names.length > 0) setReady(names.map((name) => `${name}: the proxy is ready.`).join(" "));
    const ended = hasEnded(before.current, proxies);
    before.current = proxies;
    // One that is made in a moment may never have been seen in the making.
    if (ended || !proxies.some(isBeingMade))
      say((said) => (said?.makingAt && said.makingAt < dataUpdatedAt ? null : said));
  }, [proxies, dataUpdatedAt, say]);
  return {
    proxies,
    beingMade: proxies.filter(isBeingMade).length,
    /** What to read out. */
    ready,
    /** The server's moment when it said so; null before. */
    asOf: now,
  };
}

type Answer = { proxies: RequestedProxy[]; now: string | null };

const nothing: Answer = { proxies: [], now: null };

const isBeingMade = ({ state }: RequestedProxy) => state === "processing";

async function fetchProxies(): Promise<Answer> {
  const response = await fetch("/api/proxies", { cache: "no-store" });
  if (!response.ok) throw new Error(`The proxies could not be read: ${response.status}.`);
  return response.json();
}
