import type { Metadata } from "next";
import { ActionForm } from "@/components/operations/action-form";
import { DataTable } from "@/components/operations/data-table";
import { Moment } from "@/components/operations/moment";
import { TokenForm } from "@/components/operations/token-form";
import { PageBar } from "@/components/shell/page-bar";
import { revokeApiTokenAction } from "@/lib/auth/actions";
import { requireOperator } from "@/lib/auth/guards";
import { listApiTokens } from "@/lib/auth/queries";
import { apiScopes } from "@/lib/auth/types";
import { pageClock } from "@/lib/clock";

export const metadata: Metadata = { title: "API tokens · Operations" };

export default async function TokensPage() {
  const operator = await requireOperator("/operations/tokens");
  const { now, timeZone } = await pageClock();
  const tokens = await listApiTokens(operator);
  return (
    <>
      <PageBar title="API tokens" />
      <div className="px-4 pb-4">
        <TokenForm scopes={apiScopes} />
      </div>
      <DataTable
        caption="API tokens"
        rows={tokens}
        rowKey={({ id, revokedAt }) => `${id} ${revokedAt}`}
        empty="There is no API token yet."
        columns={[
          {
            header: "What it is for",
            cell: ({ name }) => <span className="font-medium">{name}</span>,
          },
          { header: "Of", cell: ({ holder }) => holder },
          { header: "May do", cell: ({ scopes }) => scopes.join(", ") },
          {
            header: "Made",
            cell: ({ createdAt }) => <Moment at={createdAt} {...{ now, timeZone }} />,
          },
          {
            header: "Last used",
            cell: ({ lastUsedAt }) => <Moment at={lastUsedAt} {...{ now, timeZone }} />,
          },
          {
            header: "State",
            cell: ({ id, name, revokedAt, holderDeactivated }) =>
              revokedAt || holderDeactivated ? (
                <span className="text-failed">
                  {revokedAt ? "Revoked" : "Its operator is deactivated"}
                </span>
              ) : (
                <ActionForm
                  act={revokeApiTokenAction}
                  submit="Revoke"
                  fixed={{ tokenId: id }}
                  confirm={`Revoke ${name}? Programs that use it are refused at once.`}
                />
              ),
          },
        ]}
      />
    </>
  );
}
