import { type SourceRequestsQuery, sourceRequestsQuery } from "@/lib/source-requests/types";

type Params = Record<string, string | string[] | undefined>;

const fields = sourceRequestsQuery.shape;
const names = Object.keys(fields) as (keyof SourceRequestsQuery)[];
const defaults = sourceRequestsQuery.parse({});

/** The filters that a value can be ticked in. */
export const filterNames = ["kind", "language", "status", "bucket"] as const;
export type FilterName = (typeof filterNames)[number];

/**
 * What the page's address asks for. A value that makes no sense (an old link, a typing error) is left out,
 * and the rest holds; only the API is strict.
 */
export function readTableQuery(params: Params): SourceRequestsQuery {
  const read = Object.entries(fields).map(([name, field]) => {
    const given = [params[name] ?? []].flat().filter((value) => value !== "");
    const sound = given.filter((value) => field.safeParse(value).success);
    const whole = field.safeParse(sound);
    return [name, whole.success ? whole.data : field.parse(sound[0])];
  });
  const query = sourceRequestsQuery.parse(Object.fromEntries(read));
  for (const name of filterNames) if (query[name]?.length === 0) delete query[name];
  return query;
}

/** The query as names and values, without what is as it would be anyway. */
export function tableParams(query: SourceRequestsQuery): [string, string][] {
  return names.flatMap((name) => {
    const value = query[name];
    if (value === undefined || value === defaults[name]) return [];
    return [value].flat().map((one): [string, string] => [name, String(one)]);
  });
}

/** The address of the table after a change. Anything but the page leads to the first page. */
export function tableHref(query: SourceRequestsQuery, change: Partial<SourceRequestsQuery> = {}) {
  const params = new URLSearchParams(tableParams({ ...query, page: 1, ...change }));
  return params.size > 0 ? `/source-requests?${params}` : "/source-requests";
}

/** Without search and filters; order and page size stay. */
export const resetHref = ({ sort, order, pageSize }: SourceRequestsQuery) =>
  tableHref({ ...defaults, sort, order, pageSize });

/** Whether a search or a filter narrows the table. */
export const isNarrowed = (query: SourceRequestsQuery) =>
  query.q !== "" || filterNames.some((name) => query[name]);
