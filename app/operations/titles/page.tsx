import type { Metadata } from "next";
import { ActionForm } from "@/components/operations/action-form";
import { capital } from "@/components/operations/capital";
import { DataTable } from "@/components/operations/data-table";
import { SelectField, TextField } from "@/components/operations/field";
import { FilterForm } from "@/components/operations/filter-form";
import { addressOf, PageLinks } from "@/components/operations/page-links";
import { Section } from "@/components/operations/section";
import { PageBar } from "@/components/shell/page-bar";
import { requireOperator } from "@/lib/auth/guards";
import { languageName } from "@/lib/source-requests/rules";
import { createTitleAction } from "@/lib/titles/actions";
import { listTitles, TITLES_A_PAGE } from "@/lib/titles/queries";
import { frameRates, titleKinds, titlesQuery } from "@/lib/titles/types";

export const metadata: Metadata = { title: "Titles · Operations" };

export default async function TitlesPage({ searchParams }: PageProps<"/operations/titles">) {
  const operator = await requireOperator("/operations/titles");
  const query = titlesQuery.parse(await searchParams);
  const { titles, total } = await listTitles(operator, query);
  const href = (page: number) => addressOf("/operations/titles", { q: query.q, page });
  return (
    <>
      <PageBar title="Titles" aside={total.toLocaleString("en")} />
      <FilterForm>
        <TextField label="Name or reference" type="search" name="q" defaultValue={query.q} />
      </FilterForm>
      <DataTable
        caption="Titles"
        rows={titles}
        rowKey={({ reference }) => reference}
        empty="No title matches."
        columns={[
          {
            header: "Reference",
            cell: ({ reference }) => reference,
            className: "whitespace-nowrap",
          },
          {
            header: "Name",
            cell: ({ name, episode, partName }) => (
              <>
                <bdi className="font-medium">{name}</bdi>{" "}
                <span className="text-ink-2">{episode}</span>{" "}
                <bdi className="text-ink-3">{partName}</bdi>
              </>
            ),
          },
          { header: "Kind", cell: ({ kind }) => capital(kind) },
          {
            header: "Original language",
            cell: ({ originalLanguage }) => languageName(originalLanguage),
          },
          {
            header: "Frame rate",
            align: "right",
            cell: ({ frameRate: { numerator, denominator } }) =>
              rateInWords(numerator / denominator),
          },
          {
            header: "Runtime",
            align: "right",
            cell: ({ runtimeSeconds }) =>
              runtimeSeconds && `${Math.round(runtimeSeconds / 60)} min`,
          },
          { header: "Materials", align: "right", cell: ({ materials }) => materials },
          { header: "Open requests", align: "right", cell: ({ openRequests }) => openRequests },
        ]}
      />
      <PageLinks
        newer={query.page > 1 ? href(query.page - 1) : null}
        older={query.page * TITLES_A_PAGE < total ? href(query.page + 1) : null}
        words={["Previous page", "Next page"]}
      />
      <Section title="New title">
        <ActionForm
          act={createTitleAction}
          submit="Make title"
          tone="primary"
          done="{reference} is made."
        >
          <SelectField
            label="Kind"
            name="kind"
            className="w-28"
            options={titleKinds.map((kind) => ({ value: kind, label: capital(kind) }))}
          />
          <TextField label="Name" name="name" required maxLength={300} className="w-64" />
          <TextField
            label="Series or season"
            name="parent"
            maxLength={40}
            placeholder="TTL-…"
            className="w-36"
          />
          <TextField label="Number" name="number" type="number" min={1} className="w-20" />
          <TextField
            label="Original language"
            name="originalLanguage"
            required
            maxLength={35}
            placeholder="en"
            className="w-36"
          />
          <SelectField
            label="Frame rate"
            name="frameRate"
            className="w-28"
            options={frameRates.map((value) => {
              const [frames = 0, seconds = 1] = value.split("/").map(Number);
              return { value, label: rateInWords(frames / seconds) };
            })}
          />
          <TextField
            label="Runtime in minutes"
            name="runtimeMinutes"
            type="number"
            min={1}
            className="w-36"
          />
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

/** "23.976", "25" */
const rateInWords = (rate: number) => String(Math.round(rate * 1000) / 1000);
