"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useDownloads } from "@/components/downloads/downloads-context";
import { useRefresh } from "@/components/shell/use-refresh";

const everyMilliseconds = 20_000;

type FollowListProps = {
  /** The search parameters of the page. */
  params: string;
  /** Stands for what the page shows. */
  digest: string;
  /** When it was drawn. */
  drawnAt: Date;
};

/** Has the list drawn anew when it has become another on the server, and when one may not see it any more. */
export function FollowList({ params, digest, drawnAt }: FollowListProps) {
  const { client } = useDownloads();
  const refresh = useRefresh();
  const known = useRef(digest);
  useEffect(() => {
    known.current = digest;
  }, [digest]);
  useQuery(
    {
      queryKey: ["source requests", params],
      queryFn: async () => {
        const response = await fetch(`/api/source-requests?${params}`, {
          cache: "no-store",
          headers: { "If-None-Match": `"${known.current}"` },
        });
        if (response.ok) known.current = response.headers.get("etag")?.slice(1, -1) ?? "";
        if (response.ok || response.status === 401) refresh();
        return response.status;
      },
      initialData: 304,
      // One that comes out of the history may be old.
      initialDataUpdatedAt: drawnAt.getTime(),
      staleTime: everyMilliseconds,
      gcTime: 0,
      // While it is looked at, and at once when it is looked at again.
      refetchInterval: everyMilliseconds,
      refetchOnWindowFocus: "always",
    },
    client,
  );
  return null;
}
