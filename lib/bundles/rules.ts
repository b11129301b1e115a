import { episodeLabel } from "@/lib/source-requests/rules";
import type { StartedDownloads, TakenBundle } from "./types";

const TITLE_LENGTH = 60;

/** By title and asset type, whatever the order of ticking: the same files make the same zip. */
export function inBundleOrder<File extends OrderedFile>(files: File[]): File[] {
  const text = (a: string, b: string) => Number(a > b) - Number(a < b);
  return files.toSorted(
    (a, b) =>
      text(a.title.name, b.title.name) ||
      (a.title.season ?? 0) - (b.title.season ?? 0) ||
      (a.title.episode ?? 0) - (b.title.episode ?? 0) ||
      a.assetTypePosition - b.assetTypePosition ||
      text(a.fileName, b.fileName) ||
      text(a.materialId, b.materialId),
  );
}

type OrderedFile = {
  materialId: string;
  title: Title;
  assetTypePosition: number;
  fileName: string;
};

/** Where a file stands in its bundle: the names as they are wanted, before they are made safe. */
export function wantedPath(file: {
  title: { name: string; season: number | null; episode: number | null };
  assetType: string;
  fileName: string;
}): string[] {
  const { name, season, episode } = file.title;
  return [
    name,
    ...(season === null ? [] : [`Season ${season}`]),
    ...(episode === null ? [] : [`Episode ${episode}`]),
    file.assetType,
    file.fileName,
  ];
}

/**
 * What a bundle is called: what is in it, and when it was taken, to the second, so that no two of a user are
 * called the same and a resumed download is never that of another.
 */
export function bundleName(titles: Title[], now: Date): string {
  const at = now.toISOString().slice(0, 19).replace("T", " ").replaceAll(":", "");
  return `${titlesInShort(titles)} ${at}`;
}

type Title = { name: string; season: number | null; episode: number | null };

function titlesInShort(titles: Title[]): string {
  const names = [...new Set(titles.map(({ name }) => name))];
  const [first = ""] = names;
  if (names.length > 1) return `${names.length} titles`;
  const parts = [...new Set(titles.map(({ season, episode }) => episodeLabel(season, episode)))];
  const part = parts.length === 1 ? parts[0] : null;
  const name = Array.from(first).slice(0, TITLE_LENGTH).join("").trim();
  return part ? `${name} ${part}` : name;
}

/** The words for what was taken, of a bundle's files that could not be sent because newer ones came. */
export function supersededInWords(changed: { fileName: string; currentVersion: number }[]): string {
  const [first] = changed;
  if (!first) throw new Error("nothing was superseded");
  const others = changed.length - 1;
  const more = others === 0 ? "" : ` (and newer versions of ${others} more)`;
  return `Version ${first.currentVersion} of ${first.fileName} was delivered before this bundle was begun${more}. Start the download again to get what is current.`;
}

/** The link that a browser follows for a taking: one file as itself, several as the zip; null when all are still being made. */
export function forBrowser({ bundle, files }: StartedDownloads): TakenBundle | null {
  if (!bundle) return null;
  const [only] = files.length === 1 ? files : [];
  return { bundleId: bundle.id, url: only?.url ?? bundle.url, files: files.length };
}
