import { type PanelTab, panelTabs } from "@/components/details/panel-tabs";
import { columnIds, materialGroups, openFilter } from "@/lib/materials/rules";
import type { ColumnFilter, ColumnId, MaterialGroup } from "@/lib/materials/types";
import { readSort, type Sort, writeSort } from "./sort";

/** What the page shows of its materials; the URL holds it, so that reload, back and a link show the same. */
export type View = {
  group: MaterialGroup;
  /** An asset type's code, when the list is narrowed to it. */
  assetType: string | null;
  filters: Partial<Record<ColumnId, ColumnFilter>>;
  sort: Sort | null;
  /** The material whose panel is open. */
  file: string | null;
  /** Which tab of it. */
  tab: PanelTab;
};

export const defaultView: View = {
  group: "all",
  assetType: null,
  filters: {},
  sort: null,
  file: null,
  tab: "detail",
};

/** Longer than this, addresses are cut by proxies and mail; such a filter lives as long as the page. */
const longestFilters = 6_000;

/**
 * Writes a view into search parameters, leaving those that name the requests as they are:
 * `group`, `type`, `sort=fileName.desc`, `file`, `tab`, and for a column `text.fileName=5.1`,
 * `keep.qcStatus=…` or `drop.qcStatus=…` (one each a value), `none=qcStatus` where no value is kept.
 */
export function writeView(view: View, current: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of ["request", "selection"])
    for (const value of current.getAll(name)) params.append(name, value);
  if (view.group !== "all") params.set("group", view.group);
  if (view.assetType !== null) params.set("type", view.assetType);
  if (view.sort) params.set("sort", writeSort(view.sort));
  if (view.file) params.set("file", view.file);
  if (view.tab !== "detail") params.set("tab", view.tab);
  for (const column of columnIds) {
    const filter = view.filters[column];
    if (filter) writeFilter(column, filter, params);
  }
  return params;
}

function writeFilter(column: ColumnId, { text, values }: ColumnFilter, params: URLSearchParams) {
  if (text) params.set(`text.${column}`, text);
  const [verb, named] = "keep" in values ? ["keep", values.keep] : ["drop", values.drop];
  if (verb === "keep" && named.length === 0) params.append("none", column);
  const length = named.reduce((sum, value) => sum + encodeURIComponent(value).length + 20, 0);
  if (params.toString().length + length > longestFilters) return;
  for (const value of named) params.append(`${verb}.${column}`, value);
}

/** Reads a view back; what is not understood counts as not given. */
export function readView(params: URLSearchParams): View {
  const filters: View["filters"] = {};
  for (const column of columnIds) {
    const text = params.get(`text.${column}`)?.slice(0, 200) ?? "";
    const keep = params.getAll(`keep.${column}`);
    const drop = params.getAll(`drop.${column}`);
    const none = params.getAll("none").includes(column);
    if (keep.length > 0 || none) filters[column] = { text, values: { keep } };
    else if (text || drop.length > 0) filters[column] = { ...openFilter, text, values: { drop } };
  }
  return {
    group: materialGroups.find((group) => group === params.get("group")) ?? "all",
    assetType: params.get("type"),
    filters,
    sort: readSort(params.get("sort")),
    file: params.get("file"),
    tab: panelTabs.find((tab) => tab === params.get("tab")) ?? "detail",
  };
}

/** Whether an address says anything of the view: if not, the user's own order of rows stands. */
export const statesView = (params: URLSearchParams): boolean =>
  writeView(readView(params), new URLSearchParams()).size > 0;
