// biome-ignore-all lint/a11y/useSemanticElements: a treegrid, whose lines are virtual and placed by style
// biome-ignore-all lint/a11y/useFocusableInteractive: a line that hurries by takes no focus
"use client";

import { memo, useLayoutEffect, useRef, useState } from "react";
import type { ColumnId, ListedMaterial } from "@/lib/materials/types";
import { titleLabel } from "./cells";
import { useClock } from "./clock-context";
import { columnsById } from "./columns";
import styles from "./lines.module.css";

type LineCellsProps = {
  row: ListedMaterial;
  /** On view, in their order. */
  columns: readonly ColumnId[];
};

/**
 * What a material's line says, as one piece of markup. Apart from their line, so that a tick, which may come to all
 * lines at once, draws none of them anew. What changes later goes into the cells that it is about: the one that has
 * the focus stays.
 */
export const LineCells = memo(function LineCells({ row, columns }: LineCellsProps) {
  const clock = useClock();
  const cells = columns.map((column) => `${columnsById[column].cell(row, clock) ?? ""}`);
  const [first] = useState(() => ({ columns, cells }));
  const [inner] = useState(() => ({ __html: markupOf(first) }));
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn>(first);
  useLayoutEffect(() => {
    const last = drawn.current;
    const element = place.current;
    if (!element || (last.columns === columns && last.cells.join() === cells.join())) return;
    drawn.current = { columns, cells };
    if (last.columns !== columns) element.innerHTML = markupOf(drawn.current);
    else
      cells.forEach((cell, i) => {
        const child = element.children[i];
        if (child && cell !== last.cells[i]) child.innerHTML = cell;
      });
  });
  // biome-ignore lint/security/noDangerouslySetInnerHtml: made by `html`, which escapes
  return <div ref={place} className="contents" dangerouslySetInnerHTML={inner} />;
});

/** What can be recognised as it hurries by, in as few elements. */
export function BriefCells({ row, columns }: LineCellsProps) {
  const cellIn = (column: ColumnId, text: string | null, look: string) =>
    text &&
    columns.includes(column) && (
      // The first is the lead's.
      <div role="gridcell" className={look} style={{ gridColumn: columns.indexOf(column) + 2 }}>
        {text}
      </div>
    );
  return (
    <>
      {cellIn("title", titleLabel(row.title), styles.brief ?? "")}
      {cellIn("fileName", row.fileName, `${styles.brief} ${styles.briefName}`)}
    </>
  );
}

type Drawn = { columns: readonly ColumnId[]; cells: readonly string[] };

const markupOf = ({ columns, cells }: Drawn) =>
  columns.map((column, i) => cellOf(column, cells[i] ?? "")).join("");

const cellOf = (column: ColumnId, content: string) =>
  `<div role="gridcell" tabindex="-1" data-column="${column}" class="${looks[column] ?? styles.cell}">${content}</div>`;

const looks: { [column in ColumnId]?: string } = {
  title: `${styles.cell} ${styles.wholeLine}`,
  fileName: `${styles.cell} ${styles.wholeLine} ${styles.fileName}`,
};
