"use client";

import { QueryClient } from "@tanstack/react-query";
import {
  createContext,
  type Dispatch,
  type ReactNode,
  type SetStateAction,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Said } from "./carriers";
import { bundlesKey } from "./fetch-bundles";

type DownloadsContext = {
  /** What is known of the user's bundles; apart from what pages know, since it outlives them. */
  client: QueryClient;
  /** What the last command came to. */
  said: Said | null;
  say: Dispatch<SetStateAction<Said | null>>;
  /** Bundles that were taken here a moment ago, with the time until which their first bytes are looked out for. */
  awaited: ReadonlyMap<string, number>;
  /** Looks out for the bytes of a bundle that was just taken. */
  await: (bundleId: string) => void;
  trayOpen: boolean;
  openTray: (open: boolean) => void;
};

const Context = createContext<DownloadsContext | null>(null);

/** A browser may ask where to keep a file before it takes the first byte. */
const longestPause = 60_000;

/** Stands around the whole app: downloads go on from page to page. */
export function DownloadsProvider({ children }: { children: ReactNode }) {
  const [client] = useState(makeClient);
  const [said, say] = useState<Said | null>(null);
  const [trayOpen, openTray] = useState(false);
  // What no provider of its own does for it: only then does it hear that the page is looked at again, or online.
  useEffect(() => {
    client.mount();
    return () => client.unmount();
  }, [client]);
  const awaited = useRef(new Map<string, number>());
  const awaitBundle = useCallback(
    (bundleId: string) => {
      awaited.current.set(bundleId, Date.now() + longestPause);
      void client.invalidateQueries({ queryKey: bundlesKey });
    },
    [client],
  );
  const value = useMemo(
    () => ({
      ...{ client, said, say, trayOpen, openTray },
      ...{ awaited: awaited.current, await: awaitBundle },
    }),
    [client, said, trayOpen, awaitBundle],
  );
  return <Context value={value}>{children}</Context>;
}

/** A download that starts makes browsers drop what the page is asking: once is no loss. */
const makeClient = () =>
  new QueryClient({
    defaultOptions: { queries: { retry: 1, retryDelay: 300, staleTime: Infinity } },
  });

export function useDownloads(): DownloadsContext {
  const context = useContext(Context);
  if (!context) throw new Error("there is no DownloadsProvider around this");
  return context;
}
