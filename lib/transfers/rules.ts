import type { Transfer } from "./types";

const MiB = 2 ** 20;

/** As much as the buffers between us and a client may swallow without the client having read it, in bytes. */
export const HELD_BACK = 16 * MiB;

/** What is leased before anything is known of the client's speed: a quick one has it in 20 ms. */
export const FIRST_LEASE = 64 * MiB;
const SMALLEST_LEASE = 16 * MiB;
/** At 256 MiB a client of this machine took 17 a second, which cost 3 % of what it got. */
const LARGEST_LEASE = 1024 * MiB;
/** A lease should last about as long, so that it is taken seldom and says little more than what is sent. */
const LEASE_SECONDS = 2;

/**
 * So many answers are sent to one user at once by a process: descriptors and memory are for all. A line for aria2c
 * opens 8, one for separate files 40.
 */
export const PLACES = 256;

/** A process that has not said for so long that it lives is dead, in milliseconds. */
export const DEAD_AFTER = 8_000;

/** A transfer that moved within this long flows, in milliseconds: at 18 KB/s a chunk of 1 MiB takes as long. */
export const FLOWING_WITHIN = 60_000;

/**
 * How many bytes to lease next.
 * @param bytes what went out since the last lease, in so many milliseconds
 */
export function leaseLength(bytes: number, milliseconds: number): number {
  const wanted = (bytes / Math.max(milliseconds, 1)) * 1000 * LEASE_SECONDS;
  return Math.round(Math.min(LARGEST_LEASE, Math.max(SMALLEST_LEASE, wanted)));
}

/** Up to where a transfer counts as sent: what buffers may still hold does not, until its client has been heard of. */
export function sentTo({
  fromByte,
  handedTo,
  taken,
}: Pick<Transfer, "fromByte" | "handedTo" | "taken">): number {
  return taken ? handedTo : Math.max(fromByte, handedTo - HELD_BACK);
}

/** How much of so many bytes was sent, in whole percent: 100 only when it was all. */
export function percentSent(sent: number, bytes: number, completed: boolean): number {
  return completed ? 100 : Math.min(99, Math.floor((100 * sent) / Math.max(bytes, 1)));
}
