const LINK_DAYS = 7;

/** When a link made now ends. */
export const linkExpiry = (now: Date) => new Date(now.getTime() + LINK_DAYS * 86_400_000);

type Download = {
  expiresAt: Date;
  /** Null while no byte was sent. */
  begunAt: Date | null;
  version: number;
  currentVersion: number;
};

/**
 * Why a download's file is not sent although its link is genuine; null when it is. One that has begun
 * resumes despite newer versions, one that has not would hand out what is no longer current.
 * @param mayTake whether its user has the right to the material now
 */
export function refusal(download: Download, mayTake: boolean, now: Date) {
  if (download.expiresAt <= now) return "link_expired";
  if (!mayTake) return "forbidden";
  if (!download.begunAt && download.version < download.currentVersion) return "superseded";
  return null;
}
