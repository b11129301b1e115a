import type { Metadata } from "next";
import { ActionForm } from "@/components/operations/action-form";
import { DataTable } from "@/components/operations/data-table";
import { SelectField, TextField } from "@/components/operations/field";
import { FilterForm } from "@/components/operations/filter-form";
import { Moment } from "@/components/operations/moment";
import { NoticeArea } from "@/components/operations/notice-area";
import { addressOf, PageLinks } from "@/components/operations/page-links";
import { TitleCell } from "@/components/operations/title-cell";
import { PageBar } from "@/components/shell/page-bar";
import { Badge } from "@/components/ui/badge";
import { requireOperator } from "@/lib/auth/guards";
import { pageClock } from "@/lib/clock";
import { reviewQcAction } from "@/lib/materials/actions";
import { listForQc } from "@/lib/qc/queries";
import { qcQuery, qcStatuses } from "@/lib/qc/types";

export const metadata: Metadata = { title: "QC · Operations" };

export default async function QcPage({ searchParams }: PageProps<"/operations/qc">) {
  const operator = await requireOperator("/operations/qc");
  const { now, timeZone } = await pageClock();
  const query = qcQuery.parse(await searchParams);
  const { q, status, after } = query;
  const { rows, next } = await listForQc(operator, query);
  const at = (after?: string) => addressOf("/operations/qc", { q, status, after });
  return (
    <>
      <PageBar title="QC" aside="of current versions" />
      <FilterForm>
        <TextField label="Title or file name" type="search" name="q" defaultValue={q} />
        <SelectField
          label="Status"
          name="status"
          none="Any"
          defaultValue={status ?? ""}
          options={qcStatuses.map((value) => ({ value, label: value }))}
        />
      </FilterForm>
      <NoticeArea>
        <DataTable
          caption="Materials with QC, the latest delivered first"
          rows={rows}
          rowKey={({ materialId, version }) => `${materialId} ${version}`}
          empty="No material matches."
          columns={[
            { header: "Title", cell: ({ title }) => <TitleCell title={title} /> },
            {
              header: "Slot",
              cell: ({ assetType, variant }) => [assetType, variant].filter(Boolean).join(" · "),
            },
            {
              header: "File name",
              cell: ({ fileName, version }) => (
                <>
                  <bdi className="font-mono text-mono wrap-anywhere">{fileName}</bdi>{" "}
                  <span className="text-ink-3">version {version}</span>
                </>
              ),
            },
            {
              header: "Delivered",
              cell: ({ deliveredOn }) => <Moment at={deliveredOn} {...{ now, timeZone }} />,
            },
            {
              header: "Status",
              cell: ({ status, lastResult, lastNote }) => (
                <>
                  <Badge tone={status === "Ready for Mix" ? "ready" : "pending"}>{status}</Badge>
                  {lastResult === "failed" && (
                    <span className="text-failed text-label"> failed</span>
                  )}
                  {lastNote && <Note text={lastNote} />}
                </>
              ),
            },
            {
              header: "Review",
              // Its three controls in one line.
              className: "wide:min-w-96",
              cell: ({ materialId, fileName }) => (
                <ActionForm
                  act={reviewQcAction}
                  submit="Record"
                  fixed={{ materialId }}
                  done={`${fileName} is recorded as {outcome}.`}
                  className="flex flex-wrap items-center gap-2 py-1"
                >
                  <select
                    name="outcome"
                    aria-label={`Outcome for ${fileName}`}
                    className="field w-32"
                    required
                  >
                    {/* Answered anew each time: what was chosen for one review must not pass the next. */}
                    <option value="">Choose</option>
                    <option value="passed">Ready for Mix</option>
                    <option value="failed">Failed</option>
                    <option value="pending">QC Pending</option>
                  </select>
                  <input
                    name="note"
                    aria-label={`Note on ${fileName}`}
                    placeholder="Note"
                    maxLength={2000}
                    className="field w-36"
                  />
                </ActionForm>
              ),
            },
          ]}
        />
      </NoticeArea>
      <PageLinks newer={after ? at() : null} older={next && at(next)} />
    </>
  );
}

/** A long one in three lines, until it is opened. */
function Note({ text }: { text: string }) {
  const look = "block text-ink-2 text-label wrap-anywhere";
  if (text.length <= 90) return <span className={look}>{text}</span>;
  return (
    <details className={`group ${look}`}>
      <summary className="ml-4 cursor-pointer list-outside">
        <span className="line-clamp-3 group-open:line-clamp-none">{text}</span>
      </summary>
    </details>
  );
}
