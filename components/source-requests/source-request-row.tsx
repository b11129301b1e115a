import { clsx } from "clsx";
import { Info } from "lucide-react";
import { AppLink } from "@/components/ui/app-link";
import { IconLink } from "@/components/ui/icon-button";
import { dateInWords } from "@/components/ui/time-text";
import { dueInWords, languageName } from "@/lib/source-requests/rules";
import type { SourceRequestRow as Row } from "@/lib/source-requests/types";
import { BucketBadge } from "./bucket-badge";
import styles from "./source-requests-table.module.css";
import { RowTick } from "./tick-boxes";
import { TitleName } from "./title-name";

type SourceRequestRowProps = {
  row: Row;
  /** The calendar day it is, YYYY-MM-DD. */
  today: string;
  tickable: boolean;
};

/** One source request: a line of the table, a card where there is no room for columns. */
export function SourceRequestRow({ row, today, tickable }: SourceRequestRowProps) {
  const href = `/source-requests/${encodeURIComponent(row.reference)}`;
  const language = languageName(row.language);
  return (
    <tr className={styles.row}>
      {tickable && (
        <td className={styles.tick}>
          <RowTick reference={row.reference} />
        </td>
      )}
      <td className={styles.reference}>
        <span className="flex items-center whitespace-nowrap">
          <AppLink href={href} className="font-medium hover:text-accent hover:underline">
            {row.reference}
          </AppLink>
          <IconLink
            href={href}
            label={`Details of ${row.reference}`}
            className="size-7 text-ink-3 hover:text-accent"
          >
            <Info />
          </IconLink>
        </span>
      </td>
      <td className={styles.title}>
        <TitleName title={row.title} />
      </td>
      {row.partner && (
        <td className={clsx(styles.partner, "truncate text-ink-2")} title={row.partner}>
          {row.partner}
        </td>
      )}
      <td className={clsx(styles.kind, "truncate")} title={row.kind}>
        {row.kind}
      </td>
      <td className={clsx(styles.language, "truncate")} title={`${language} (${row.language})`}>
        {language}
      </td>
      <td className={clsx(styles.due, "whitespace-nowrap")}>
        <Due {...row} today={today} />
      </td>
      <td className={styles.bucket}>
        <BucketBadge bucket={row.bucket} status={row.status} />
      </td>
      <td className={clsx(styles.available, "whitespace-nowrap text-right")}>
        <span className="wide:hidden">Available </span>
        {row.available}
        <span className="text-ink-3"> of {row.total}</span>
      </td>
    </tr>
  );
}

/** For what is done, how late it would be says nothing. */
function Due({ dueOn, status, today }: Pick<Row, "dueOn" | "status"> & { today: string }) {
  const late = status === "open" && dueOn < today;
  return (
    <time dateTime={dueOn} className="flex gap-2">
      <span className={clsx("max-wide:empty:hidden wide:w-22", late && "text-failed")}>
        {status === "open" && dueInWords(dueOn, today)}
      </span>
      <span className="text-ink-3">{dateInWords(dueOn)}</span>
    </time>
  );
}
