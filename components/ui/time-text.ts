const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * How long ago an instant is, in the largest unit that fits: "now", "5 min ago", "3 h ago", "2 d ago".
 * From 100 days on the calendar date says more, in the given zone: "4 Mar 2026".
 */
export function relativeTime(at: Date, now: Date, timeZone: string): string {
  const past = now.getTime() - at.getTime();
  const span = Math.abs(past);
  if (span >= 100 * day) return calendarDate(at, timeZone);
  if (span < minute) return "now";
  const amount =
    span < hour
      ? `${Math.floor(span / minute)} min`
      : span < day
        ? `${Math.floor(span / hour)} h`
        : `${Math.floor(span / day)} d`;
  return past > 0 ? `${amount} ago` : `in ${amount}`;
}

/** "4 Mar 2026, 14:05:09 UTC+1": to the second, with the offset that the zone had then. */
export function exactTime(at: Date, timeZone: string): string {
  const { hour, minute, second, timeZoneName } = partsOf(at, {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "shortOffset",
  });
  const offset = (timeZoneName ?? "").replace("GMT", "UTC").replace(/^UTC[+-]0$/, "UTC");
  return `${calendarDate(at, timeZone)}, ${hour}:${minute}:${second} ${offset}`;
}

/** "4 Mar 2026" */
export function calendarDate(at: Date, timeZone: string): string {
  const { day, month, year } = partsOf(at, {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
  });
  return `${day} ${month} ${year}`;
}

/** A calendar date, YYYY-MM-DD, as "4 Mar 2026": it belongs to no zone. */
export const dateInWords = (date: string) => calendarDate(new Date(`${date}T00:00:00Z`), "UTC");

// Put together from parts: whole formats differ in spaces and commas between the server's and the browser's ICU.
function partsOf(at: Date, options: Intl.DateTimeFormatOptions) {
  const parts = formatter(options).formatToParts(at);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** To make one takes longer than to use it a hundred times, and a list says thousands of dates. */
function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  const made = formatters.get(key) ?? new Intl.DateTimeFormat("en-US", options);
  formatters.set(key, made);
  return made;
}
