import { Temporal } from "temporal-polyfill";

/** An event on day D shows its label on D and on this many calendar days after it. */
const NEWLY_ADDED_DAYS = 7;

/**
 * When the label of an event ends: the first instant of day D+8 in the deployment's zone, D being the
 * calendar day of `at` there. Days are counted on the calendar, so a day of 23 or 25 hours, or one that
 * a zone skipped, is one day like any other (docs/decisions/0003-seven-calendar-days.md).
 * @param timeZone IANA name
 */
export function newlyAddedUntil(at: Date, timeZone: string): Date {
  const day = Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const end = day.add({ days: NEWLY_ADDED_DAYS + 1 }).toZonedDateTime(timeZone);
  return new Date(end.epochMilliseconds);
}

/** The first version of a material is new; each later one, and each change of its QC status, an update. */
export function newlyAddedBy(event: { versionNumber: number } | { qcChanged: true }) {
  return "versionNumber" in event && event.versionNumber === 1 ? "new" : "updated";
}
