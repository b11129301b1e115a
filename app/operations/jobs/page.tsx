import type { Metadata } from "next";
import { ActionForm } from "@/components/operations/action-form";
import { DataTable } from "@/components/operations/data-table";
import { JobSubjectCell } from "@/components/operations/job-subject-cell";
import { Moment } from "@/components/operations/moment";
import { addressOf, PageLinks } from "@/components/operations/page-links";
import { PageBar } from "@/components/shell/page-bar";
import { Badge } from "@/components/ui/badge";
import { requireOperator } from "@/lib/auth/guards";
import { pageClock } from "@/lib/clock";
import { retryJobAction } from "@/lib/jobs/actions";
import { listRuns } from "@/lib/jobs/queries";
import { jobsQuery } from "@/lib/jobs/types";

export const metadata: Metadata = { title: "Jobs · Operations" };

export default async function JobsPage({ searchParams }: PageProps<"/operations/jobs">) {
  await requireOperator("/operations/jobs");
  const { now, timeZone } = await pageClock();
  const { after } = jobsQuery.parse(await searchParams);
  // What runs stands below the newest that failed; further back there is only what failed.
  const [failed, running] = await Promise.all([
    listRuns("failed", after),
    after ? null : listRuns("running"),
  ]);
  const jobs = [...failed.rows, ...(running?.rows ?? [])];
  const at = (after?: string) => addressOf("/operations/jobs", { after });
  return (
    <>
      <PageBar title="Jobs" aside="that run, or failed" />
      <DataTable
        caption="Jobs that run or failed"
        rows={jobs}
        rowKey={({ id }) => id}
        empty="Nothing runs, and nothing has failed. Jobs of an Inngest server stand on its own pages."
        columns={[
          {
            header: "Job",
            cell: ({ functionId }) => <span className="font-medium">{functionId}</span>,
          },
          {
            header: "On",
            cell: ({ subject }) => subject && <JobSubjectCell subject={subject} />,
          },
          { header: "Because of", cell: ({ event }) => event, className: "text-ink-2" },
          {
            header: "Begun",
            cell: ({ startedAt }) => <Moment at={startedAt} {...{ now, timeZone }} />,
          },
          {
            header: "State",
            cell: ({ state, reason, failedAttempts }) => (
              <>
                <Badge tone={state === "failed" ? "failed" : "processing"}>
                  {state === "failed" ? "Failed" : "Running"}
                </Badge>
                {state === "running" && failedAttempts > 0 && (
                  <span className="text-pending text-label"> tried {failedAttempts + 1} times</span>
                )}
                {state === "failed" && (
                  <span className="block text-ink-2 wrap-anywhere">{reason}</span>
                )}
              </>
            ),
          },
          {
            header: "Action",
            cell: ({ id, state }) =>
              state === "failed" && (
                <ActionForm
                  act={retryJobAction}
                  submit="Retry"
                  fixed={{ runId: id }}
                  done="Begun again."
                />
              ),
          },
        ]}
      />
      <PageLinks newer={after ? at() : null} older={failed.next && at(failed.next)} />
    </>
  );
}
