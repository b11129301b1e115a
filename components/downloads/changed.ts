import type { ChangedMaterial } from "@/lib/downloads/types";

/** What a page needs to know of a file that was updated since the user took it. */
export type ChangedFile = Pick<ChangedMaterial, "materialId" | "version" | "fileName" | "requests">;

export const toChangedFile = (material: ChangedMaterial): ChangedFile => ({
  materialId: material.materialId,
  version: material.version,
  fileName: material.fileName,
  requests: material.requests,
});

/** "4 files you have were updated." */
export const changedInWords = (count: number) =>
  `${count.toLocaleString("en")} ${count === 1 ? "file you have was" : "files you have were"} updated.`;

/**
 * As few of the source requests as lead to all of the files: those of most files first.
 * @returns references, in the order of choosing
 */
export function requestsOf(files: readonly ChangedFile[]): string[] {
  const chosen: string[] = [];
  for (let left = [...files]; left.length > 0; ) {
    const counts = new Map<string, number>();
    for (const reference of left.flatMap(({ requests }) => requests))
      counts.set(reference, (counts.get(reference) ?? 0) + 1);
    const [most] = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
    if (!most) break;
    chosen.push(most[0]);
    left = left.filter(({ requests }) => !requests.includes(most[0]));
  }
  return chosen;
}

/** Longer addresses are cut by proxies and mail. */
const longestAddress = 6_000;

/**
 * The address of the files' materials, narrowed to them by their names; to what is new, where the names are too
 * many for an address.
 * @param path that of the page, with what names the requests in it
 */
export function changedHref(path: string, files: readonly ChangedFile[]): string {
  const names = [...new Set(files.map(({ fileName }) => fileName))];
  const narrowed = new URLSearchParams(names.map((name) => ["keep.fileName", name]));
  const href = `${path}&${narrowed}`;
  return href.length <= longestAddress ? href : `${path}&group=new`;
}

/** Differs once any material has a newer version: versions only grow. */
export const versionsDigest = (rows: readonly { version: number | null }[]): number =>
  rows.reduce((sum, { version }) => sum + (version ?? 0), 0);
