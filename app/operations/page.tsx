import type { Metadata } from "next";
import { PageBar } from "@/components/shell/page-bar";
import { AppLink } from "@/components/ui/app-link";
import { requireOperator } from "@/lib/auth/guards";
import { pageClock } from "@/lib/clock";
import { getOverview } from "@/lib/operations/queries";

export const metadata: Metadata = { title: "Operations" };

export default async function OperationsPage() {
  const operator = await requireOperator("/operations");
  const { now } = await pageClock();
  const counts = await getOverview(operator, now);
  const lines: [href: string, count: number, what: string, bad?: boolean][] = [
    ["/operations/source-requests?status=open", counts.requests, "source requests open"],
    ["/operations/deliveries?state=receiving", counts.receiving, "deliveries coming in"],
    [
      "/operations/deliveries?state=rejected",
      counts.rejected,
      "deliveries rejected in 7 days",
      true,
    ],
    ["/operations/qc?status=QC+Pending", counts.qcPending, "materials pending QC"],
    ["/operations/pools", counts.failedCopies, "proxy copies failed", true],
    ["/operations/activity", counts.taken, "downloads in 7 days"],
  ];
  return (
    <>
      <PageBar title="Operations" />
      <ul className="max-w-xl border-line border-t bg-surface">
        {lines.map(([href, count, what, bad]) => (
          <li key={what} className="border-line border-b">
            <AppLink href={href} className="flex h-(--row) items-center gap-3 px-4 hover:bg-hover">
              <span
                className={`w-16 text-right font-medium ${bad && count > 0 ? "text-failed" : ""}`}
              >
                {count.toLocaleString("en")}
              </span>
              {what}
            </AppLink>
          </li>
        ))}
      </ul>
    </>
  );
}
