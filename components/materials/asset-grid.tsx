// biome-ignore-all lint/a11y/useSemanticElements: a treegrid, whose lines are virtual and placed by style
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus is on one of its lines
"use client";

import { useTable } from "@tanstack/react-table";
import { type CSSProperties, type ReactNode, useEffect, useMemo, useRef } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { canBeTicked } from "@/lib/materials/rules";
import type { ColumnId, ListedMaterial } from "@/lib/materials/types";
import { keyOf, type Line, type LineHeights, type Section } from "./arrange";
import { columnsById, listColumns, listFeatures } from "./columns";
import { GridHeader, type GridHeaderActions } from "./grid-header";
import type { Layout } from "./layout";
import { type LineActions, MaterialLine, TypeLine } from "./lines";
import { ListTip } from "./list-tip";
import { type RowActs, RowMenu } from "./row-menu";
import { type Ticks, tickState } from "./ticks";
import { useGridKeys } from "./use-grid-keys";
import { useLinesInSight } from "./use-lines-in-sight";
import type { View } from "./view";

export type GridActions = LineActions &
  GridHeaderActions & { tickAll: () => void; closeFile: () => void };

type AssetGridProps = {
  lines: readonly Line[];
  /** Another one when the user has changed which lines these are. */
  arrangement: unknown;
  sections: readonly Section[];
  rowsById: ReadonlyMap<string, ListedMaterial>;
  /** Codes of the asset types of which anything was delivered. */
  delivered: ReadonlySet<string>;
  ticks: Ticks;
  mayTick: boolean;
  view: View;
  layout: Layout;
  onLayout: (change: (layout: Layout) => Layout) => void;
  initialHeights: LineHeights;
  /** A material whose line takes the focus, once: the one whose panel was closed. */
  focusOn: { id: string } | null;
  actions: GridActions;
  rowActs: Omit<RowActs, "mayDownload" | "openFile">;
  /** Stands below the header where there is no line: the filters that hide all stay at hand. */
  whenEmpty: ReactNode;
};

const leadWidth = 64;

