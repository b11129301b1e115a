import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/**
 * The header `x-inngest-signature` of a request to the SDK: an HMAC-SHA256 over the body and the time in
 * seconds, so that a body is believed for five minutes. The body must be canonical.
 */
export function signatureOf(body: string, signingKey: string): string {
  const time = Math.floor(Date.now() / 1000).toString();
  const code = createHmac("sha256", bareKey(signingKey)).update(body + time);
  return `t=${time}&s=${code.digest("hex")}`;
}

/** What the SDK sends as its bearer token: the key's hash behind the key's prefix. */
export function tokenOf(signingKey: string): string {
  const hash = createHash("sha256").update(bareKey(signingKey), "hex").digest("hex");
  return `${signingKey.slice(0, signingKey.length - bareKey(signingKey).length)}${hash}`;
}

/** Whether a secret that was sent is the one that is known, in a time that tells nothing. */
export function isSecret(sent: string, known: string): boolean {
  const [a, b] = [sent, known].map((text) => createHash("sha256").update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

const bareKey = (signingKey: string) => signingKey.replace(/^signkey-\w+-/, "");
