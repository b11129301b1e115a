import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageBar } from "@/components/shell/page-bar";
import { AppLink } from "@/components/ui/app-link";
import { EmptyState } from "@/components/ui/empty-state";
import { exactTime } from "@/components/ui/time-text";
import { pageClock } from "@/lib/clock";
import { listOutbox, shownOutbox } from "@/lib/email/outbox";

export const metadata: Metadata = { title: "Outbox" };

/** The mails that nobody delivers, for whoever tries the app out. Open to all, so never there in production. */
export default async function OutboxPage() {
  const folder = shownOutbox();
  if (!folder) notFound();
  const { timeZone } = await pageClock();
  const mails = await listOutbox(folder);
  return (
    <>
      <PageBar title="Outbox" aside={`${mails.length} ${mails.length === 1 ? "mail" : "mails"}`} />
      {mails.length === 0 ? (
        <EmptyState title="No mail yet">
          Mails that would go out stand here, newest first. The first comes two minutes after a
          proxy that somebody asked for is ready.
        </EmptyState>
      ) : (
        <ol
          aria-label="Mails"
          className="mx-4 mb-6 divide-y divide-line rounded border border-line bg-surface"
        >
          {mails.map(({ id, subject, recipient, at }) => (
            <li key={id} className="flex flex-wrap gap-x-4 px-3 py-2">
              <AppLink
                href={`/dev/outbox/${id}`}
                className="min-w-0 flex-1 basis-72 wrap-anywhere font-medium text-accent hover:underline"
              >
                {subject}
              </AppLink>
              <span className="wrap-anywhere text-ink-2">{recipient}</span>
              <time dateTime={at} className="text-ink-3">
                {exactTime(new Date(at), timeZone)}
              </time>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
