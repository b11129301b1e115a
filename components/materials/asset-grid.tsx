// biome-ignore-all lint/a11y/useSemanticElements: a treegrid, whose lines are virtual and placed by style
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus is on one of its lines
"use client";

import { memo, type ReactNode, useEffect, useMemo, useRef } from "react";
import { useAfterPaint } from "@/components/ui/after-paint";
import type { ListedMaterial } from "@/lib/materials/types";
import { keyOf, type Line, type LineHeights } from "./arrange";
import { type ValuesOf, ValuesOfContext } from "./column-menu";
import { columnWidths } from "./columns";
import { GridHeader, type GridHeaderActions } from "./grid-header";
import { columnsOnView, type Layout } from "./layout";
import { type LineActions, MaterialLine, TypeLine, topOf } from "./lines";
import styles from "./lines.module.css";
import { ListTip } from "./list-tip";
import { type RowActs, RowMenu } from "./row-menu";
import { type Boxes, type Ticks, tickState } from "./ticks";
import { useGridKeys } from "./use-grid-keys";
import { useLinesInSight } from "./use-lines-in-sight";
import { useSidewaysMark } from "./use-sideways-mark";
import type { View } from "./view";

export type GridActions = LineActions & GridHeaderActions & { closeFile: () => void };

type AssetGridProps = {
  lines: readonly Line[];
  /** Another one when the user has changed which lines these are. */
  arrangement: unknown;
  rowsById: ReadonlyMap<string, ListedMaterial>;
  /** Codes of the asset types of which anything was delivered. */
  delivered: ReadonlySet<string>;
  ticks: Ticks;
  boxes: Boxes;
  mayTick: boolean;
  sort: View["sort"];
  filters: View["filters"];
  /** The material whose panel is open. */
  shown: View["file"];
  layout: Layout;
  onLayout: (change: (layout: Layout) => Layout) => void;
  initialHeights: LineHeights;
  /** A material whose line takes the focus, once: the one whose panel was closed. */
  focusOn: { id: string } | null;
  actions: GridActions;
  rowActs: Omit<RowActs, "mayDownload" | "openFile">;
  valuesOf: ValuesOf;
  /** Stands below the header where there is no line: the filters that hide all stay at hand. */
  whenEmpty: ReactNode;
};

/**
 * The list itself: a header that stays, and of the lines those that are in sight. It is only drawn for what is its
 * own: what was pressed beside it shows without it.
 */
export const AssetGrid = memo(function AssetGrid(props: AssetGridProps) {
  const { lines, delivered, ticks, boxes, mayTick, shown, layout, onLayout, actions } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const active = useRef(0);
  const { inSight, hurried, scrollTo, page, probes } = useLinesInSight({
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
    if (shown) showLine.current(shown);
  }, [shown]);

  useSidewaysMark(scroller);
  const height = useMemo(() => totalHeight(lines), [lines]);
  // Lines stand below each other: each placed by itself is one more that each frame places anew.
  const above = inSight.find(({ apart }) => !apart)?.line.place;
  // Headers take their new places at once, the lines' cells after that is painted.
  const { order, hidden } = layout;
  const columns = useAfterPaint(useMemo(() => columnsOnView({ order, hidden }), [order, hidden]));
  // So do the lines' boxes after the one that ticks many, which a single tick is not.
  const painted = useAfterPaint(ticks);
  const ticked = Math.abs(ticks.size - painted.size) < MANY ? ticks : painted;

  return (
    <div
      ref={scroller}
      className="relative min-h-0 flex-1 overflow-auto overscroll-contain bg-surface [overflow-anchor:none] [--row-line:var(--row)] [--type-line:var(--row)] max-md:[--row-line:5.25rem] max-md:[--type-line:2.5rem]"
    >
      <div
        ref={keys.grid}
        role="treegrid"
        aria-label="Materials"
        aria-multiselectable={mayTick}
        aria-rowcount={lines.length + 1}
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
      >
        <ValuesOfContext value={props.valuesOf}>
          <GridHeader
            ref={probes.header}
            sort={props.sort}
            filters={props.filters}
            layout={layout}
            onLayout={onLayout}
            actions={actions}
            grid={keys.grid}
            box={mayTick ? boxes.all : null}
          />
        </ValuesOfContext>
        <div
          role="rowgroup"
          className="relative flow-root"
          data-resized={Object.keys(layout.sizes).length > 0 || undefined}
          style={{ ...columnWidths(columns, layout), height, paddingTop: above && topOf(above) }}
        >
          {inSight.map(({ index, line, brief, apart }) => {
            const key = keyOf(line);
            const focusable = index === keys.at;
            if (line.kind === "type") {
              const box = boxes.byType.get(key);
              return (
                <TypeLine
                  key={key}
                  line={line}
                  index={index}
                  apart={apart}
                  ticked={box ? tickState(box) : false}
                  tickable={mayTick && box !== undefined && box.tickable > 0}
                  delivered={delivered.has(key)}
                  focusable={focusable}
                  actions={actions}
                />
              );
            }
            return (
              <MaterialLine
                key={key}
                row={line.row}
                index={index}
                apart={apart ? line.place : null}
                columns={columns}
                brief={brief}
                ticked={ticked.has(key)}
                mayTick={mayTick}
                shown={shown === key}
                focusable={focusable}
                actions={actions}
              />
            );
          })}
          {hurried && <div aria-hidden className={styles.shield} />}
        </div>
      </div>
      {props.whenEmpty && <div className="sticky left-0">{props.whenEmpty}</div>}
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
});

/** As many lines as no window shows. */
const MANY = 100;

function totalHeight(lines: readonly Line[]): string {
  const types = lines.reduce((sum, { kind }) => sum + (kind === "type" ? 1 : 0), 0);
  return `calc(var(--type-line) * ${types} + var(--row-line) * ${lines.length - types})`;
}
