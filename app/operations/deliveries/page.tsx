import { CircleCheck, CircleDashed, CircleX } from "lucide-react";
import type { Metadata } from "next";
import { DataTable } from "@/components/operations/data-table";
import { DeliveryDrop } from "@/components/operations/delivery-drop";
import { SelectField, TextField } from "@/components/operations/field";
import { FilterForm } from "@/components/operations/filter-form";
import { Moment } from "@/components/operations/moment";
import { addressOf, PageLinks } from "@/components/operations/page-links";
import { TitleCell } from "@/components/operations/title-cell";
import { PageBar } from "@/components/shell/page-bar";
import { Badge } from "@/components/ui/badge";
import { bytesInWords } from "@/components/ui/bytes";
import { requireOperator } from "@/lib/auth/guards";
import { pageClock } from "@/lib/clock";
import { listDeliveries } from "@/lib/deliveries/queries";
import { deliveriesQuery, deliveryStates } from "@/lib/deliveries/types";
import { listCatalogue, listTitleChoices } from "@/lib/titles/queries";

export const metadata: Metadata = { title: "Deliveries · Operations" };

const looks = {
  receiving: { tone: "processing", icon: <CircleDashed />, word: "Receiving" },
  accepted: { tone: "ready", icon: <CircleCheck />, word: "Accepted" },
  rejected: { tone: "failed", icon: <CircleX />, word: "Rejected" },
} as const;

export default async function DeliveriesPage({
  searchParams,
}: PageProps<"/operations/deliveries">) {
  const operator = await requireOperator("/operations/deliveries");
  const { now, timeZone } = await pageClock();
  const query = deliveriesQuery.parse(await searchParams);
  const [{ rows, next }, titles, types] = await Promise.all([
    listDeliveries(operator, query),
    listTitleChoices(operator),
    listCatalogue(operator),
  ]);
  const { q, state } = query;
  const at = (after?: string) => addressOf("/operations/deliveries", { q, state, after });
  return (
    <>
      <PageBar title="Deliveries" />
      <DeliveryDrop
        titles={titles}
        assetTypes={types.map(({ code, name, formats }) => ({
          value: code,
          label: `${name} (${formats.join(", ")})`,
        }))}
      />
      <FilterForm>
        <TextField label="Title or file name" type="search" name="q" defaultValue={query.q} />
        <SelectField
          label="State"
          name="state"
          none="Any"
          defaultValue={query.state ?? ""}
          options={deliveryStates.map((value) => ({ value, label: looks[value].word }))}
        />
      </FilterForm>
      <DataTable
        caption="Deliveries, newest first"
        rows={rows}
        rowKey={({ id }) => id}
        empty={q || state || query.after ? "No delivery matches." : "Nothing was handed in so far."}
        columns={[
          {
            header: "Begun",
            cell: ({ startedAt }) => <Moment at={startedAt} {...{ now, timeZone }} />,
          },
          { header: "Title", cell: ({ title }) => <TitleCell title={title} /> },
          {
            header: "Slot",
            cell: ({ assetType, variant, language }) =>
              [assetType, variant, language].filter(Boolean).join(" · "),
          },
          {
            header: "File name",
            cell: ({ fileName }) => (
              <bdi className="font-mono text-mono wrap-anywhere">{fileName}</bdi>
            ),
          },
          {
            header: "Size",
            align: "right",
            cell: ({ bytes }) => bytesInWords(bytes),
            className: "whitespace-nowrap",
          },
          {
            header: "State",
            cell: ({ state, reason, version, again }) => (
              <>
                {again ? (
                  <Badge tone="plain">Is version {version} already</Badge>
                ) : (
                  <Badge tone={looks[state].tone} icon={looks[state].icon}>
                    {looks[state].word}
                    {version && <span className="font-normal text-ink-3">version {version}</span>}
                  </Badge>
                )}
                {reason && <span className="block text-ink-2 text-label">{reason}</span>}
              </>
            ),
          },
          { header: "By", cell: ({ by }) => by },
        ]}
      />
      <PageLinks newer={query.after ? at() : null} older={next && at(next)} />
    </>
  );
}
