import type { Metadata } from "next";
import { capital } from "@/components/operations/capital";
import { DataTable } from "@/components/operations/data-table";
import { TextField } from "@/components/operations/field";
import { FilterForm } from "@/components/operations/filter-form";
import { Moment } from "@/components/operations/moment";
import { TitleCell } from "@/components/operations/title-cell";
import { PageBar } from "@/components/shell/page-bar";
import { exactTime } from "@/components/ui/time-text";
import { traceCopy } from "@/lib/activity/queries";
import { requireOperator } from "@/lib/auth/guards";
import { pageClock } from "@/lib/clock";
import { serialIn } from "@/lib/proxies/rules";

export const metadata: Metadata = { title: "Trace · Operations" };

export default async function TracePage({ searchParams }: PageProps<"/operations/trace">) {
  const operator = await requireOperator("/operations/trace");
  const { now, timeZone } = await pageClock();
  const given = [(await searchParams).serial ?? ""].flat()[0] ?? "";
  const serial = serialIn(given);
  const trace = serial === null ? null : await traceCopy(operator, serial);
  return (
    <>
      <PageBar title="Trace" />
      <FilterForm submit="Trace">
        <TextField
          label="Serial of a proxy copy, or its file's name"
          name="serial"
          defaultValue={given}
          maxLength={600}
          placeholder="ten digits and letters"
          className="w-96 font-mono"
        />
      </FilterForm>
      {!given && (
        <p className="max-w-prose px-4 text-ink-2">
          Every copy of a watermarked file bears a serial, in its picture and at the end of its
          name. It leads to the partner and the user whom the copy was given to, and to each time
          that it was taken.
        </p>
      )}
      {given && !trace && (
        <p role="status" className="px-4 text-ink-2">
          {serial === null
            ? "There is no serial in that: it has ten digits and letters, as they stand in the picture or at the end of the file's name."
            : "No copy bears this serial."}
        </p>
      )}
      {trace && (
        <div className="space-y-4">
          <dl className="grid max-w-3xl grid-cols-[8rem_minmax(0,1fr)] gap-y-1 px-4 wrap-anywhere [&_dt]:text-ink-3">
            <dt>Serial</dt>
            <dd className="font-mono text-mono">{trace.serial}</dd>
            <dt>Partner</dt>
            <dd className="font-medium">{trace.partner}</dd>
            <dt>User</dt>
            <dd className="font-medium">
              {trace.drawn
                ? `${trace.drawn.user} (${trace.drawn.email})`
                : "nobody has drawn it yet"}
            </dd>
            <dt>Drawn</dt>
            <dd>{trace.drawn ? exactTime(trace.drawn.at, timeZone) : "–"}</dd>
            <dt>File</dt>
            <dd className="font-mono text-mono wrap-anywhere">{trace.fileName}</dd>
            <dt>Title</dt>
            <dd>
              <TitleCell title={trace.title} /> version {trace.version}
            </dd>
            <dt>Copy</dt>
            <dd>
              {capital(trace.copy.state)}, made {exactTime(trace.copy.createdAt, timeZone)}
            </dd>
          </dl>
          <DataTable
            caption="Every time that it was taken"
            rows={trace.takings.map((taking, i) => ({ ...taking, i }))}
            rowKey={({ i }) => String(i)}
            empty="It was not taken."
            columns={[
              {
                header: "Taken",
                cell: ({ startedAt }) => <Moment at={startedAt} {...{ now, timeZone }} />,
              },
              { header: "State", cell: ({ state }) => capital(state) },
              { header: "Address", cell: ({ address }) => address ?? "not fetched yet" },
            ]}
          />
        </div>
      )}
    </>
  );
}
