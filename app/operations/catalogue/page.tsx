import type { Metadata } from "next";
import { capital } from "@/components/operations/capital";
import { DataTable } from "@/components/operations/data-table";
import { PageBar } from "@/components/shell/page-bar";
import { requireOperator } from "@/lib/auth/guards";
import { listCatalogue } from "@/lib/titles/queries";

export const metadata: Metadata = { title: "Catalogue · Operations" };

export default async function CataloguePage() {
  const operator = await requireOperator("/operations/catalogue");
  const types = await listCatalogue(operator);
  return (
    <>
      <PageBar title="Catalogue" aside={`${types.length} asset types`} />
      <DataTable
        caption="Asset types"
        rows={types}
        rowKey={({ code }) => code}
        empty="The catalogue is empty."
        columns={[
          { header: "Asset type", cell: ({ name }) => <span className="font-medium">{name}</span> },
          {
            header: "Code",
            cell: ({ code }) => <code className="font-mono text-mono">{code}</code>,
          },
          { header: "Media", cell: ({ mediaKind }) => capital(mediaKind) },
          { header: "Formats", cell: ({ formats }) => formats.join(", ") },
          {
            header: "Rules",
            cell: ({ qcApplies, watermarked, languageMenu }) =>
              [qcApplies && "QC", watermarked && "watermarked", languageMenu && "language menu"]
                .filter(Boolean)
                .join(", "),
          },
          { header: "Named by", cell: ({ kinds }) => kinds.join(", "), className: "text-ink-2" },
        ]}
      />
    </>
  );
}
