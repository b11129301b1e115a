"use client";

import { QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { useRefresh } from "@/components/shell/use-refresh";
import type { ListedMaterial, MaterialChanges } from "@/lib/materials/types";
import { takeOver } from "./changes";
import { type PackedMaterials, unpackMaterials } from "./packed";

/** With what an answer takes, a change is on the page within 2 s. */
const everyMilliseconds = 1_000;
const tenSeconds = 10_000;

/** One a page: what it knows is gone with it. */
export const makeQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      // Rows are told apart by `takeOver`; to be compared once more, field by field, takes longer than that.
      queries: { retry: false, staleTime: Infinity, structuralSharing: false },
    },
  });

type LiveMaterials = {
  /** The search parameters that name the requests. */
  chosen: string;
  /** As of the page's last rendering by the server. */
  drawn: { rows: PackedMaterials; live: string; now: Date };
};

/**
 * The page's rows, kept as they are on the server by asking what has changed. Rows that did not change stay the
 * same objects. When requests come, go or change, the server draws the page anew: asset types come and go with
 * them, and what is said of them stands above the list. So does whether anything is delivered, by their buckets.
 */
export function useLiveMaterials({ chosen, drawn }: LiveMaterials) {
  const client = useQueryClient();
  const refresh = useRefresh();
  const asDrawn = () => unpackMaterials(drawn.rows);
  const { data: rows } = useQuery({
    queryKey: keyOf(chosen),
    queryFn: asDrawn,
    initialData: asDrawn,
    enabled: false,
  });
  const known = useRef({ rows: drawn.rows, since: drawn.now.toISOString(), live: drawn.live });

  useEffect(() => {
    if (drawn.rows !== known.current.rows)
      client.setQueryData(keyOf(chosen), unpackMaterials(drawn.rows));
    known.current = { rows: drawn.rows, since: drawn.now.toISOString(), live: drawn.live };
  }, [client, chosen, drawn.rows, drawn.now, drawn.live]);

  const {
    data: answered,
    error,
    refetch,
  } = useQuery({
    queryKey: ["changes", chosen],
    queryFn: async () => {
      const { now, live, changed } = await fetchChanges(chosen, known.current.since);
      if (live !== known.current.live) {
        known.current.live = live;
        refresh();
      } else {
        known.current.since = now;
        const before = client.getQueryData<ListedMaterial[]>(keyOf(chosen)) ?? [];
        const after = takeOver(before, changed);
        client.setQueryData(keyOf(chosen), after);
        if (after !== before && isAwaited(before) !== isAwaited(after)) refresh();
      }
      return inSteps(now);
    },
    refetchInterval: ({ state }) => (isRefusal(state.error) ? false : everyMilliseconds),
    // A page in the background rests, and catches up when it is looked at.
    refetchOnWindowFocus: "always",
    gcTime: 0,
    // A download that starts makes browsers drop what the page is asking: once is no loss.
    retry: (failures, failure) => failures < 1 && !isRefusal(failure),
    retryDelay: 300,
  });

  const refused = isRefusal(error);
  useEffect(() => {
    // The server says it in its own way: by the sign-in page, or that there is nothing here.
    if (refused) refresh();
  }, [refused, refresh]);

  const catchUp = useCallback(() => void refetch(), [refetch]);
  const asOf = answered && answered > drawn.now.toISOString() ? new Date(answered) : drawn.now;
  return { rows, catchUp, asOf, lost: error !== null && !refused };
}

/** Nothing is drawn anew for an answer that says only that a second has gone by. */
const inSteps = (now: string) =>
  new Date(Math.floor(Date.parse(now) / tenSeconds) * tenSeconds).toISOString();

const isAwaited = (rows: ListedMaterial[]) => rows.every(({ version }) => version === null);

const keyOf = (chosen: string) => ["materials", chosen];

async function fetchChanges(chosen: string, since: string): Promise<MaterialChanges> {
  const response = await fetch(
    `/api/materials/changes?${chosen}&since=${encodeURIComponent(since)}`,
    { cache: "no-store" },
  );
  if (!response.ok) throw new Unread(response.status);
  return response.json();
}

class Unread extends Error {
  constructor(readonly status: number) {
    super(`The changes could not be read: ${status}.`);
  }
}

/** Signed out since, or nothing to be seen here any more: asking again changes nothing. */
const isRefusal = (error: Error | null) =>
  error instanceof Unread && (error.status === 401 || error.status === 404);
