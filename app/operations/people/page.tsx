import type { Metadata } from "next";
import { ActionForm } from "@/components/operations/action-form";
import { capital } from "@/components/operations/capital";
import { DataTable } from "@/components/operations/data-table";
import { SelectField, TextField } from "@/components/operations/field";
import { Moment } from "@/components/operations/moment";
import { Section } from "@/components/operations/section";
import { PageBar } from "@/components/shell/page-bar";
import { requireOperator } from "@/lib/auth/guards";
import { pageClock } from "@/lib/clock";
import {
  addPartnerAction,
  addUserAction,
  deactivatePartnerAction,
  setUserActiveAction,
} from "@/lib/people/actions";
import { listPartners, listUsers } from "@/lib/people/queries";
import { studio } from "@/lib/people/types";

export const metadata: Metadata = { title: "People · Operations" };

export default async function PeoplePage() {
  const operator = await requireOperator("/operations/people");
  const { now, timeZone } = await pageClock();
  const [partners, users] = await Promise.all([listPartners(operator), listUsers(operator)]);
  return (
    <>
      <PageBar title="People" aside={`${users.length} users, ${partners.length} partners`} />
      <DataTable
        caption="Users"
        rows={users}
        rowKey={({ id, deactivatedAt }) => `${id} ${deactivatedAt}`}
        empty="There is nobody."
        columns={[
          { header: "Name", cell: ({ name }) => <span className="font-medium">{name}</span> },
          { header: "Email", cell: ({ email }) => email },
          { header: "Organisation", cell: ({ partner }) => partner ?? "Studio operator" },
          { header: "Signs in by", cell: ({ signsInBy }) => capital(signsInBy) },
          {
            header: "Last download",
            cell: ({ kind, lastDownloadAt }) =>
              kind === "partner" && <Moment at={lastDownloadAt} {...{ now, timeZone }} />,
          },
          {
            header: "Account",
            cell: ({ id, name, deactivatedAt }) => (
              <span className="flex flex-wrap items-center gap-2">
                {deactivatedAt && (
                  <span className="text-failed">
                    Deactivated <Moment at={deactivatedAt} {...{ now, timeZone }} />
                  </span>
                )}
                {id === operator.id ? (
                  <span className="text-ink-3">Your own</span>
                ) : (
                  <ActionForm
                    act={setUserActiveAction}
                    submit={deactivatedAt ? "Reactivate" : "Deactivate"}
                    fixed={{ userId: id, active: deactivatedAt !== null }}
                    {...(!deactivatedAt && {
                      confirm: `Deactivate ${name}? Sessions, links and tokens of theirs end at once.`,
                    })}
                  />
                )}
              </span>
            ),
          },
        ]}
      />
      <Section title="New user">
        <ActionForm act={addUserAction} submit="Add user" tone="primary" done="Added.">
          <TextField label="Name" name="name" required maxLength={200} />
          <TextField
            label="Email"
            name="email"
            type="email"
            required
            maxLength={254}
            className="w-64"
          />
          <SelectField
            label="Organisation"
            name="organisation"
            none="Choose"
            required
            options={[
              { value: studio, label: "Studio operator" },
              ...partners.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <TextField
            label="Password"
            name="password"
            type="password"
            autoComplete="new-password"
            minLength={12}
            maxLength={1024}
            placeholder="none: single sign-on"
          />
        </ActionForm>
      </Section>
      <DataTable
        caption="Partners"
        rows={partners}
        rowKey={({ id, users }) => `${id} ${users}`}
        empty="There is no partner yet."
        columns={[
          { header: "Partner", cell: ({ name }) => <span className="font-medium">{name}</span> },
          { header: "Active users", align: "right", cell: ({ users }) => users },
          { header: "Open requests", align: "right", cell: ({ openRequests }) => openRequests },
          {
            header: "Since",
            cell: ({ createdAt }) => <Moment at={createdAt} {...{ now, timeZone }} />,
          },
          {
            header: "Accounts",
            cell: ({ id, name, users }) =>
              users > 0 && (
                <ActionForm
                  act={deactivatePartnerAction}
                  submit="Deactivate all"
                  fixed={{ partnerId: id }}
                  confirm={`Deactivate all ${users} accounts of ${name}? Their sessions and links end at once.`}
                />
              ),
          },
        ]}
      />
      <Section title="New partner">
        <ActionForm act={addPartnerAction} submit="Add partner" done="Added.">
          <TextField label="Name" name="name" required maxLength={200} className="w-64" />
        </ActionForm>
      </Section>
    </>
  );
}
