import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { AppLink } from "@/components/ui/app-link";
import { buttonClass } from "@/components/ui/button";
import type { SourceRequestsQuery } from "@/lib/source-requests/types";
import { PageSizeMenu } from "./page-size-menu";
import { tableHref } from "./table-url";

type PagerProps = { query: SourceRequestsQuery; total: number };

const pageSizes = [25, 50, 100, 200];

export function Pager({ query, total }: PagerProps) {
  const { page, pageSize } = query;
  const last = Math.ceil(total / pageSize);
  const first = (page - 1) * pageSize + 1;
  return (
    <nav
      aria-label="Pages"
      className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 text-ink-2"
    >
      <span>
        {first}–{Math.min(total, page * pageSize)} of {total}
      </span>
      <PageSizeMenu
        pageSize={pageSize}
        hrefs={pageSizes.map((size) => ({ size, href: tableHref(query, { pageSize: size }) }))}
      />
      {last > 1 && (
        <span className="ml-auto flex items-center gap-1">
          <Step to={page > 1 ? tableHref(query, { page: page - 1 }) : null} label="Previous page">
            <ChevronLeft />
          </Step>
          <span className="px-1">
            Page {page} of {last}
          </span>
          <Step to={page < last ? tableHref(query, { page: page + 1 }) : null} label="Next page">
            <ChevronRight />
          </Step>
        </span>
      )}
    </nav>
  );
}

function Step({ to, label, children }: { to: string | null; label: string; children: ReactNode }) {
  const look = buttonClass("quiet", "w-8 px-0");
  return to ? (
    <AppLink href={to} aria-label={label} className={look}>
      {children}
    </AppLink>
  ) : (
    <span aria-hidden className={`${look} opacity-40`}>
      {children}
    </span>
  );
}
