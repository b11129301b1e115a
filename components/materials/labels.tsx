import { makingInWords } from "@/components/downloads/proxy-words";
import { Badge } from "@/components/ui/badge";
import { Mark } from "@/components/ui/mark";
import { exactTime } from "@/components/ui/time-text";
import type { ListedMaterial } from "@/lib/materials/types";
import { type Clock, downloadedLabel, newlyAddedLabels } from "./cells";

export function QcLabel({ row }: { row: ListedMaterial }) {
  if (!row.qcStatus) return null;
  return row.qcStatus === "Ready for Mix" ? (
    <Badge tone="ready" icon={<Mark shape="check" />}>
      Ready for Mix
    </Badge>
  ) : (
    <Badge tone="pending" icon={<Mark shape="dashed" />}>
      QC Pending
    </Badge>
  );
}

export function NewlyAddedLabel({ row }: { row: ListedMaterial }) {
  if (!row.newlyAdded) return null;
  return (
    <Badge tone="new" icon={<Mark shape={row.newlyAdded === "new" ? "sparkles" : "dot"} />}>
      {newlyAddedLabels[row.newlyAdded]}
    </Badge>
  );
}

export function DownloadedLabel({ row }: { row: ListedMaterial }) {
  const label = downloadedLabel(row);
  if (!label) return null;
  switch (label.words) {
    case "Processing":
      return (
        <Badge tone="processing" icon={<Mark shape="loader" />}>
          <Percent of={label.percent}>Processing</Percent>
        </Badge>
      );
    case "Downloading":
      return (
        <Badge tone="taken" icon={<Mark shape="download" />}>
          <Percent of={label.percent}>Downloading</Percent>
        </Badge>
      );
    case "Failed":
      return (
        <Badge tone="failed" icon={<Mark shape="warning" />}>
          Failed
        </Badge>
      );
    case "Downloaded":
      return (
        <Badge
          tone="taken"
          icon={<Mark shape={row.downloaded?.state === "verified" ? "checks" : "check"} />}
        >
          Downloaded
        </Badge>
      );
  }
}

/** A percentage as a word, and as a fill below it. */
function Percent({ of, children }: { of: number | null; children: string }) {
  if (of === null) return children;
  return (
    <span className="relative pb-0.5">
      {children} {of} %
      <span className="absolute inset-x-0 bottom-0 h-0.5 rounded bg-line">
        <span className="block h-full rounded bg-current" style={{ width: `${of}%` }} />
      </span>
    </span>
  );
}

/** Why a row has its QC status, and since when, in a sentence; null where QC does not apply. */
export function explainQc(row: ListedMaterial, { timeZone }: Clock): string | null {
  const { qcStatus, qcReview, deliveredOn } = row;
  if (!qcStatus || !deliveredOn) return null;
  const on = (at: string) => exactTime(new Date(at), timeZone);
  if (!qcReview) return `Not yet reviewed since it was delivered, ${on(deliveredOn)}.`;
  const since = on(qcReview.at);
  switch (qcReview.result) {
    case "passed":
      return `Passed its QC review, ${since}.`;
    case "failed":
      return `Failed its QC review, ${since}; awaits new assets and another review.`;
    default:
      return `Awaits another QC review since ${since}.`;
  }
}

export function explainNewlyAdded({ newlyAdded, deliveredOn }: ListedMaterial, clock: Clock) {
  if (!newlyAdded) return null;
  const since = deliveredOn ? exactTime(new Date(deliveredOn), clock.timeZone) : "";
  return newlyAdded === "new"
    ? `First delivered ${since}; shown for 7 calendar days.`
    : `A newer version, or a change of QC status, within the last 7 calendar days. Delivered ${since}.`;
}

/** How far a download of the current version came, and since when. */
export function explainDownloaded(row: ListedMaterial, clock: Clock): string | null {
  const { availability, downloaded, proxy } = row;
  if (availability === "processing") {
    return `${makingInWords(proxy)}. We’ll mail you when it is ready.`;
  }
  if (availability === "failed")
    return `The proxy could not be made. ${proxy?.reason ?? ""}`.trim();
  if (!downloaded) return null;
  const since = `Initiated ${exactTime(new Date(downloaded.since), clock.timeZone)}`;
  switch (downloaded.state) {
    case "verified":
      return `${since}; completed; the receiver reported the right checksum.`;
    case "completed":
      return `${since}; every byte was sent.`;
    default:
      return downloaded.percent
        ? `${since}; ${downloaded.percent} % sent.`
        : `${since}; nothing sent yet.`;
  }
}
