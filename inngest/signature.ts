import "server-only";

const wellFormed = /^t=(\d{1,12})&s=[0-9a-f]{64}$/;
/** As long as the SDK believes a signature. */
const FRESH_SECONDS = 300;

/**
 * Whether the header `x-inngest-signature` is one that may turn out right: of the engines' form, and of now. Who
 * shows less is refused before the body is read, over which the signature itself is checked.
 */
export function mayBeSigned(header: string | null, now: Date): boolean {
  const time = wellFormed.exec(header ?? "")?.[1];
  return time !== undefined && Math.abs(now.getTime() / 1000 - Number(time)) < FRESH_SECONDS;
}
