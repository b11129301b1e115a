// biome-ignore-all lint/a11y/useSemanticElements: a treegrid, whose lines are virtual and placed by style
// biome-ignore-all lint/a11y/useFocusableInteractive: the header's button takes the focus
"use client";

import { clsx } from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, memo, type TouchEvent } from "react";
import type { ColumnFilter, ColumnId } from "@/lib/materials/types";
import { ColumnMenu, type ColumnMenuActions } from "./column-menu";
import { columnsById } from "./columns";
import styles from "./header-cell.module.css";
import type { useColumnDrag } from "./use-column-drag";

export type HeaderActions = ColumnMenuActions & {
  sort: (column: ColumnId) => void;
  resizeBy: (column: ColumnId, pixels: number) => void;
  /** Begins to resize by the mouse or a finger. */
  startResize: (column: ColumnId, event: MouseEvent | TouchEvent) => void;
};

type HeaderCellProps = {
  column: ColumnId;
  /** In which the list is sorted by it. */
  direction: "ascending" | "descending" | null;
  filter: ColumnFilter | undefined;
  actions: HeaderActions;
  dragging: ReturnType<typeof useColumnDrag>["dragging"];
  /** It is on its way to another place. */
  dragged: boolean;
  /** The edge at which the dragged column would come to stand, when it is over this one. */
  dropMark: "left" | "right" | null;
};

const step = 16;

/** A column's header: a click sorts, a drag reorders, its right edge resizes, its menu filters. */
export const HeaderCell = memo(function HeaderCell(props: HeaderCellProps) {
  const { column, direction, filter, actions, dragging, dragged, dropMark } = props;
  const { header } = columnsById[column];
  const byKey = (event: KeyboardEvent) => {
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key] as -1 | 1 | undefined;
    if (!side || (!event.altKey && !event.shiftKey)) return;
    event.preventDefault();
    if (event.altKey) actions.move(column, side);
    else actions.resizeBy(column, side * step);
  };
  return (
    <div
      role="columnheader"
      aria-sort={direction ?? "none"}
      data-column={column}
      className={clsx(
        styles.header,
        "relative flex min-w-0 shrink-0 items-center gap-0.5 pr-2 pl-3",
        dragged && "opacity-50",
      )}
    >
      <button
        type="button"
        aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Shift+ArrowLeft Shift+ArrowRight"
        className="flex h-full min-w-0 flex-1 select-none items-center gap-1 truncate text-left font-medium text-ink-2 text-label hover:text-ink"
        onClick={() => !dragging.wasDragged() && actions.sort(column)}
        onKeyDown={byKey}
        {...dragging.handlers(column)}
      >
        <span className="truncate">{header}</span>
        {direction === "ascending" && <ArrowUp className="text-accent" />}
        {direction === "descending" && <ArrowDown className="text-accent" />}
      </button>
      <ColumnMenu column={column} filter={filter} actions={actions} />
      {dropMark && (
        <span
          aria-hidden
          data-drop-mark
          className={clsx(
            "absolute inset-y-0 z-20 w-0.5 bg-accent",
            dropMark === "left" ? "-left-px" : styles.dropRight,
          )}
        />
      )}
      {/* By keyboard: Shift and an arrow on the header, or the menu. */}
      <div
        aria-hidden
        className={clsx(
          styles.edge,
          "absolute inset-y-0 z-10 w-2.5 cursor-col-resize touch-none select-none after:absolute after:inset-y-2 after:w-px after:bg-line hover:after:inset-y-0 hover:after:w-0.5 hover:after:bg-accent max-md:hidden",
        )}
        onMouseDown={(event) => actions.startResize(column, event)}
        onTouchStart={(event) => actions.startResize(column, event)}
        onDoubleClick={() => actions.fit(column)}
      />
    </div>
  );
});
