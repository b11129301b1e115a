import type { DownloadState } from "@/lib/materials/types";
import type { StartedDownloads, TakenBundle } from "./types";

const LINK_DAYS = 7;

/** When a link made now ends. */
export const linkExpiry = (now: Date) => new Date(now.getTime() + LINK_DAYS * 86_400_000);

/** The link that a browser follows for a taking: one file as itself, several as the zip; null when all are still being made. */
export function forBrowser({ bundle, files }: StartedDownloads): TakenBundle | null {
  if (!bundle) return null;
  const [only] = files.length === 1 ? files : [];
  return { bundleId: bundle.id, url: only?.url ?? bundle.url, files: files.length };
}

type Taking = {
  expiresAt: Date;
  /** Null while no byte was sent. */
  begunAt: Date | null;
  /** Whether a newer version of it, or of a file in it, was delivered since. */
  superseded: boolean;
};

/**
 * Why a file or a bundle is not sent although its link is genuine; null when it is. One that has begun
 * resumes despite newer versions, one that has not would hand out what is no longer current.
 * @param mayTake whether its user has the right to all of it now
 */
export function refusal({ expiresAt, begunAt, superseded }: Taking, mayTake: boolean, now: Date) {
  if (expiresAt <= now) return "link_expired";
  if (!mayTake) return "forbidden";
  if (!begunAt && superseded) return "superseded";
  return null;
}

/**
 * When new links to a bundle end: in a week. What was superseded since it began gets no more time than it
 * had; null when that is over.
 */
export function renewedExpiry({ expiresAt, superseded }: Taking, now: Date): Date | null {
  if (!superseded) return linkExpiry(now);
  return expiresAt > now ? expiresAt : null;
}

/** How much of so many bytes was sent, in whole percent: 100 only when it was all. */
export function percentSent(sent: number, bytes: number, completed: boolean): number {
  return completed ? 100 : Math.min(99, Math.floor((100 * sent) / Math.max(bytes, 1)));
}

/** How far a download has come; only a receipt proves that it arrived. */
export function downloadState(download: {
  verifiedAt: Date | null;
  completedAt: Date | null;
  flowing: boolean;
}): DownloadState {
  if (download.verifiedAt) return "verified";
  if (download.completedAt) return "completed";
  return download.flowing ? "downloading" : "initiated";
}

/** What to do about a receipt whose checksum is not the file's; null when it is. Hexadecimal, lower case. */
export function receiptFault(
  given: { md5?: string | undefined; xxh64?: string | undefined },
  file: { fileName: string; md5: string; xxh64: string },
): string | null {
  const wrong = (["md5", "xxh64"] as const).find(
    (kind) => given[kind] !== undefined && given[kind] !== file[kind],
  );
  if (!wrong) return null;
  return `What arrived is not ${file.fileName} as it was sent: its ${wrong} is ${given[wrong]}, not ${file[wrong]}. Delete it and fetch it again; if that happens twice, tell your studio contact.`;
}
