import { AppLink } from "@/components/ui/app-link";
import type { JobSubject } from "@/lib/jobs/types";
import { addressOf } from "./page-links";
import { TitleCell } from "./title-cell";

/** The file that a job works on, or the source request, and for whom; each leads to where operators see it. */
export function JobSubjectCell({ subject }: { subject: JobSubject }) {
  const { title, file, request, partner, user } = subject;
  const link = "hover:text-accent hover:underline";
  return (
    <>
      <TitleCell title={title} />
      {file && (
        <span className="block">
          <AppLink
            href={addressOf("/operations/deliveries", { q: file.fileName })}
            className={`font-mono text-mono wrap-anywhere ${link}`}
          >
            <bdi>{file.fileName}</bdi>
          </AppLink>{" "}
          <span className="text-ink-3">version {file.version}</span>
        </span>
      )}
      {request && (
        <AppLink
          href={`/operations/source-requests/${encodeURIComponent(request)}`}
          className={`block ${link}`}
        >
          {request}
        </AppLink>
      )}
      {partner && (
        <span className="block text-ink-2">
          for {user ? `${user}, ` : ""}
          {partner}
        </span>
      )}
    </>
  );
}