/** The list itself: a header that stays, and of the lines those that are in sight. */
export function AssetGrid(props: AssetGridProps) {
  const { lines, sections, delivered, ticks, mayTick, view, layout, onLayout, actions } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const active = useRef(0);
  const { inSight, scrollTo, page, probes } = useLinesInSight({
    lines,
    arrangement: props.arrangement,
    scroller,
    active,
    initialHeights: props.initialHeights,
  });
  const keys = useGridKeys({
    lines,
    cells: layout.order.length - layout.hidden.length,
    page,
    scrollTo,
    actions,
    mayTick,
  });
  active.current = keys.at;
  const focusLine = useRef(keys.focusLine);
  focusLine.current = keys.focusLine;
  useEffect(() => {
    if (props.focusOn) focusLine.current(props.focusOn.id);
  }, [props.focusOn]);
  // The open file may have been opened from elsewhere: by a link, or from the panel's last one.
  const showLine = useRef(keys.showLine);
  showLine.current = keys.showLine;
  useEffect(() => {
    if (view.file) showLine.current(view.file);
  }, [view.file]);

  const data = useMemo(
    () => inSight.flatMap(({ line }) => (line.kind === "row" ? [line.row] : [])),
    [inSight],
  );
  const columnVisibility = useMemo(
    () => Object.fromEntries(layout.hidden.map((column) => [column, false])),
    [layout.hidden],
  );
  const table = useTable({
    features: listFeatures,
    columns: listColumns,
    data,
    getRowId: (row) => row.id,
    columnResizeMode: "onChange",
    state: { columnOrder: layout.order, columnSizing: layout.sizes, columnVisibility },
    onColumnOrderChange: (next) =>
      onLayout((now) => ({ ...now, order: applied(next, now.order) as ColumnId[] })),
    onColumnSizingChange: (next) =>
      onLayout((now) => ({ ...now, sizes: applied(next, now.sizes) })),
  });
  const columns = useMemo(
    () => layout.order.filter((column) => !layout.hidden.includes(column)),
    [layout.order, layout.hidden],
  );
  const shownRows = useMemo(() => sections.flatMap(({ rows }) => rows), [sections]);
  const all = tickState(shownRows, ticks);

  return (
    <div
      ref={scroller}
      className="relative min-h-0 flex-1 overflow-auto overscroll-contain bg-surface [--row-line:var(--row)] [--type-line:var(--row)] max-md:[--row-line:5.25rem] max-md:[--type-line:2.5rem]"
      style={columnWidths(columns, layout)}
    >
      <div
        ref={keys.grid}
        role="treegrid"
        aria-label="Materials"
        aria-multiselectable={mayTick}
        aria-rowcount={lines.length + 1}
        aria-colcount={columns.length + 1}
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
      >
        <GridHeader
          ref={probes.header}
          table={table}
          view={view}
          onLayout={onLayout}
          actions={actions}
          grid={keys.grid}
          box={
            mayTick && (
              <Checkbox
                label="Select all materials"
                checked={all === "indeterminate" ? "mixed" : all}
                disabled={!shownRows.some(canBeTicked)}
                onChange={actions.tickAll}
              />
            )
          }
        />
        <div role="rowgroup" className="relative" style={{ height: totalHeight(lines) }}>
          {inSight.map(({ index, line }) => {
            const key = keyOf(line);
            const focusable = index === keys.at;
            if (line.kind === "type") {
              const ticked = tickState(line.section.rows, ticks);
              return (
                <TypeLine
                  key={key}
                  line={line}
                  index={index}
                  ticked={ticked === "indeterminate" ? "mixed" : ticked}
                  tickable={mayTick && line.section.rows.some(canBeTicked)}
                  delivered={delivered.has(key)}
                  focusable={focusable}
                  actions={actions}
                />
              );
            }
            return (
              <MaterialLine
                key={key}
                row={table.getRow(key)}
                index={index}
                place={line.place}
                columns={columns}
                ticked={ticks.has(key)}
                mayTick={mayTick}
                shown={view.file === key}
                focusable={focusable}
                actions={actions}
              />
            );
          })}
        </div>
      </div>
      {lines.length === 0 && <div className="sticky left-0">{props.whenEmpty}</div>}
      <div aria-hidden className="invisible absolute top-0 w-0">
        <div ref={probes.type} className="h-(--type-line)" />
        <div ref={probes.row} className="h-(--row-line)" />
      </div>
      <ListTip grid={keys.grid} rowsById={props.rowsById} />
      <RowMenu
        grid={keys.grid}
        rowsById={props.rowsById}
        mayDownload={mayTick}
        openFile={actions.openFile}
        {...props.rowActs}
      />
    </div>
  );
}

const applied = <T,>(next: T | ((old: T) => T), old: T): T =>
  typeof next === "function" ? (next as (old: T) => T)(old) : next;

/** As CSS variables: a column that is being resized re-renders no cell. File Name takes what is left, until it has a size. */
function columnWidths(columns: readonly ColumnId[], { sizes }: Layout): CSSProperties {
  const style: Record<string, string> = {};
  let total = leadWidth;
  for (const column of columns) {
    const size = sizes[column] ?? columnsById[column].size;
    total += size;
    style[`--w-${column}`] = `${size}px`;
    style[`--g-${column}`] = column === "fileName" && sizes[column] === undefined ? "1" : "0";
  }
  return { ...style, "--total": `${total}px` } as CSSProperties;
}

function totalHeight(lines: readonly Line[]): string {
  const types = lines.reduce((sum, { kind }) => sum + (kind === "type" ? 1 : 0), 0);
  return `calc(var(--type-line) * ${types} + var(--row-line) * ${lines.length - types})`;
}
