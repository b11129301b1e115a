import { bucketNames, languageName, statusNames } from "@/lib/source-requests/rules";
import { buckets, type SourceRequestsQuery, statuses } from "@/lib/source-requests/types";
import { FilterChips } from "./filter-chips";
import { FilterMenu } from "./filter-menu";
import { SearchBox } from "./search-box";
import { type FilterName, tableParams } from "./table-url";

type FilterBarProps = {
  query: SourceRequestsQuery;
  /** What stands in the viewer's source requests. */
  kinds: { code: string; name: string }[];
  /** In the order of their names. */
  languages: string[];
};

/** Search and filters above the table; all of it lives in the address. */
export function FilterBar({ query, kinds, languages }: FilterBarProps) {
  const filters = [
    { name: "bucket", label: "Bucket", options: optionsOf(buckets, bucketNames) },
    {
      name: "kind",
      label: "Kind",
      options: kinds.map(({ code, name }) => ({ value: code, label: name })),
    },
    {
      name: "language",
      label: "Language",
      options: languages.map((value) => ({ value, label: languageName(value) })),
    },
    { name: "status", label: "Status", options: optionsOf(statuses, statusNames) },
  ] satisfies { name: FilterName; label: string; options: { value: string; label: string }[] }[];
  const without = (name: "q" | FilterName) =>
    tableParams({ ...query, page: 1 }).filter(([one]) => one !== name);
  return (
    <div className="flex flex-wrap items-center gap-1.5 max-sm:w-full sm:gap-2 lg:ml-3">
      <SearchBox q={query.q} others={without("q")} />
      {filters.map(({ name, label, options }) => (
        <FilterMenu
          key={name}
          name={name}
          label={label}
          options={options}
          chosen={query[name] ?? []}
          others={without(name)}
        />
      ))}
      <FilterChips query={query} filters={filters} />
    </div>
  );
}

const optionsOf = <T extends string>(values: readonly T[], names: Record<T, string>) =>
  values.map((value) => ({ value, label: names[value] }));
