import { clsx } from "clsx";
import type { ReactNode } from "react";
import styles from "./data-table.module.css";

export type Column<R> = {
  header: string;
  cell: (row: R) => ReactNode;
  align?: "right";
  className?: string;
};

type DataTableProps<R> = {
  /** What the rows are, for who can't see the page. */
  caption: string;
  columns: Column<R>[];
  rows: R[];
  rowKey: (row: R) => string;
  /** Stands in the place of rows when there are none. */
  empty: ReactNode;
};

/** Rows of an operators' page, drawn by the server. */
export function DataTable<R>({ caption, columns, rows, rowKey, empty }: DataTableProps<R>) {
  if (rows.length === 0) return <p className="px-4 py-10 text-center text-ink-2">{empty}</p>;
  return (
    <table className={clsx(styles.table, "waits")}>
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ header, align }) => (
            <th key={header} scope="col" data-align={align}>
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map(({ header, cell, align, className }) => (
              <td key={header} data-label={header} data-align={align} className={className}>
                <div>{cell(row)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
