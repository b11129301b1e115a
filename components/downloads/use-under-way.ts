"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { BundleRow } from "@/lib/bundles/types";
import { useDownloads } from "./downloads-context";
import { bundlesKey, fetchBundles } from "./fetch-bundles";
import { bytesPerSecond, type Sample, withSample } from "./rate";
import { idsToFollow, isUnderWay, movedOn, newlyWhole } from "./tray";

const whileUnderWay = 1_500;
/** What tools began elsewhere is noticed too. */
const whileQuiet = 20_000;

const underWayKey = [...bundlesKey, "under way"];
export const pagesKey = [...bundlesKey, "pages"];

/** The bundles under way, kept as they are on the server; asked for often only while there are any. */
export function useUnderWay() {
  const { client, awaited } = useDownloads();
  const following = (rows: BundleRow[] = []) => idsToFollow(rows, awaited, Date.now());
  const { data: rows = none, dataUpdatedAt } = useQuery(
    {
      queryKey: underWayKey,
      queryFn: async () => {
        const ids = following(client.getQueryData<BundleRow[]>(underWayKey)).slice(0, 100);
        const named = ids.map((id) => ["id", id]);
        const query = new URLSearchParams([["underWay", "true"], ["pageSize", "100"], ...named]);
        return (await fetchBundles(query)).bundles;
      },
      refetchInterval: ({ state }) =>
        following(state.data).length > 0 ? whileUnderWay : whileQuiet,
      refetchOnWindowFocus: "always",
    },
    client,
  );
  const [rates, setRates] = useState<ReadonlyMap<string, Sample[]>>(new Map());
  const [finished, setFinished] = useState("");
  const before = useRef(rows);
  useEffect(() => {
    setRates((known) => sampled(known, rows, dataUpdatedAt));
    if (before.current === rows) return;
    const whole = newlyWhole(before.current, rows);
    if (whole.length > 0) setFinished(whole.map(({ name }) => `${name}: completed.`).join(" "));
    // What an answer leaves out has ended too.
    if (movedOn(before.current, rows)) void client.invalidateQueries({ queryKey: pagesKey });
    before.current = rows;
  }, [rows, dataUpdatedAt, client]);
  return {
    rows,
    count: rows.filter(isUnderWay).length,
    /** In bytes a second. */
    rateOf: (id: string) => bytesPerSecond(rates.get(id) ?? []),
    /** What to read out. */
    finished,
  };
}

const none: BundleRow[] = [];

const sampled = (known: ReadonlyMap<string, Sample[]>, rows: BundleRow[], at: number) =>
  new Map(
    rows
      .filter(isUnderWay)
      .map(({ id, sentBytes }) => [id, withSample(known.get(id) ?? [], { at, bytes: sentBytes })]),
  );
