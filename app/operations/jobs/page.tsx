import type { Metadata } from "next";
import { ActionForm } from "@/components/operations/action-form";
import { DataTable } from "@/components/operations/data-table";
import { Moment } from "@/components/operations/moment";
import { PageBar } from "@/components/shell/page-bar";
import { Badge } from "@/components/ui/badge";
import { requireOperator } from "@/lib/auth/guards";
import { pageClock } from "@/lib/clock";
import { retryJobAction } from "@/lib/operations/actions";
import { listRuns } from "@/lib/operations/queries";

export const metadata: Metadata = { title: "Jobs · Operations" };

export default async function JobsPage() {
  await requireOperator("/operations/jobs");
  const { now, timeZone } = await pageClock();
  const [failed, running] = await Promise.all([listRuns("failed"), listRuns("running")]);
  const jobs = [...failed, ...running];
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
    </>
  );
}
