import { ChevronLeft } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageBar } from "@/components/shell/page-bar";
import { IconLink } from "@/components/ui/icon-button";
import { exactTime } from "@/components/ui/time-text";
import { pageClock } from "@/lib/clock";
import { readFromOutbox, shownOutbox } from "@/lib/email/outbox";

export const metadata: Metadata = { title: "Outbox" };

/** One mail of the outbox: as a mail program shows it, and as plain text. */
export default async function OutboxMailPage({ params }: PageProps<"/dev/outbox/[mailId]">) {
  const { mailId } = await params;
  const folder = shownOutbox();
  const mail = folder && (await readFromOutbox(folder, mailId));
  if (!mail) notFound();
  const { timeZone } = await pageClock();
  return (
    <>
      <PageBar
        lead={
          <IconLink href="/dev/outbox" label="Outbox">
            <ChevronLeft />
          </IconLink>
        }
        title={<span className="wrap-anywhere">{mail.subject}</span>}
      />
      <article className="mx-4 mb-6 space-y-4">
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          <dt className="text-ink-3">From</dt>
          <dd className="wrap-anywhere">{mail.sender}</dd>
          <dt className="text-ink-3">To</dt>
          <dd className="wrap-anywhere">{mail.recipient}</dd>
          <dt className="text-ink-3">Sent</dt>
          <dd>{exactTime(new Date(mail.at), timeZone)}</dd>
        </dl>
        {/* No scripts, no forms; its links open in a tab of their own. */}
        <iframe
          title="The mail as HTML"
          srcDoc={mail.html}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          className="h-160 w-full resize-y rounded border border-line bg-surface"
        />
        <section aria-labelledby="plain-text">
          <h2 id="plain-text" className="mb-1 font-semibold">
            As plain text
          </h2>
          <pre className="wrap-anywhere whitespace-pre-wrap rounded border border-line bg-surface p-3 font-mono text-mono">
            {mail.text}
          </pre>
        </section>
      </article>
    </>
  );
}
