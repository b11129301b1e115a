import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { toChangedFile } from "@/components/downloads/changed";
import { ChangedEverywhere } from "@/components/downloads/changed-everywhere";
import { PageBar } from "@/components/shell/page-bar";
import { FilterBar } from "@/components/source-requests/filter-bar";
import { FollowList } from "@/components/source-requests/follow-list";
import { NoSourceRequests } from "@/components/source-requests/no-source-requests";
import { Pager } from "@/components/source-requests/pager";
import { SourceRequestsTable } from "@/components/source-requests/source-requests-table";
import {
  isNarrowed,
  readTableQuery,
  tableHref,
  tableParams,
} from "@/components/source-requests/table-url";
import { TickingProvider } from "@/components/source-requests/tick-boxes";
import { TickedBar } from "@/components/source-requests/ticked-bar";
import { requireViewer } from "@/lib/auth/guards";
import { pageClock } from "@/lib/clock";
import { listChanged } from "@/lib/downloads/queries";
import { env } from "@/lib/env";
import { digestOfPage, listFilterValues, listSourceRequests } from "@/lib/source-requests/queries";
import { dayIn } from "@/lib/source-requests/rules";

export const metadata: Metadata = { title: "Source Requests" };

// No loading.tsx: it would send the table's skeleton with 200 before it is known who asks, and hide
// the table from who has no script. Links show that they are on their way instead.
export default async function SourceRequestsPage({ searchParams }: PageProps<"/source-requests">) {
  const query = readTableQuery(await searchParams);
  const viewer = await requireViewer(tableHref(query, { page: query.page }));
  const { now } = await pageClock();
  const [listed, { kinds, languages }, changed] = await Promise.all([
    listSourceRequests(viewer, query, now),
    listFilterValues(viewer),
    viewer.kind === "partner" ? listChanged(viewer, now) : [],
  ]);
  const { sourceRequests, total } = listed;
  const lastPage = Math.max(1, Math.ceil(total / query.pageSize));
  if (query.page > lastPage) redirect(tableHref(query, { page: lastPage }));

  return (
    <TickingProvider userId={viewer.id} page={sourceRequests.map(({ reference }) => reference)}>
      <PageBar
        title="Source Requests"
        aside={<span className="inline-block min-w-9">{total.toLocaleString("en")}</span>}
        filters={
          (total > 0 || isNarrowed(query)) && (
            <FilterBar query={query} kinds={kinds} languages={languages} />
          )
        }
      />
      <FollowList
        params={new URLSearchParams(tableParams(query)).toString()}
        digest={digestOfPage(listed, now)}
        drawnAt={now}
      />
      <ChangedEverywhere files={changed.map(toChangedFile)} />
      {total > 0 ? (
        <>
          <SourceRequestsTable
            rows={sourceRequests}
            query={query}
            today={dayIn(env.TIME_ZONE, now)}
            viewerKind={viewer.kind}
          />
          <Pager query={query} total={total} />
        </>
      ) : (
        <NoSourceRequests query={query} supportEmail={env.SUPPORT_EMAIL} />
      )}
      {viewer.kind === "partner" && (
        <TickedBar total={total} filters={tableParams({ ...query, page: 1, pageSize: 50 })} />
      )}
    </TickingProvider>
  );
}
