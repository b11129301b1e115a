import type { Metadata } from "next";
import { ActionForm } from "@/components/operations/action-form";
import { capital } from "@/components/operations/capital";
import { DataTable } from "@/components/operations/data-table";
import { SelectField, TextField } from "@/components/operations/field";
import { FilterForm } from "@/components/operations/filter-form";
import { Moment } from "@/components/operations/moment";
import { addressOf, PageLinks } from "@/components/operations/page-links";
import { TitleCell } from "@/components/operations/title-cell";
import { PageBar } from "@/components/shell/page-bar";
import { buttonClass } from "@/components/ui/button";
import { listActivity } from "@/lib/activity/queries";
import { activityQuery } from "@/lib/activity/types";
import { requireOperator } from "@/lib/auth/guards";
import { pageClock } from "@/lib/clock";
import { revokeDownloadAction } from "@/lib/downloads/actions";
import { listPartners } from "@/lib/people/queries";

export const metadata: Metadata = { title: "Activity · Operations" };

export default async function ActivityPage({ searchParams }: PageProps<"/operations/activity">) {
  const operator = await requireOperator("/operations/activity");
  const { now, timeZone } = await pageClock();
  const query = activityQuery.parse(await searchParams);
  const [{ rows, next }, partners] = await Promise.all([
    listActivity(operator, query),
    listPartners(operator),
  ]);
  const { q, partner = "", from = "", to = "" } = query;
  const filters = { q, partner, from, to };
  const at = (more = {}) => addressOf("/operations/activity", { ...filters, ...more });
  return (
    <>
      <PageBar title="Activity" aside="downloads of all partners">
        <a
          href={addressOf("/api/operations/activity", filters)}
          className={buttonClass("quiet")}
          download
        >
          Save as CSV
        </a>
      </PageBar>
      <FilterForm>
        <TextField label="User, title or file name" type="search" name="q" defaultValue={q} />
        <SelectField
          label="Partner"
          name="partner"
          none="All"
          defaultValue={partner}
          options={partners.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <TextField
          label="From (UTC)"
          type="date"
          name="from"
          defaultValue={from}
          className="w-40"
        />
        <TextField label="To (UTC)" type="date" name="to" defaultValue={to} className="w-40" />
      </FilterForm>
      <DataTable
        caption="Downloads, newest first"
        rows={rows}
        rowKey={({ id, state }) => `${id} ${state}`}
        empty="No download matches."
        columns={[
          {
            header: "Initiated",
            cell: ({ startedAt }) => <Moment at={startedAt} {...{ now, timeZone }} />,
          },
          { header: "Partner", cell: ({ partner }) => partner },
          { header: "User", cell: ({ user, email }) => <span title={email}>{user}</span> },
          { header: "Title", cell: ({ title }) => <TitleCell title={title} /> },
          {
            header: "File",
            cell: ({ fileName, version, assetType }) => (
              <>
                <bdi className="font-mono text-mono wrap-anywhere">{fileName}</bdi>{" "}
                <span className="text-ink-3">
                  {assetType}, version {version}
                </span>
              </>
            ),
          },
          { header: "State", cell: ({ state }) => capital(state) },
          { header: "Address", cell: ({ address }) => address },
          {
            header: "Action",
            cell: ({ id, state, fileName }) =>
              state !== "revoked" && (
                <ActionForm
                  act={revokeDownloadAction}
                  submit="Revoke"
                  fixed={{ downloadId: id }}
                  confirm={`Revoke this download of ${fileName}? Its links end at once.`}
                />
              ),
          },
        ]}
      />
      <PageLinks newer={query.after ? at() : null} older={next && at({ after: next })} />
    </>
  );
}
