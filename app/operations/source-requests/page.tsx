import type { Metadata } from "next";
import { ActionForm } from "@/components/operations/action-form";
import { DataTable } from "@/components/operations/data-table";
import { SelectField, TextField } from "@/components/operations/field";
import { FilterForm } from "@/components/operations/filter-form";
import { addressOf, PageLinks } from "@/components/operations/page-links";
import { Section } from "@/components/operations/section";
import { SuggestingField } from "@/components/operations/suggesting-field";
import { PageBar } from "@/components/shell/page-bar";
import { readTableQuery } from "@/components/source-requests/table-url";
import { TitleName } from "@/components/source-requests/title-name";
import { AppLink } from "@/components/ui/app-link";
import { dateInWords } from "@/components/ui/time-text";
import { requireOperator } from "@/lib/auth/guards";
import { pageClock } from "@/lib/clock";
import { listPartners } from "@/lib/people/queries";
import { createSourceRequestAction } from "@/lib/source-requests/actions";
import { listKinds, listSourceRequests } from "@/lib/source-requests/queries";
import { languageName, statusNames } from "@/lib/source-requests/rules";
import { statuses } from "@/lib/source-requests/types";
import { listTitleChoices } from "@/lib/titles/queries";

export const metadata: Metadata = { title: "Source requests · Operations" };

type Props = PageProps<"/operations/source-requests">;

const REQUESTS_A_PAGE = 100;

export default async function RequestsPage({ searchParams }: Props) {
  const operator = await requireOperator("/operations/source-requests");
  const { now } = await pageClock();
  const query = { ...readTableQuery(await searchParams), pageSize: REQUESTS_A_PAGE };
  const [{ sourceRequests, total }, partners, kinds, titles] = await Promise.all([
    listSourceRequests(operator, query, now),
    listPartners(operator),
    listKinds(operator),
    listTitleChoices(operator),
  ]);
  const { q, page } = query;
  const [status] = query.status ?? [];
  const at = (page: number) => addressOf("/operations/source-requests", { q, status, page });
  return (
    <>
      <PageBar title="Source requests" aside={total.toLocaleString("en")} />
      <FilterForm>
        <TextField label="Title or reference" type="search" name="q" defaultValue={q} />
        <SelectField
          label="Status"
          name="status"
          defaultValue={status ?? ""}
          none="Any"
          options={statuses.map((value) => ({ value, label: statusNames[value] }))}
        />
      </FilterForm>
      <DataTable
        caption="Source requests"
        rows={sourceRequests}
        rowKey={({ reference }) => reference}
        empty="No source request matches."
        columns={[
          {
            header: "Reference",
            cell: ({ reference }) => (
              <AppLink
                href={`/operations/source-requests/${encodeURIComponent(reference)}`}
                className="whitespace-nowrap font-medium hover:text-accent hover:underline"
              >
                {reference}
              </AppLink>
            ),
          },
          { header: "Title", cell: ({ title }) => <TitleName title={title} /> },
          { header: "Partner", cell: ({ partner }) => partner },
          { header: "Kind", cell: ({ kind }) => kind },
          { header: "Language", cell: ({ language }) => languageName(language) },
          {
            header: "Due",
            cell: ({ dueOn }) => dateInWords(dueOn),
            className: "whitespace-nowrap",
          },
          { header: "Status", cell: ({ status }) => statusNames[status] },
          {
            header: "Available",
            align: "right",
            cell: ({ available, total }) => `${available} of ${total}`,
            className: "whitespace-nowrap",
          },
        ]}
      />
      <PageLinks
        newer={page > 1 ? at(page - 1) : null}
        older={page * REQUESTS_A_PAGE < total ? at(page + 1) : null}
        words={["Previous page", "Next page"]}
      />
      <Section title="New source request">
        <ActionForm
          act={createSourceRequestAction}
          submit="Assign to partner"
          tone="primary"
          done="{reference} stands."
        >
          <SuggestingField
            label="Title"
            name="title"
            suggestions={titles}
            maxLength={300}
            placeholder="TTL-…, or choose from the list"
            required
            className="w-72"
          />
          <SelectField
            label="Partner"
            name="partnerId"
            none="Choose"
            required
            options={partners.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <SelectField
            label="Kind"
            name="kind"
            none="Choose"
            required
            options={kinds.map(({ code, name }) => ({ value: code, label: name }))}
          />
          <TextField
            label="Language"
            name="language"
            required
            maxLength={35}
            placeholder="pt-BR"
            className="w-28"
          />
          <TextField label="Due" name="dueOn" type="date" required className="w-40" />
          <TextField
            label="Reference"
            name="reference"
            maxLength={40}
            placeholder="the next free one"
          />
        </ActionForm>
      </Section>
    </>
  );
}
