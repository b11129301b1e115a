import type { CopyStage } from "@/lib/materials/types";
import type { ProxyCopyState } from "./types";

/** Crockford's base32: no I, L, O or U, so that none is misread from a picture. */
const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SERIAL_DIGITS = 10;

/** A copy's serial as people see it: ten digits of Crockford base32. @param serial 0 to 2^48 - 1 */
export function serialText(serial: number): string {
  let text = "";
  for (let rest = serial, i = 0; i < SERIAL_DIGITS; i++, rest = Math.floor(rest / 32))
    text = digits.charAt(rest % 32) + text;
  return text;
}

/**
 * The serial that was read from a picture or a file's name: in any case, with hyphens between, and with the
 * letters that look like digits (I, L and O) for them. Null for what can't be one.
 */
export function serialOf(text: string): number | null {
  const plain = text.trim().toUpperCase().replaceAll("-", "");
  const read = plain.replace(/[IL]/g, "1").replaceAll("O", "0");
  if (read.length !== SERIAL_DIGITS) return null;
  let serial = 0;
  for (const digit of read) {
    const value = digits.indexOf(digit);
    if (value < 0) return null;
    serial = serial * 32 + value;
  }
  return serial < 2 ** 48 ? serial : null;
}

/**
 * The serial in what was pasted: alone, or at the end of a copy's file name, also of a second one that a browser has
 * called `… (1).mp4`. Null when there is none.
 */
export function serialIn(text: string): number | null {
  const [, end] = /_([^_\s]{10})(?: ?\(\d{1,4}\))?(?:\.[A-Za-z0-9]{1,8})?$/.exec(text.trim()) ?? [];
  return serialOf(end ?? text);
}

/** What a copy's file is called: as supplied, then the serial. A copy is an MP4 whatever was supplied. */
export const copyFileName = (supplied: string, serial: number): string =>
  `${supplied.replace(/\.[A-Za-z0-9]{1,8}$/, "")}_${serialText(serial)}.mp4`;

/** What a download's file is called: as supplied, with the serial of the copy that goes in its stead. */
export const sentFileName = (supplied: string, serial: number | null): string =>
  serial === null ? supplied : copyFileName(supplied, serial);

/** What the mezzanine takes of the work for the first copy of 1080p: measured 28 to 18, in CPU seconds a minute. */
const MEZZANINE_PERCENT = 60;

/** How far a copy is whose mezzanine is being made, in whole percent. @param share of the mezzanine, 0 to 1 */
export const percentPrepared = (share: number): number =>
  Math.floor(MEZZANINE_PERCENT * Math.min(1, Math.max(0, share)));

type Making = { state: ProxyCopyState; percent: number; startedAt: Date | null };

/** What a copy waits for: its turn, also after the mezzanine of its version; that mezzanine; or itself. */
export const stageOf = ({ state, percent, startedAt }: Making): CopyStage => {
  if (state === "encoding") return "encoding";
  return startedAt && percent < MEZZANINE_PERCENT ? "preparing" : "waiting";
};

/** An estimate from less than this says nothing. */
const TELLING_PERCENT = 3;

/** How many seconds an encode is likely to take still; null while it waits, and while too little is done to tell. */
export function secondsLeft(copy: Making, now: Date): number | null {
  const { percent, startedAt } = copy;
  if (!startedAt || percent < TELLING_PERCENT || stageOf(copy) === "waiting") return null;
  const seconds = Math.max(0, now.getTime() - startedAt.getTime()) / 1000;
  return Math.ceil((seconds * (100 - percent)) / percent);
}

/** How many copies a pool lacks. @param standing its undrawn copies, ready or still to come */
export const copiesLacking = (target: number, standing: number): number =>
  Math.max(0, target - standing);

/** So many copies may be in the making for one user: what hundreds of episodes need, and days of a machine's work. */
export const MOST_BEING_MADE = 500;

/** Why no more copies are begun for a user, in words; null when they are. @param more how many they ask for */
export const copiesFault = (beingMade: number, more: number): string | null =>
  beingMade + more <= MOST_BEING_MADE
    ? null
    : `No more than ${MOST_BEING_MADE} proxies are made for you at a time: ${beingMade} are being made, and this needs ${more} more. Nothing was started: ask for fewer, or wait until some are ready.`;

/** For how long the file of a drawn copy stays when its version is no longer current. */
const DRAWN_KEPT_DAYS = 30;

/** Drawn copies of versions that were superseded before this go. */
export const drawnKeptSince = (now: Date): Date =>
  new Date(now.getTime() - DRAWN_KEPT_DAYS * 86_400_000);

/** A piece shorter than this costs more to begin and to join than it gains, in seconds. */
const SHORTEST_PIECE = 10;
/** What a crash can cost, in seconds of programme. */
const LONGEST_PIECE = 300;

/** Into how many pieces a programme is best cut: one a worker, unless they would be very long or very short. */
export function piecesWanted(seconds: number, workers: number): number {
  const most = Math.max(1, Math.floor(seconds / SHORTEST_PIECE));
  return Math.min(most, Math.max(workers, Math.ceil(seconds / LONGEST_PIECE)));
}
