"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ChangedMaterial } from "@/lib/downloads/types";
import type { ListedMaterial } from "@/lib/materials/types";
import { type ChangedFile, toChangedFile, versionsDigest } from "./changed";
import { useDownloads } from "./downloads-context";

type Row = Pick<ListedMaterial, "id" | "version" | "downloaded">;

/** How soon to ask again where nothing was answered, in milliseconds. */
const soonAgain = 5_000;

/**
 * Those of a page's files that were updated since the user took them: as drawn by the server until it was asked,
 * which is when the page stands, and when it hears of newer versions. What the page was drawn with may be older
 * than its rows: a version may have come while it was drawn.
 * @param drawn null for one who takes nothing
 */
export function useChanged(drawn: ChangedFile[] | null, rows: readonly Row[]): ChangedFile[] {
  const { client } = useDownloads();
  const digest = useMemo(() => versionsDigest(rows), [rows]);
  const { data } = useQuery(
    {
      queryKey: ["changed", digest],
      queryFn: fetchChanged,
      enabled: drawn !== null,
      refetchInterval: ({ state }) => (state.error ? soonAgain : false),
      gcTime: 0,
      placeholderData: (before) => before,
    },
    client,
  );
  return useMemo(() => {
    // A download of the current version, by whichever way, ends it.
    const here = new Set(rows.flatMap(({ id, downloaded }) => (downloaded ? [] : [id])));
    return (data ?? drawn ?? []).filter(({ materialId }) => here.has(materialId));
  }, [data, drawn, rows]);
}

async function fetchChanged(): Promise<ChangedFile[]> {
  const response = await fetch("/api/downloads/changed", { cache: "no-store" });
  if (!response.ok) throw new Error(`What changed could not be read: ${response.status}.`);
  const { materials } = (await response.json()) as { materials: ChangedMaterial[] };
  return materials.map(toChangedFile);
}
