"use client";

import { QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import type { ListedMaterial, MaterialChanges } from "@/lib/materials/types";
import { takeOver } from "./changes";
import { type PackedMaterials, unpackMaterials } from "./packed";

const everyMilliseconds = 1_500;

/** One a page: what it knows is gone with it. */
export const makeQueryClient = () =>
  new QueryClient({
    defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false, staleTime: Infinity } },
  });

type LiveMaterials = {
  /** The search parameters that name the requests. */
  chosen: string;
  initial: { rows: PackedMaterials; live: string; now: Date };
};

/** The page's rows, kept as they are on the server. Rows that did not change stay the same objects. */
export function useLiveMaterials({ chosen, initial }: LiveMaterials) {
  const client = useQueryClient();
  const key = ["materials", chosen];
  const { data: rows } = useQuery({
    queryKey: key,
    queryFn: () => fetchRows(chosen),
    initialData: () => unpackMaterials(initial.rows),
  });
  const known = useRef({ since: initial.now.toISOString(), live: initial.live });

  const changes = useQuery({
    queryKey: ["changes", chosen],
    queryFn: () => fetchChanges(chosen, known.current.since),
    refetchInterval: everyMilliseconds,
    // A page in the background catches up when it is looked at.
    refetchOnWindowFocus: "always",
    gcTime: 0,
  });
  const { data } = changes;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is made of `chosen`
  useEffect(() => {
    if (!data) return;
    const { live } = data;
    if (live !== known.current.live) client.invalidateQueries({ queryKey: key });
    else client.setQueryData<ListedMaterial[]>(key, (rows) => rows && takeOver(rows, data.changed));
    known.current = { since: data.now, live };
  }, [data, client, chosen]);

  const { refetch } = changes;
  const catchUp = useCallback(() => void refetch(), [refetch]);
  return { rows, catchUp, lost: changes.isError };
}

async function fetchRows(chosen: string): Promise<ListedMaterial[]> {
  const { materials } = await fetchJson<{ materials: ListedMaterial[] }>(
    `/api/materials?${chosen}`,
  );
  return materials;
}

const fetchChanges = (chosen: string, since: string) =>
  fetchJson<MaterialChanges>(`/api/materials/changes?${chosen}&since=${encodeURIComponent(since)}`);

async function fetchJson<T>(path: string): Promise<T> {
  const response = await fetch(path, { cache: "no-store" });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}
