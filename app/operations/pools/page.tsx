import type { Metadata } from "next";
import { ActionForm } from "@/components/operations/action-form";
import { DataTable } from "@/components/operations/data-table";
import { TextField } from "@/components/operations/field";
import { FilterForm } from "@/components/operations/filter-form";
import { addressOf, PageLinks } from "@/components/operations/page-links";
import { TitleCell } from "@/components/operations/title-cell";
import { PageBar } from "@/components/shell/page-bar";
import { requireOperator } from "@/lib/auth/guards";
import { env } from "@/lib/env";
import { refillPoolAction } from "@/lib/pools/actions";
import { listPools, POOLS_A_PAGE } from "@/lib/pools/queries";
import { poolsQuery } from "@/lib/pools/types";

export const metadata: Metadata = { title: "Pools · Operations" };

export default async function PoolsPage({ searchParams }: PageProps<"/operations/pools">) {
  const operator = await requireOperator("/operations/pools");
  const { q, page } = poolsQuery.parse(await searchParams);
  const { pools, total } = await listPools(operator, { q, page });
  const at = (page: number) => addressOf("/operations/pools", { q, page });
  const target = env.PROXY_POOL_TARGET;
  return (
    <>
      <PageBar
        title="Pools"
        aside={`${total.toLocaleString("en")}, ${target > 0 ? `target ${target} a version and partner` : "none is made ahead"}`}
      />
      <FilterForm>
        <TextField label="Title, file name or partner" type="search" name="q" defaultValue={q} />
      </FilterForm>
      <DataTable
        caption="Pools of proxy copies"
        rows={pools}
        rowKey={({ versionId, partnerId }) => `${versionId} ${partnerId}`}
        empty={
          q || page > 1
            ? "No pool matches."
            : "No proxy copy was made yet. They come to be when a watermarked version is delivered, or on demand."
        }
        columns={[
          { header: "Title", cell: ({ title }) => <TitleCell title={title} /> },
          { header: "Asset type", cell: ({ assetType }) => assetType },
          {
            header: "File name",
            cell: ({ fileName, version }) => (
              <>
                <bdi className="font-mono text-mono wrap-anywhere">{fileName}</bdi>{" "}
                <span className="text-ink-3">version {version}</span>
              </>
            ),
          },
          { header: "Partner", cell: ({ partner }) => partner },
          {
            header: "Ready",
            align: "right",
            cell: ({ ready }) => (
              <span className={ready < target ? "text-pending" : ""}>
                {target > 0 ? `${ready} of ${target}` : ready}
              </span>
            ),
            className: "whitespace-nowrap",
          },
          { header: "Encoding", align: "right", cell: ({ underWay }) => underWay },
          {
            header: "Failed",
            align: "right",
            cell: ({ failed, reason }) => (
              <span className={failed > 0 ? "text-failed" : ""} title={reason ?? undefined}>
                {failed}
              </span>
            ),
          },
          { header: "Drawn", align: "right", cell: ({ drawn }) => drawn },
          {
            header: "Action",
            cell: ({ versionId, partnerId, failed, reason }) => (
              <>
                {failed > 0 && <span className="block text-failed text-label">{reason}</span>}
                <ActionForm
                  act={refillPoolAction}
                  submit={failed > 0 ? "Retry" : "Refill"}
                  fixed={{ versionId, partnerId }}
                  done="{words}"
                />
              </>
            ),
          },
        ]}
      />
      <PageLinks
        newer={page > 1 ? at(page - 1) : null}
        older={page * POOLS_A_PAGE < total ? at(page + 1) : null}
        words={["Previous page", "Next page"]}
      />
    </>
  );
}
