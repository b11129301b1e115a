"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import type { BundleRow } from "@/lib/bundles/types";
import type { RequestedProxy } from "@/lib/proxies/types";
import { BundleItem } from "./bundle-item";
import { useDownloads } from "./downloads-context";
import { fetchBundles } from "./fetch-bundles";
import { ProxyItem } from "./proxy-item";
import { SaidAloud } from "./said-card";
import { arrangeTray } from "./tray";
import { pagesKey } from "./use-under-way";

const pageSize = 20;
/** Receipts come in without any bytes going out. */
const lookAgainEvery = 5_000;

type TrayPanelProps = {
  /** What was last heard of the bundles under way. */
  rows: BundleRow[];
  rateOf: (id: string) => number | null;
  /** Copies that were asked for and are not taken yet. */
  proxies: RequestedProxy[];
  now: Date;
  timeZone: string;
};

/** All of the user's bundles: those under way, then the others, newest first, by pages. */
export function TrayPanel({ rows, rateOf, proxies, now, timeZone }: TrayPanelProps) {
  const { client, said } = useDownloads();
  const { data, isError, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(
      {
        queryKey: pagesKey,
        queryFn: ({ pageParam }) =>
          fetchBundles(
            new URLSearchParams({ page: String(pageParam), pageSize: String(pageSize) }),
          ),
        initialPageParam: 1,
        getNextPageParam: ({ total }, pages) =>
          pages.length * pageSize < total ? pages.length + 1 : undefined,
        refetchOnMount: "always",
        refetchInterval: lookAgainEvery,
      },
      client,
    );
  const { underWay, earlier } = arrangeTray(
    rows,
    (data?.pages ?? []).map(({ bundles }) => bundles),
  );
  const items = (bundles: BundleRow[]) =>
    bundles.map((row) => (
      <BundleItem key={row.id} row={row} rate={rateOf(row.id)} now={now} timeZone={timeZone} />
    ));
  return (
    <>
      <div className="sticky top-0 z-10">
        <SaidAloud said={said} className="border-line border-b" />
      </div>
      {isError && (
        <p role="alert" className="flex items-center gap-3 px-4 py-3">
          Your downloads could not be read. They go on meanwhile.
          <Button onClick={() => void refetch()}>Try again</Button>
        </p>
      )}
      {proxies.length > 0 && (
        <Part title="Proxies made for you">
          {proxies.map((proxy) => (
            <ProxyItem key={proxy.proxyCopyId} {...{ proxy, now, timeZone }} />
          ))}
        </Part>
      )}
      {underWay.length > 0 && <Part title="Under way">{items(underWay)}</Part>}
      {earlier.length > 0 && <Part title="Earlier">{items(earlier)}</Part>}
      {!data && !isError && <Loading />}
      {data && underWay.length + earlier.length + proxies.length === 0 && (
        <p className="px-4 py-8 text-center text-body text-ink-2">
          What you download is listed here, with how far it has come. Tick materials in a list and
          press <b>Download</b>.
        </p>
      )}
      {hasNextPage && (
        <div className="flex justify-center py-2">
          <Button tone="accent" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older
          </Button>
        </div>
      )}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="px-4 pt-3 text-ink-3 text-label">{title}</h3>
      <ul className="divide-y divide-line">{children}</ul>
    </section>
  );
}

function Loading() {
  return (
    <div aria-hidden className="space-y-3 px-4 py-4">
      {[0, 1, 2].map((line) => (
        <div key={line} className="h-12 rounded bg-hover" />
      ))}
    </div>
  );
}
