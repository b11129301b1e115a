import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";
import { safeFileName } from "@/lib/storage/names";

export type SigningKey = { id: string; secret: string };

/** The link of a download's file: absolute, ending in the file's name, for tools that go by it. */
export function fileLink(download: { id: string; fileName: string; expiresAt: Date }): string {
  const name = encodeForShells(safeFileName(download.fileName));
  const query = signLink(fileSubject(download.id), download.expiresAt, env.LINK_SIGNING_KEYS);
  return `${env.APP_URL}/api/files/${download.id}/${name}?${query}`;
}

/** What the signature of a file's link is about; the name in it is for people and tools, and free. */
export const fileSubject = (downloadId: string) => `file:${downloadId}`;

/** Brackets, quotes and the like mean something to the shells that links are pasted into. */
const encodeForShells = (name: string) =>
  encodeURIComponent(name).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/**
 * The query that makes a link genuine until it expires: HMAC-SHA256 over what it leads to, when it ends
 * (seconds since the epoch) and the key's id, by the first key.
 * @param subject what the link leads to, kind and id, so that no link passes for another kind
 */
export function signLink(subject: string, expiresAt: Date, keys: SigningKey[]): URLSearchParams {
  const [key] = keys;
  if (!key) throw new Error("there is no key to sign links with");
  const expires = String(Math.floor(expiresAt.getTime() / 1000));
  const signature = signatureOf(subject, expires, key).toString("base64url");
  return new URLSearchParams({ expires, key: key.id, signature });
}

/** Whether a link is one of ours, by any of the keys, and still lasts. */
export function checkLink(
  subject: string,
  query: URLSearchParams,
  keys: SigningKey[],
  now: Date,
): "genuine" | "expired" | "forged" {
  const key = keys.find(({ id }) => id === query.get("key"));
  const expires = query.get("expires") ?? "";
  const given = query.get("signature") ?? "";
  if (!key || !sameText(given, signatureOf(subject, expires, key).toString("base64url")))
    return "forged";
  return Number(expires) * 1000 <= now.getTime() ? "expired" : "genuine";
}

const signatureOf = (subject: string, expires: string, key: SigningKey) =>
  createHmac("sha256", key.secret).update(`${subject}\n${expires}\n${key.id}`).digest();

/** In a time that says nothing about where they differ. */
function sameText(a: string, b: string) {
  const [first, second] = [Buffer.from(a), Buffer.from(b)];
  return first.length === second.length && timingSafeEqual(first, second);
}
