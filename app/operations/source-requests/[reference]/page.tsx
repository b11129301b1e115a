import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "@/components/operations/action-form";
import { SelectField, TextField } from "@/components/operations/field";
import { Section } from "@/components/operations/section";
import { PageBar } from "@/components/shell/page-bar";
import { TitleName } from "@/components/source-requests/title-name";
import { AppLink } from "@/components/ui/app-link";
import { buttonClass } from "@/components/ui/button";
import { requireOperator } from "@/lib/auth/guards";
import { pageClock } from "@/lib/clock";
import { DomainError } from "@/lib/errors";
import { listPartners } from "@/lib/people/queries";
import { changeSourceRequestAction } from "@/lib/source-requests/actions";
import { getChosenRequests } from "@/lib/source-requests/queries";
import { languageName, statusNames } from "@/lib/source-requests/rules";
import { chosenRequests } from "@/lib/source-requests/types";

type Props = PageProps<"/operations/source-requests/[reference]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await params).reference} · Operations` };
}

export default async function RequestPage({ params }: Props) {
  const { reference } = await params;
  const operator = await requireOperator(
    `/operations/source-requests/${encodeURIComponent(reference)}`,
  );
  const { now } = await pageClock();
  const chosen = chosenRequests.safeParse({ request: reference });
  if (!chosen.success) notFound();
  const [[request], partners] = await Promise.all([
    getChosenRequests(operator, chosen.data, now).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === "not_found") notFound();
      throw error;
    }),
    listPartners(operator),
  ]);
  if (!request) notFound();
  const { status, partner } = request;
  const fixed = { reference: request.reference };
  return (
    <>
      <PageBar title={request.reference} aside={statusNames[status]}>
        <AppLink
          href={`/source-requests/${encodeURIComponent(request.reference)}`}
          className={buttonClass("quiet")}
        >
          Its materials
        </AppLink>
      </PageBar>
      <div className="space-y-1 px-4 pb-4">
        <TitleName title={request.title} />
        <p className="text-ink-2">
          {request.kind}, {languageName(request.language)}. {request.available} of {request.total}{" "}
          materials are available.
        </p>
      </div>
      <Section title="Assign">
        <ActionForm
          act={changeSourceRequestAction}
          submit="Assign to partner"
          fixed={fixed}
          done="Assigned."
        >
          <SelectField
            key={partner}
            label="Partner"
            name="partnerId"
            required
            defaultValue={partners.find(({ name }) => name === partner)?.id ?? ""}
            options={partners.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </ActionForm>
      </Section>
      <Section title="Due date">
        <ActionForm act={changeSourceRequestAction} submit="Move" fixed={fixed} done="Moved.">
          <TextField
            key={request.dueOn}
            label="Due"
            name="dueOn"
            type="date"
            required
            defaultValue={request.dueOn}
            className="w-40"
          />
        </ActionForm>
      </Section>
      <Section title="Status">
        <div className="flex flex-wrap gap-3">
          {status === "open" ? (
            <>
              <ActionForm
                act={changeSourceRequestAction}
                submit="Mark as fulfilled"
                fixed={{ ...fixed, status: "fulfilled" }}
              />
              <ActionForm
                act={changeSourceRequestAction}
                submit="Cancel request"
                fixed={{ ...fixed, status: "cancelled" }}
                confirm={`Cancel ${request.reference}? ${partner} sees nothing of it from then on.`}
              />
            </>
          ) : (
            <ActionForm
              act={changeSourceRequestAction}
              submit="Reopen"
              fixed={{ ...fixed, status: "open" }}
            />
          )}
        </div>
      </Section>
    </>
  );
}
