"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ChangedMaterial } from "@/lib/downloads/types";
import type { ListedMaterial } from "@/lib/materials/types";
import { type ChangedFile, toChangedFile, versionsDigest } from "./changed";
import { useDownloads } from "./downloads-context";

type Row = Pick<ListedMaterial, "id" | "version" | "downloaded">;

/**
 * Those of a page's files that were updated since the user took them: as drawn by the server, and asked for
 * again when the page hears of newer versions.
 * @param drawn with the digest of the versions that the page had then; null for one who takes nothing
 */
export function useChanged(
  drawn: { files: ChangedFile[]; digest: number } | null,
  rows: readonly Row[],
): ChangedFile[] {
  const { client } = useDownloads();
  const digest = useMemo(() => versionsDigest(rows), [rows]);
  const isNewer = drawn !== null && digest !== drawn.digest;
  const { data } = useQuery(
    {
      queryKey: ["changed", digest],
      queryFn: fetchChanged,
      enabled: isNewer,
      gcTime: 0,
      placeholderData: (before) => before,
    },
    client,
  );
  return useMemo(() => {
    // A download of the current version, by whichever way, ends it.
    const here = new Set(rows.flatMap(({ id, downloaded }) => (downloaded ? [] : [id])));
    return ((isNewer && data) || (drawn?.files ?? [])).filter(({ materialId }) =>
      here.has(materialId),
    );
  }, [isNewer, data, drawn, rows]);
}

async function fetchChanged(): Promise<ChangedFile[]> {
  const response = await fetch("/api/downloads/changed", { cache: "no-store" });
  if (!response.ok) throw new Error(`What changed could not be read: ${response.status}.`);
  const { materials } = (await response.json()) as { materials: ChangedMaterial[] };
  return materials.map(toChangedFile);
}
