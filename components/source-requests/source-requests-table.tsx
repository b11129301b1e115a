import { clsx } from "clsx";
import type {
  SortColumn,
  SourceRequestRow,
  SourceRequestsQuery,
} from "@/lib/source-requests/types";
import { ColumnHeader } from "./column-header";
import { SourceRequestRow as TableRow } from "./source-request-row";
import styles from "./source-requests-table.module.css";
import { PageTick } from "./tick-boxes";

type SourceRequestsTableProps = {
  rows: SourceRequestRow[];
  query: SourceRequestsQuery;
  /** The calendar day it is, YYYY-MM-DD. */
  today: string;
  /** Partner users choose requests to download for; operators see whose they are instead. */
  viewerKind: "partner" | "operator";
};

const columns: { column: SortColumn; label: string; className: string }[] = [
  { column: "reference", label: "Reference", className: "w-34" },
  { column: "title", label: "Title", className: "" },
  { column: "kind", label: "Kind", className: "w-34" },
  { column: "language", label: "Language", className: "w-41" },
  { column: "dueOn", label: "Due", className: "w-50" },
  { column: "bucket", label: "Bucket", className: "w-38" },
  { column: "available", label: "Available", className: "w-22 wide:text-right" },
];

export function SourceRequestsTable({ rows, query, today, viewerKind }: SourceRequestsTableProps) {
  const tickable = viewerKind === "partner";
  const [reference, title, ...rest] = columns.map((column) => (
    <ColumnHeader key={column.column} query={query} {...column} />
  ));
  return (
    <table className={clsx(styles.table, "waits")}>
      <caption className="sr-only">Source requests</caption>
      <thead>
        <tr>
          {tickable && (
            <th scope="col" className={clsx(styles.tick, "w-10")}>
              <PageTick />
            </th>
          )}
          {reference}
          {title}
          {!tickable && (
            <th scope="col" className="w-36 text-left text-ink-2">
              Partner
            </th>
          )}
          {rest}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <TableRow key={row.reference} row={row} today={today} tickable={tickable} />
        ))}
      </tbody>
    </table>
  );
}
