// biome-ignore-all lint/a11y/useSemanticElements: a treegrid, whose lines are virtual and placed by style
// biome-ignore-all lint/a11y/useFocusableInteractive: the header's buttons take the focus
"use client";

import type { ReactTable } from "@tanstack/react-table";
import type { MouseEvent, ReactNode, Ref, RefObject, TouchEvent } from "react";
import { flushSync } from "react-dom";
import type { ColumnId, ListedMaterial } from "@/lib/materials/types";
import { columnsById, type listFeatures } from "./columns";
import { fittingSize } from "./fit";
import { type HeaderActions, HeaderCell } from "./header-cell";
import { clampSize, type Layout, moveColumn, toggleColumn } from "./layout";
import { useColumnDrag } from "./use-column-drag";
import type { View } from "./view";

export type GridHeaderActions = Pick<HeaderActions, "sort" | "filter" | "countValues">;

type GridHeaderProps = {
  ref: Ref<HTMLDivElement>;
  table: ReactTable<typeof listFeatures, ListedMaterial>;
  view: Pick<View, "sort" | "filters">;
  onLayout: (change: (layout: Layout) => Layout) => void;
  actions: GridHeaderActions;
  grid: RefObject<HTMLElement | null>;
  /** The box that ticks all. */
  box: ReactNode;
};

/** The line of headers: it stays at the top while the list scrolls. */
export function GridHeader(props: GridHeaderProps) {
  const { ref, table, view, onLayout, actions, grid, box } = props;
  const move = (column: ColumnId, to: ColumnId) =>
    onLayout((now) => ({ ...now, order: moveColumn(now.order, column, to) }));
  const resize = (column: ColumnId, size: number) =>
    onLayout((now) => ({ ...now, sizes: { ...now.sizes, [column]: clampSize(size) } }));
  const widthOf = (column: ColumnId) =>
    grid.current?.querySelector(`[data-column="${column}"]`)?.getBoundingClientRect().width ??
    columnsById[column].size;

  const dragging = useColumnDrag(move);
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const order = headers.map(({ column }) => column.id as ColumnId);
  const all: HeaderActions = {
    ...actions,
    move: (column, by) => {
      const neighbour = order[order.indexOf(column) + by];
      if (neighbour) move(column, neighbour);
    },
    resizeBy: (column, pixels) => resize(column, widthOf(column) + pixels),
    fit: (column) => grid.current && resize(column, fittingSize(grid.current, column)),
    hide: (column) => onLayout((now) => toggleColumn(now, column)),
  };
  return (
    <div role="rowgroup" className="sticky top-0 z-20">
      <div
        ref={ref}
        role="row"
        aria-rowindex={1}
        className="flex h-(--row) items-stretch border-line border-b bg-ground max-md:overflow-x-auto md:w-(--total) md:min-w-full"
      >
        <div
          role="columnheader"
          aria-colindex={1}
          className="sticky left-0 z-20 flex w-16 shrink-0 items-center bg-ground pl-7 max-md:w-auto max-md:pl-1"
        >
          {box || <span className="sr-only">Selection</span>}
        </div>
        {headers.map((header, index) => {
          const column = header.column.id as ColumnId;
          const resizeByPointer = header.getResizeHandler();
          return (
            <HeaderCell
              key={column}
              column={column}
              index={index}
              sort={view.sort}
              filter={view.filters[column]}
              actions={all}
              dragging={dragging}
              dropMark={dropMark(column, dragging.drag, order)}
              onResize={(event: MouseEvent | TouchEvent) => {
                // From what it measures: a column that took what was left is wider than its size.
                flushSync(() => resize(column, widthOf(column)));
                resizeByPointer(event);
              }}
            />
          );
        })}
      </div>
    </div>
  );
}

function dropMark(
  column: ColumnId,
  drag: ReturnType<typeof useColumnDrag>["drag"],
  order: readonly ColumnId[],
) {
  if (drag?.over !== column) return null;
  return order.indexOf(drag.column) > order.indexOf(column) ? "left" : "right";
}
