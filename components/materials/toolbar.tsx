"use client";

import { ChevronsDownUp, ChevronsUpDown, Columns3, PanelLeft, RotateCcw, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu, MenuCheckboxItem, MenuContent, MenuTrigger } from "@/components/ui/menu";
import { columnIds, isFiltering } from "@/lib/materials/rules";
import type { ColumnFilter, ColumnId } from "@/lib/materials/types";
import { columnsById } from "./columns";
import { type Layout, mayHide } from "./layout";
import type { View } from "./view";

type ToolbarProps = {
  view: View;
  layout: Layout;
  allCollapsed: boolean;
  onCollapse: (collapsed: boolean) => void;
  onReset: () => void;
  onClearFilter: (column: ColumnId) => void;
  onToggleColumn: (column: ColumnId) => void;
  onShowGroups: () => void;
};

/** What concerns the whole list, and the filters that are on. */
export function Toolbar(props: ToolbarProps) {
  const { view, layout, allCollapsed, onCollapse, onReset, onClearFilter } = props;
  const filters = columnIds.flatMap((column) => {
    const filter = view.filters[column];
    return filter && isFiltering(filter) ? [{ column, filter }] : [];
  });
  return (
    <div
      role="toolbar"
      aria-label="List"
      className="flex min-h-10 shrink-0 flex-wrap items-center gap-1 border-line border-b bg-surface px-2 py-1"
    >
      <Button tone="plain" className="md:hidden" onClick={props.onShowGroups}>
        <PanelLeft />
        Groups
      </Button>
      <Button tone="plain" onClick={() => onCollapse(!allCollapsed)}>
        {allCollapsed ? <ChevronsUpDown /> : <ChevronsDownUp />}
        {allCollapsed ? "Expand All" : "Collapse All"}
      </Button>
      <Button tone="plain" onClick={onReset}>
        <RotateCcw />
        Reset Filters
      </Button>
      <Menu>
        <MenuTrigger asChild>
          <Button tone="plain" className="max-md:hidden">
            <Columns3 />
            Columns
          </Button>
        </MenuTrigger>
        <MenuContent align="start" aria-label="Columns">
          {layout.order.map((column) => (
            <MenuCheckboxItem
              key={column}
              checked={!layout.hidden.includes(column)}
              disabled={!mayHide(column)}
              onCheckedChange={() => props.onToggleColumn(column)}
            >
              {columnsById[column].header}
            </MenuCheckboxItem>
          ))}
        </MenuContent>
      </Menu>
      {filters.length > 0 && (
        <ul aria-label="Filters" className="flex min-w-0 flex-wrap gap-1">
          {filters.map(({ column, filter }) => (
            <li
              key={column}
              className="flex h-7 max-w-80 items-center rounded border border-line bg-ground pl-2 text-label"
            >
              <span className="truncate">
                {columnsById[column].header}: {inWords(filter)}
              </span>
              <button
                type="button"
                aria-label={`Remove the filter of ${columnsById[column].header}`}
                className="grid size-7 shrink-0 place-items-center rounded text-ink-2 hover:text-ink"
                onClick={() => onClearFilter(column)}
              >
                <X />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** `“5.1”, only QC Pending`, `all but (empty)` */
function inWords({ text, values }: ColumnFilter): string {
  const said = (named: string[]) =>
    named.length > 3
      ? `${named.length} values`
      : named.map((value) => value || "(empty)").join(", ");
  const parts = text.trim() ? [`“${text.trim()}”`] : [];
  if ("keep" in values) parts.push(values.keep.length > 0 ? said(values.keep) : "no value");
  else if (values.drop.length > 0) parts.push(`all but ${said(values.drop)}`);
  return parts.join(", ");
}
