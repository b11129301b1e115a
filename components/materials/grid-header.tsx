// biome-ignore-all lint/a11y/useSemanticElements: a treegrid, whose lines are virtual and placed by style
// biome-ignore-all lint/a11y/useFocusableInteractive: the header's buttons take the focus
"use client";

import { useTable } from "@tanstack/react-table";
import { memo, type Ref, type RefObject, useMemo, useRef } from "react";
import { flushSync } from "react-dom";
import { Checkbox } from "@/components/ui/checkbox";
import type { ColumnId, ListedMaterial } from "@/lib/materials/types";
import { columnsById, columnWidths, listColumns, listFeatures } from "./columns";
import { fittingSize } from "./fit";
import { type HeaderActions, HeaderCell } from "./header-cell";
import { clampSize, columnsOnView, type Layout, moveColumn, toggleColumn } from "./layout";
import { type TickCount, tickState } from "./ticks";
import { useColumnDrag } from "./use-column-drag";
import type { View } from "./view";

export type GridHeaderActions = Pick<HeaderActions, "sort" | "filter"> & { tickAll: () => void };

type GridHeaderProps = {
  ref: Ref<HTMLDivElement>;
  sort: View["sort"];
  filters: View["filters"];
  layout: Layout;
  onLayout: (change: (layout: Layout) => Layout) => void;
  actions: GridHeaderActions;
  grid: RefObject<HTMLElement | null>;
  /** What the box that ticks all stands for; null where nothing can be ticked. */
  box: TickCount | null;
};

/** The line of headers: it stays at the top while the list scrolls. */
export const GridHeader = memo(function GridHeader(props: GridHeaderProps) {
  const { ref, sort, filters, layout, onLayout, actions, box } = props;
  const { order, headerActions } = useHeaders(props);
  const move = (column: ColumnId, to: ColumnId) =>
    onLayout((now) => ({ ...now, order: moveColumn(now.order, column, to) }));
  const { drag, dragging } = useColumnDrag(move);
  return (
    <div role="rowgroup" className="sticky top-0 z-20">
      <div
        ref={ref}
        role="row"
        aria-rowindex={1}
        className="grid h-(--row) grid-cols-(--columns) grid-rows-1 items-stretch border-line border-b bg-ground max-md:flex max-md:overflow-x-auto md:w-(--total) md:min-w-full"
        style={columnWidths(order, layout)}
      >
        <div
          role="columnheader"
          className="sticky left-0 z-20 flex w-16 shrink-0 items-center bg-ground pl-7 max-md:w-auto max-md:pl-1"
        >
          {box ? (
            <Checkbox
              label="Select all materials"
              checked={tickState(box)}
              disabled={box.tickable === 0}
              onChange={actions.tickAll}
            />
          ) : (
            <span className="sr-only">Selection</span>
          )}
        </div>
        {order.map((column) => (
          <HeaderCell
            key={column}
            column={column}
            direction={
              sort?.column === column ? (sort.descending ? "descending" : "ascending") : null
            }
            filter={filters[column]}
            actions={headerActions}
            dragging={dragging}
            dragged={drag?.column === column}
            dropMark={dropMark(column, drag, order)}
          />
        ))}
      </div>
    </div>
  );
});

/** The columns on view, and what can be done with them: the same until another set of columns stands there. */
function useHeaders({ layout, onLayout, actions, grid }: GridHeaderProps) {
  const table = useColumns(layout, onLayout);
  const latest = useRef(table);
  latest.current = table;
  const { order: all, hidden } = layout;
  return useMemo(() => {
    const order = columnsOnView({ order: all, hidden });
    const resize = (column: ColumnId, size: number) =>
      onLayout((now) => ({ ...now, sizes: { ...now.sizes, [column]: clampSize(size) } }));
    const widthOf = (column: ColumnId) =>
      grid.current?.querySelector(`[data-column="${column}"]`)?.getBoundingClientRect().width ??
      columnsById[column].size;
    const headerActions: HeaderActions = {
      ...actions,
      move: (column, by) => {
        const neighbour = order[order.indexOf(column) + by];
        if (neighbour)
          onLayout((now) => ({ ...now, order: moveColumn(now.order, column, neighbour) }));
      },
      resizeBy: (column, pixels) => resize(column, widthOf(column) + pixels),
      startResize: (column, event) => {
        // From what it measures: a column that took what was left is wider than its size.
        flushSync(() => resize(column, widthOf(column)));
        const headers = latest.current.getHeaderGroups()[0]?.headers;
        headers?.find(({ id }) => id === column)?.getResizeHandler()(event);
      },
      fit: (column) => grid.current && resize(column, fittingSize(grid.current, column)),
      hide: (column) => onLayout((now) => toggleColumn(now, column)),
    };
    return { order, headerActions };
  }, [all, hidden, onLayout, actions, grid]);
}

const noRows: ListedMaterial[] = [];

/** The table lays out and resizes columns; the lines below draw their cells by the same layout. */
function useColumns(layout: Layout, onLayout: GridHeaderProps["onLayout"]) {
  const columnVisibility = useMemo(
    () => Object.fromEntries(layout.hidden.map((column) => [column, false])),
    [layout.hidden],
  );
  return useTable({
    features: listFeatures,
    columns: listColumns,
    data: noRows,
    columnResizeMode: "onChange",
    state: { columnOrder: layout.order, columnSizing: layout.sizes, columnVisibility },
    onColumnOrderChange: (next) =>
      onLayout((now) => ({ ...now, order: applied(next, now.order) as ColumnId[] })),
    onColumnSizingChange: (next) =>
      onLayout((now) => ({ ...now, sizes: applied(next, now.sizes) })),
  });
}

const applied = <T,>(next: T | ((old: T) => T), old: T): T =>
  typeof next === "function" ? (next as (old: T) => T)(old) : next;

function dropMark(
  column: ColumnId,
  drag: ReturnType<typeof useColumnDrag>["drag"],
  order: readonly ColumnId[],
) {
  if (drag?.over !== column) return null;
  return order.indexOf(drag.column) > order.indexOf(column) ? "left" : "right";
}
