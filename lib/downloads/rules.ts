import type { DownloadState } from "@/lib/materials/types";

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
