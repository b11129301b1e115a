import { X } from "lucide-react";
import { AppLink } from "@/components/ui/app-link";
import type { SourceRequestsQuery } from "@/lib/source-requests/types";
import type { FilterOption } from "./filter-menu";
import { type FilterName, isNarrowed, resetHref, tableHref } from "./table-url";

type FilterChipsProps = {
  query: SourceRequestsQuery;
  filters: { name: FilterName; label: string; options: FilterOption[] }[];
};

/** What narrows the table, each with its way out. */
export function FilterChips({ query, filters }: FilterChipsProps) {
  if (!isNarrowed(query)) return null;
  const chips = filters.flatMap(({ name, label, options }) =>
    (query[name] ?? []).map((value) => ({
      key: `${name}=${value}`,
      text: `${label}: ${options.find((option) => option.value === value)?.label ?? value}`,
      href: tableHref(query, { [name]: query[name]?.filter((one) => one !== value) }),
    })),
  );
  return (
    <div className="flex flex-wrap items-center gap-2">
      {chips.map(({ key, text, href }) => (
        <AppLink
          key={key}
          href={href}
          scroll={false}
          aria-label={`Remove filter ${text}`}
          className="inline-flex h-6 max-w-64 items-center gap-1 rounded border border-line bg-surface pr-1 pl-2 text-label hover:bg-hover"
        >
          <span className="truncate">{text}</span>
          <X className="size-3.5 text-ink-3" />
        </AppLink>
      ))}
      <AppLink
        href={resetHref(query)}
        scroll={false}
        className="inline-flex h-6 items-center rounded px-1 font-medium text-accent text-label hover:underline"
      >
        Reset filters
      </AppLink>
    </div>
  );
}
