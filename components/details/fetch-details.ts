import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { DownloadHistory } from "@/lib/downloads/types";
import type { ListedMaterial } from "@/lib/materials/types";
import type { MaterialDetails, UpdateHistory } from "@/lib/versions/types";

/** As the list's rows are kept, for as long as a tab is on view. */
const everyMilliseconds = 1_500;

/**
 * What of a row stands for its file: when this changes, the details are read anew. A copy of one's own
 * that is ready has a size and checksums of its own.
 */
const stateOf = (row: ListedMaterial) =>
  [row.version, row.availability, row.bytes, row.requests.join()].join(" ");

export const useDetails = (row: ListedMaterial) =>
  useQuery({
    queryKey: ["details", row.id, stateOf(row)],
    queryFn: ({ signal }) => read<MaterialDetails>(`/api/materials/${row.id}`, signal),
    placeholderData: (before) => (before?.id === row.id ? before : undefined),
    refetchInterval: ({ state }) => (isBeingMeasured(state.data) ? everyMilliseconds : false),
  });

/** A delivery's loudness comes a while after it. */
function isBeingMeasured(details: MaterialDetails | undefined) {
  const probe = details?.version?.probe;
  return probe?.kind === "audio" && probe.integratedLoudnessLufs === "measuring";
}

export const useUpdateHistory = (materialId: string) =>
  useQuery({
    queryKey: ["updates", materialId],
    queryFn: ({ signal }) => read<UpdateHistory>(`/api/materials/${materialId}/versions`, signal),
    ...live,
  });

export const useDownloadHistory = (materialId: string, mine: boolean, page: number) =>
  useQuery({
    queryKey: ["downloads", materialId, mine, page],
    queryFn: ({ signal }) =>
      read<DownloadHistory>(
        `/api/materials/${materialId}/downloads?mine=${mine}&page=${page}`,
        signal,
      ),
    placeholderData: (before, query) =>
      query?.queryKey[1] === materialId ? keepPreviousData(before) : undefined,
    ...live,
  });

/** Read when its tab is opened, and again and again while it stays open. */
const live = {
  staleTime: 0,
  refetchInterval: everyMilliseconds,
  refetchOnWindowFocus: "always",
} as const;

async function read<T>(url: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, { cache: "no-store", signal });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}
