import { Cron } from "croner";

/** How long to wait before each further attempt, in seconds; the last holds for all that follow. Inngest's own. */
export const usualBackoff = [15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200];

const units: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** How long until the end of a sleep, in milliseconds: "1h30m" as the SDK writes durations, or an instant in ISO 8601. */
export function millisecondsUntil(time: string, now: Date): number {
  if (/^\d{4}-/.test(time)) return Math.max(0, Date.parse(time) - now.getTime());
  const parts = [...time.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ""] ?? 0), 0);
}

/**
 * How long to wait before the next attempt, in milliseconds.
 * @param attempt how many failed before this one
 * @param retryAfter the header of that name: seconds, or an instant (RFC 9110 section 10.2.3, or ISO 8601)
 */
export function retryDelay(
  attempt: number,
  retryAfter: string | undefined,
  backoff: readonly number[],
  now: Date,
): number {
  if (retryAfter && /^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const instant = Date.parse(retryAfter ?? "");
  if (!Number.isNaN(instant)) return Math.max(0, instant - now.getTime());
  return (backoff[Math.min(attempt, backoff.length - 1)] ?? 0) * 1000;
}

/**
 * The next time of a cron expression of five fields, by UTC unless it begins with a zone ("TZ=Europe/Paris 0 9 * * *").
 * @throws Error for an expression that is none, or that never comes
 */
export function nextTime(expression: string, after: Date): Date {
  const [, timezone = "UTC", pattern = ""] = expression.match(/^(?:TZ=(\S+)\s+)?(.*)$/) ?? [];
  const next = new Cron(pattern, { mode: "5-part", timezone }).nextRun(after);
  if (!next) throw new Error(`the cron expression "${expression}" names a time that never comes`);
  return next;
}
