import { clsx } from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import { AppLink } from "@/components/ui/app-link";
import type { SortColumn, SourceRequestsQuery } from "@/lib/source-requests/types";
import { tableHref } from "./table-url";

type ColumnHeaderProps = {
  column: SortColumn;
  label: string;
  query: SourceRequestsQuery;
  className: string;
};

/** Sorts by its column, and the other way round at the next click. */
export function ColumnHeader({ column, label, query, className }: ColumnHeaderProps) {
  const current = query.sort === column;
  const ascending = query.order === "asc";
  const order = current && ascending ? "desc" : "asc";
  return (
    <th
      scope="col"
      aria-sort={current ? (ascending ? "ascending" : "descending") : undefined}
      className={clsx("text-left", className)}
    >
      <AppLink
        href={tableHref(query, { sort: column, order })}
        scroll={false}
        className={clsx(
          "inline-flex h-8 items-center gap-1 rounded hover:text-ink",
          current ? "text-ink" : "text-ink-2",
        )}
      >
        {label}
        {current &&
          (ascending ? <ArrowUp className="size-3.5" /> : <ArrowDown className="size-3.5" />)}
      </AppLink>
    </th>
  );
}
