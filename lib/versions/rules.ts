import type { MediaKind } from "@/lib/materials/types";
import type { Probe } from "@/lib/media/types";
import type { QcEvent, UpdateHistory, VersionMeasures, VersionOfMaterial } from "./types";

export type VersionChange =
  | { what: "duration"; from: number; to: number }
  | { what: "frameRate"; from: Rate; to: Rate }
  | { what: "loudness"; from: number; to: number }
  | { what: "size"; from: number; to: number };
type Rate = NonNullable<VersionMeasures["frameRate"]>;

/** Half of what people read: a frame at 60 a second, and the tenth of a loudness unit to which R 128 is told. */
const notWorthSaying = { seconds: 1 / 120, loudness: 0.05 };

/** What a version changed against the one before it, as far as both were measured. */
export function changesBetween(before: VersionMeasures, after: VersionMeasures): VersionChange[] {
  const changes: VersionChange[] = [];
  const [from, to] = [before.durationSeconds, after.durationSeconds];
  if (from !== null && to !== null && Math.abs(to - from) > notWorthSaying.seconds)
    changes.push({ what: "duration", from, to });
  const [slow, fast] = [before.frameRate, after.frameRate];
  if (slow && fast && slow.numerator * fast.denominator !== fast.numerator * slow.denominator)
    changes.push({ what: "frameRate", from: slow, to: fast });
  const [quiet, loud] = [before.loudnessLufs, after.loudnessLufs];
  if (quiet !== null && loud !== null && Math.abs(loud - quiet) > notWorthSaying.loudness)
    changes.push({ what: "loudness", from: quiet, to: loud });
  if (before.bytes !== after.bytes)
    changes.push({ what: "size", from: before.bytes, to: after.bytes });
  return changes;
}

/** Something that happened to a material. */
export type Update =
  | { kind: "version"; at: string; version: VersionOfMaterial; before: VersionOfMaterial | null }
  | { kind: "qc"; at: string; version: number; event: QcEvent };

/** Versions and QC events as one time line, newest first; at one instant the version stands below what became of it. */
export function timeLine({ versions }: UpdateHistory): Update[] {
  const updates = versions.flatMap((version, i): Update[] => [
    ...version.qc.map(
      (event): Update => ({ kind: "qc", at: event.at, version: version.version, event }),
    ),
    { kind: "version", at: version.deliveredOn, version, before: versions[i + 1] ?? null },
  ]);
  // Stable, so events of one instant keep the order of their versions.
  return updates.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

/** Whether something happened since the viewer last took any version; nothing is new to who never took one. */
export function isNewSinceTaken(update: Update, taken: UpdateHistory["taken"]): boolean {
  if (!taken) return false;
  return update.kind === "version" ? update.version.version > taken.version : update.at > taken.at;
}

/** How a file as delivered is shown in the page itself. */
export type ShownAs = "text" | "image";

const readableTexts = new Set(["srt", "vtt", "ttml", "txt"]);
const shownImages = new Map([
  ["png", "image/png"],
  ["mjpeg", "image/jpeg"],
  ["gif", "image/gif"],
  ["webp", "image/webp"],
]);

/**
 * What browsers show without help; null for all else. A watermarked file never leaves as it was delivered, and
 * picture and sound are played as previews.
 */
export function shownAs(file: {
  mediaKind: MediaKind;
  watermarked: boolean;
  probe: Probe | null;
}): ShownAs | null {
  const { watermarked, probe } = file;
  if (watermarked || !probe) return null;
  if (probe.kind === "text" && readableTexts.has(probe.format)) return "text";
  if (probe.kind === "image" && shownImages.has(probe.format)) return "image";
  return null;
}

/**
 * The media type under which it is shown, by what was found in it: what was delivered never becomes a page of
 * ours by the ending of its name, and text is plain text.
 */
export const shownType = (probe: Probe | null): string =>
  (probe?.kind === "image" && shownImages.get(probe.format)) || "text/plain; charset=utf-8";
