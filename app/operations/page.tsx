import { clsx } from "clsx";
import type { Metadata } from "next";
import { DataTable } from "@/components/operations/data-table";
import { Moment } from "@/components/operations/moment";
import { Section } from "@/components/operations/section";
import { TitleCell } from "@/components/operations/title-cell";
import { PageBar } from "@/components/shell/page-bar";
import { AppLink } from "@/components/ui/app-link";
import { requireOperator } from "@/lib/auth/guards";
import { pageClock } from "@/lib/clock";
import { getOverview } from "@/lib/operations/queries";
import { COUNTED_TO } from "@/lib/operations/types";
import { listFaults } from "@/lib/versions/faults";

export const metadata: Metadata = { title: "Operations" };

const pendingQc = "materials pending QC";

export default async function OperationsPage() {
  const operator = await requireOperator("/operations");
  const { now, timeZone } = await pageClock();
  const [counts, faults] = await Promise.all([
    getOverview(operator, now),
    listFaults(operator, now),
  ]);
  const lines: [href: string, count: number, what: string, bad?: boolean][] = [
    ["/operations/source-requests?status=open", counts.requests, "source requests open"],
    ["/operations/deliveries?state=receiving", counts.receiving, "deliveries coming in"],
    [
      "/operations/deliveries?state=rejected",
      counts.rejected,
      "deliveries rejected in 7 days",
      true,
    ],
    ["/operations/qc?status=QC+Pending", counts.qcPending, pendingQc],
    ["/operations/pools", counts.failedCopies, "proxy copies failed", true],
    ["/operations/jobs", counts.failedJobs, "jobs failed", true],
    ["/operations/activity", counts.taken, "downloads in 7 days"],
  ];
  return (
    <>
      <PageBar title="Operations" />
      <ul className="max-w-xl border-line border-t bg-surface">
        {lines.map(([href, count, what, bad]) => (
          <li key={what} className="border-line border-b">
            <AppLink href={href} className="flex h-(--row) items-center gap-3 px-4 hover:bg-hover">
              <span
                className={clsx("w-16 text-right font-medium", {
                  "text-ink-3": count === 0,
                  "text-failed": bad && count > 0,
                })}
              >
                {what === pendingQc && count > COUNTED_TO
                  ? `${COUNTED_TO.toLocaleString("en")}+`
                  : count.toLocaleString("en")}
              </span>
              {what}
            </AppLink>
          </li>
        ))}
      </ul>
      {faults.length > 0 && (
        <Section title="Files that can't be sent as they were recorded">
          <p className="mb-3 max-w-3xl text-ink-2">
            Noticed when they were to be sent, and refused or cut off. Put the file back into the
            store, or deliver it again.
          </p>
          <DataTable
            caption="Files of which the store has not what was recorded"
            rows={faults}
            rowKey={({ objectKey }) => objectKey}
            empty="None."
            columns={[
              { header: "Title", cell: ({ title }) => <TitleCell title={title} /> },
              {
                header: "File",
                cell: ({ fileName, version }) => (
                  <>
                    <bdi className="font-mono text-mono">{fileName}</bdi> version {version}
                  </>
                ),
              },
              {
                header: "Fault",
                cell: ({ objectKey, fault }) => (
                  <span className="text-failed" title={objectKey}>
                    {fault}
                  </span>
                ),
              },
              {
                header: "Last seen",
                cell: ({ lastSeenAt }) => <Moment at={lastSeenAt} {...{ now, timeZone }} />,
              },
            ]}
          />
        </Section>
      )}
    </>
  );
}
