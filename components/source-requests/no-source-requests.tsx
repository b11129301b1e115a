import { AppLink } from "@/components/ui/app-link";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { SourceRequestsQuery } from "@/lib/source-requests/types";
import { isNarrowed, resetHref } from "./table-url";

type NoSourceRequestsProps = { query: SourceRequestsQuery; supportEmail: string };

/** Why the table is empty, and the one thing to do. */
export function NoSourceRequests({ query, supportEmail }: NoSourceRequestsProps) {
  if (isNarrowed(query))
    return (
      <EmptyState
        title="No source request matches"
        action={
          <AppLink href={resetHref(query)} className={buttonClass("primary")}>
            Reset filters
          </AppLink>
        }
      >
        {query.q ? (
          <>
            Each word is looked for in reference, title and episode: “
            <span className="wrap-anywhere">{query.q}</span>” stands in none of those that the
            filters leave.
          </>
        ) : (
          "The filters leave none of your source requests."
        )}
      </EmptyState>
    );
  return (
    <EmptyState
      title="No source requests yet"
      action={
        <a href={`mailto:${supportEmail}`} className={buttonClass("quiet")}>
          Write to {supportEmail}
        </a>
      }
    >
      Work that the studio asks of you stands here, with its due date and the materials that have
      been delivered for it. If you expect something, let us know.
    </EmptyState>
  );
}
