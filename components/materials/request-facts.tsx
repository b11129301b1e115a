import type { ReactNode } from "react";
import { BucketBadge } from "@/components/source-requests/bucket-badge";
import { dateInWords } from "@/components/ui/time-text";
import { dueInWords, languageName, statusNames } from "@/lib/source-requests/rules";
import type { SourceRequestRow } from "@/lib/source-requests/types";
import { AvailableCount } from "./available-count";

type RequestFactsProps = {
  request: SourceRequestRow;
  /** In the deployment's zone, YYYY-MM-DD. */
  today: string;
};

/** What is asked for, of what, by when; above the list of its materials. */
export function RequestFacts({ request, today }: RequestFactsProps) {
  const { title, kind, language, dueOn, bucket, status, partner } = request;
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-1 px-4 pb-3">
      <Fact name="Title">
        <bdi className="font-medium">{title.name}</bdi>
        {title.episode && <span className="text-ink-2"> {title.episode}</span>}
        {title.partName && <bdi className="text-ink-3"> {title.partName}</bdi>}
      </Fact>
      <Fact name="Kind">{kind}</Fact>
      <Fact name="Language">{languageName(language)}</Fact>
      <Fact name="Due">
        <time dateTime={dueOn}>{dateInWords(dueOn)}</time>{" "}
        <span className="text-ink-2">{dueInWords(dueOn, today)}</span>
      </Fact>
      <Fact name="Bucket">
        <BucketBadge bucket={bucket} status={status} />
      </Fact>
      <Fact name="Status">{statusNames[status]}</Fact>
      <Fact name="Materials">
        <AvailableCount />
      </Fact>
      {partner && <Fact name="Partner">{partner}</Fact>}
    </dl>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt className="text-ink-3 text-label">{name}</dt>
    <dd>{children}</dd>
  </div>
);
