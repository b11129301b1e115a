// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys of all its lines
// biome-ignore-all lint/a11y/useSemanticElements: a treegrid, whose lines are virtual and placed by style
// biome-ignore-all lint/a11y/useFocusableInteractive: cells take the focus from the keyboard's commands only
"use client";

import { clsx } from "clsx";
import { ChevronRight } from "lucide-react";
import { type MouseEvent, memo } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { canBeTicked } from "@/lib/materials/rules";
import type { ColumnId, ListedMaterial } from "@/lib/materials/types";
import type { Line, Place, Section } from "./arrange";
import { titleLabel } from "./cells";
import { BriefCells, LineCells } from "./line-cells";
import styles from "./lines.module.css";
import { RowMenuButton } from "./row-menu";

export type LineActions = {
  /** @param open the other way round from now, where it is not given */
  toggleType: (code: string, open?: boolean) => void;
  tickType: (section: Section) => void;
  tickRow: (row: ListedMaterial, range: boolean) => void;
  openFile: (row: ListedMaterial) => void;
};

/** Heights are CSS variables, so that the server's lines stand right at any row height, zoom and width. */
export const topOf = ({ typesAbove, rowsAbove }: Place) =>
  `calc(var(--type-line) * ${typesAbove} + var(--row-line) * ${rowsAbove})`;

type TypeLineProps = {
  line: Extract<Line, { kind: "type" }>;
  index: number;
  /** Not below the line before it: it is placed by itself. */
  apart: boolean;
  ticked: boolean | "mixed";
  tickable: boolean;
  /** Whether any material of the type was delivered, whatever the filters. */
  delivered: boolean;
  focusable: boolean;
  actions: LineActions;
};

/** The line of an asset type, above its materials. */
export const TypeLine = memo(function TypeLine(props: TypeLineProps) {
  const { line, index, apart, ticked, tickable, delivered, focusable, actions } = props;
  const { section, open, place } = line;
  const { assetType, rows } = section;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={1}
      aria-expanded={rows.length > 0 ? open : undefined}
      aria-selected={tickable ? ticked === true : undefined}
      tabIndex={focusable ? 0 : -1}
      data-line={assetType.code}
      className={clsx(
        styles.line,
        styles.type,
        !delivered && styles.lacking,
        apart && styles.apart,
      )}
      style={apart ? { top: topOf(place) } : undefined}
      onClick={(event) => !isOnBox(event) && actions.toggleType(assetType.code)}
    >
      <div role="gridcell" className={styles.lead}>
        <span className="grid size-6 place-items-center">
          {rows.length > 0 && (
            <ChevronRight
              className={clsx("text-ink-2 transition-transform duration-100", open && "rotate-90")}
            />
          )}
        </span>
        {tickable && (
          <Checkbox
            label={`Select all ${assetType.name}`}
            checked={ticked}
            tabIndex={-1}
            onChange={() => actions.tickType(section)}
          />
        )}
      </div>
      <div role="gridcell" tabIndex={-1} className={styles.typeName}>
        <bdi className="truncate">{assetType.name}</bdi>
        <span className="font-normal text-ink-3">
          {delivered || rows.length > 0 ? rows.length : "Nothing delivered yet"}
        </span>
      </div>
    </div>
  );
});

type MaterialLineProps = {
  row: ListedMaterial;
  index: number;
  /** Where it stands, if not below the line before it. */
  apart: Place | null;
  /** On view, in their order. */
  columns: readonly ColumnId[];
  /** For as long as it hurries by. */
  brief: boolean;
  ticked: boolean;
  /** An operator only looks. */
  mayTick: boolean;
  /** Its panel is open. */
  shown: boolean;
  focusable: boolean;
  actions: LineActions;
};

/** One material; on a phone its cells wrap into a card. */
export const MaterialLine = memo(function MaterialLine(props: MaterialLineProps) {
  const { row, index, apart, columns, brief, ticked, mayTick, shown, focusable, actions } = props;
  const tickable = mayTick && canBeTicked(row);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={2}
      aria-selected={tickable ? ticked : undefined}
      tabIndex={focusable ? 0 : -1}
      data-line={row.id}
      className={clsx(
        styles.line,
        styles.material,
        row.version === null && styles.lacking,
        shown && styles.shown,
        apart && styles.apart,
      )}
      style={apart ? { top: topOf(apart) } : undefined}
      onClick={(event) => !isOnBox(event) && !isSelectingText(event) && actions.openFile(row)}
      onMouseDown={keepUnmarked}
    >
      {brief ? (
        <BriefCells row={row} columns={columns} />
      ) : (
        <>
          <div role="gridcell" className={styles.lead}>
            <RowMenuButton row={row} />
            {tickable && (
              <Checkbox
                className={styles.box}
                label={`Select ${titleLabel(row.title)}, ${row.fileName}`}
                checked={ticked}
                tabIndex={-1}
                onClick={(event) => actions.tickRow(row, event.shiftKey)}
              />
            )}
          </div>
          <LineCells row={row} columns={columns} />
        </>
      )}
    </div>
  );
});

/** A tick never opens the panel. */
const isOnBox = ({ target }: MouseEvent) => (target as Element).closest("label") !== null;

/** A range of ticks is not a range of text. */
const keepUnmarked = (event: MouseEvent) =>
  event.shiftKey && isOnBox(event) && event.preventDefault();

/** Who drags over a file name to copy it does not mean to open it. */
function isSelectingText({ currentTarget }: MouseEvent) {
  const selection = window.getSelection();
  return Boolean(
    selection && !selection.isCollapsed && selection.containsNode(currentTarget, true),
  );
}
