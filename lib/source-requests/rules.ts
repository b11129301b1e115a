import { Temporal } from "temporal-polyfill";
import type { Bucket, SourceRequestStatus } from "./types";

/** Days before the due date from which an open request is critical, and at risk. */
export const CRITICAL_DAYS = 3;
export const AT_RISK_DAYS = 7;

/** "S02E04", "S02", or null for a film or a series. */
export function episodeLabel(season: number | null, episode: number | null): string | null {
  if (season === null) return null;
  const two = (n: number) => String(n).padStart(2, "0");
  return `S${two(season)}${episode === null ? "" : `E${two(episode)}`}`;
}

const languageNames = new Intl.DisplayNames(["en"], {
  type: "language",
  languageDisplay: "standard",
  fallback: "code",
});

/** "Portuguese (Brazil)" for the BCP 47 tag "pt-BR"; what is no tag stays as it is. */
export function languageName(tag: string): string {
  try {
    return languageNames.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Sorts language tags as people look for them: by the names that are shown. */
export const byLanguageName = (a: string, b: string) =>
  languageName(a).localeCompare(languageName(b), "en");

/** The calendar day of an instant in a zone, YYYY-MM-DD. */
export const dayIn = (timeZone: string, at: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();

/** How a due date stands to today, in words: "in 3 d", "today", "2 d overdue". Both are calendar dates, YYYY-MM-DD. */
export function dueInWords(dueOn: string, today: string): string {
  const days = Math.round((Date.parse(dueOn) - Date.parse(today)) / 86_400_000);
  if (days === 0) return "today";
  return days > 0 ? `in ${days} d` : `${-days} d overdue`;
}

export const bucketNames: Record<Bucket, string> = {
  critical: "Critical",
  at_risk: "At risk",
  on_track: "On track",
  awaiting_materials: "Awaiting materials",
  done: "Done",
};

export const statusNames: Record<SourceRequestStatus, string> = {
  open: "Open",
  fulfilled: "Fulfilled",
  cancelled: "Cancelled",
};
