import type { Outcome } from "./types";

const minute = 60_000;

/** Copies that become ready within this of each other go into one mail, in milliseconds. */
export const BURST_GAP = 2 * minute;
/** However long a burst goes on, its first copy is told of after this. */
const LONGEST_BURST = 10 * minute;
/** What has been ready for longer is no news: nobody is mailed of it after an outage of days. */
export const NEWS_FOR = 7 * 24 * 60 * minute;
/**
 * For how long a mail is tried again. Resend knows an idempotency key for 24 hours
 * (https://resend.com/docs/dashboard/emails/idempotency-keys): after that a second try could be a second mail.
 */
export const TRIED_FOR = 23 * 60 * minute;
/** What is due for longer than this was lost on the way, and the sweep takes it up. */
export const LOST_AFTER = 15 * minute;

/** Whether no more copy can belong to the burst that these are of. */
export function isBurstOver(readyAt: Date[], now: Date): boolean {
  const times = readyAt.map((at) => at.getTime());
  return (
    now.getTime() >= Math.max(...times) + BURST_GAP ||
    now.getTime() >= Math.min(...times) + LONGEST_BURST
  );
}

/** Whether a user is told of a copy, or why not. */
export function outcomeOf(
  copy: { visible: boolean; current: boolean },
  user: { mailMuted: boolean } | null,
): Outcome {
  if (!user || !copy.visible) return "not_visible";
  if (user.mailMuted) return "muted";
  return copy.current ? "mail" : "superseded";
}

/** The page of these requests, with a material's panel open. @param requests 1 to 50 references */
export function materialsAddress(appUrl: string, requests: string[], file?: string): string {
  const params = new URLSearchParams(requests.map((reference) => ["request", reference]));
  if (file) params.set("file", file);
  return `${appUrl}/materials?${params}`;
}
