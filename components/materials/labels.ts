import { makingInWords } from "@/components/downloads/proxy-words";
import { html, type Markup } from "@/components/ui/markup";
import { exactTime } from "@/components/ui/time-text";
import type { ListedMaterial } from "@/lib/materials/types";
import styles from "./badges.module.css";
import { type Clock, downloadedLabel, newlyAddedLabels } from "./cells";

const qcBadges = {
  ready: badge("ready", "Ready for Mix"),
  pending: badge("pending", "QC Pending"),
};

/** What the QC Status cell shows; null where QC does not apply. */
export function qcBadge({ qcStatus }: ListedMaterial): Markup | null {
  if (!qcStatus) return null;
  return qcStatus === "Ready for Mix" ? qcBadges.ready : qcBadges.pending;
}

const newlyAddedBadges = {
  new: badge("new", newlyAddedLabels.new),
  updated: badge("updated", newlyAddedLabels.updated),
};

/** What the Newly Added cell shows; null where it is empty. */
export const newlyAddedBadge = ({ newlyAdded }: ListedMaterial): Markup | null =>
  newlyAdded && newlyAddedBadges[newlyAdded];

/** What the Downloaded cell shows, with how far it is; null where it is empty. */
export function downloadedBadge(row: ListedMaterial): Markup | null {
  const label = downloadedLabel(row);
  switch (label?.words) {
    case undefined:
      return null;
    case "Processing":
      return badge("processing", inPercent(label.words, label.percent));
    case "Downloading":
      return badge("downloading", inPercent(label.words, label.percent));
    case "Failed":
      return badge("failed", label.words);
    case "Downloaded":
      return badge(row.downloaded?.state === "verified" ? "verified" : "downloaded", label.words);
  }
}

type State =
  | "ready"
  | "pending"
  | "new"
  | "updated"
  | "processing"
  | "downloading"
  | "downloaded"
  | "verified"
  | "failed";

function badge(state: State, words: Markup | string): Markup {
  return html`<span class="${styles.badge} ${styles[state]}">${words}</span>`;
}

/** A percentage as a word, and as a fill below it. */
function inPercent(words: string, percent: number | null) {
  if (percent === null) return words;
  return html`<span class="relative pb-0.5">${words} ${percent} %<span class="absolute inset-x-0 bottom-0 h-0.5 rounded bg-line"><span class="block h-full rounded bg-current" style="width:${percent}%"></span></span></span>`;
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
