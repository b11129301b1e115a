const LINK_DAYS = 7;

/** When a link made now ends. */
export const linkExpiry = (now: Date) => new Date(now.getTime() + LINK_DAYS * 86_400_000);

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
