"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { RequestedProxy } from "@/lib/proxies/types";
import { useDownloads } from "./downloads-context";
import { newlyReady } from "./proxy-words";

const whileMade = 1_500;
/** What was asked for elsewhere is noticed too. */
const whileQuiet = 20_000;

export const proxiesKey = ["proxies"];

/** The copies that the user asked for and has not taken yet, as they are on the server. */
export function useRequestedProxies() {
  const { client } = useDownloads();
  const { data: proxies = none } = useQuery(
    {
      queryKey: proxiesKey,
      queryFn: fetchProxies,
      refetchInterval: ({ state }) => (state.data?.some(isBeingMade) ? whileMade : whileQuiet),
      refetchOnWindowFocus: "always",
    },
    client,
  );
  const [ready, setReady] = useState("");
  const before = useRef(proxies);
  useEffect(() => {
    const names = newlyReady(before.current, proxies).map(({ fileName }) => fileName);
    if (names.length > 0) setReady(names.map((name) => `${name}: the proxy is ready.`).join(" "));
    before.current = proxies;
  }, [proxies]);
  return {
    proxies,
    beingMade: proxies.filter(isBeingMade).length,
    /** What to read out. */
    ready,
  };
}

const none: RequestedProxy[] = [];

const isBeingMade = ({ state }: RequestedProxy) => state === "processing";

async function fetchProxies(): Promise<RequestedProxy[]> {
  const response = await fetch("/api/proxies", { cache: "no-store" });
  if (!response.ok) throw new Error(`The proxies could not be read: ${response.status}.`);
  return ((await response.json()) as { proxies: RequestedProxy[] }).proxies;
}
