import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";
import { safeFileName } from "@/lib/storage/names";

export type SigningKey = { id: string; secret: string };

/** How long a link lasts, and the user's count of signing out everywhere, which ends those made before. */
export type LinkTerms = { expiresAt: Date; round: number };

/** What the signature of a link is about; the name in the link is for people and tools, and free. */
export const fileSubject = (downloadId: string) => `file:${downloadId}`;
export const bundleSubject = (bundleId: string) => `bundle:${bundleId}`;

/** The link of a download's file: absolute, ending in the file's name, for tools that go by it. */
export const fileLink = (download: { id: string; fileName: string }, terms: LinkTerms): string =>
  linkTo(`files/${download.id}/${nameInLink(download.fileName)}`, fileSubject(download.id), terms);

/** Where a receipt for the download's file goes, for whoever has its link. */
export const receiptLink = (downloadId: string, terms: LinkTerms): string =>
  linkTo(`downloads/${downloadId}/receipt`, fileSubject(downloadId), terms);

/** The links of a bundle: its zip, its manifest, and the lists for programs that fetch file by file. */
export function bundleLinks(bundle: { id: string; fileName: string }, terms: LinkTerms) {
  const link = (path: string) =>
    linkTo(`bundles/${bundle.id}/${path}`, bundleSubject(bundle.id), terms);
  return {
    url: link(nameInLink(bundle.fileName)),
    manifestUrl: link("manifest"),
    metalinkUrl: link("metalink"),
    urlListUrl: link("urls"),
    receiptsUrl: link("receipts"),
  };
}

const linkTo = (path: string, subject: string, terms: LinkTerms) =>
  `${env.APP_URL}/api/${path}?${signLink(subject, terms, env.LINK_SIGNING_KEYS)}`;

const nameInLink = (fileName: string) => encodeForShells(safeFileName(fileName));

/** Brackets, quotes and the like mean something to the shells that links are pasted into. */
const encodeForShells = (name: string) =>
  encodeURIComponent(name).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/**
 * The query that makes a link genuine until it expires: HMAC-SHA256 over what it leads to, when it ends
 * (seconds since the epoch), its user's round and the key's id, by the first key.
 * @param subject what the link leads to, kind and id, so that no link passes for another kind
 */
export function signLink(subject: string, terms: LinkTerms, keys: SigningKey[]): string {
  const [key] = keys;
  if (!key) throw new Error("there is no key to sign links with");
  const expires = String(Math.floor(terms.expiresAt.getTime() / 1000));
  const round = String(terms.round);
  const signature = signatureOf(subject, expires, round, key);
  return `expires=${expires}&round=${round}&key=${encodeURIComponent(key.id)}&signature=${signature}`;
}

export type CheckedLink = { state: "forged" } | { state: "genuine" | "expired"; round: number };

/** Whether a link is one of ours, by any of the keys, and still lasts. */
export function checkLink(
  subject: string,
  query: URLSearchParams,
  keys: SigningKey[],
  now: Date,
): CheckedLink {
  const key = keys.find(({ id }) => id === query.get("key"));
  const expires = query.get("expires") ?? "";
  const round = query.get("round") ?? "";
  const given = query.get("signature") ?? "";
  if (!key || !sameText(given, signatureOf(subject, expires, round, key)))
    return { state: "forged" };
  const state = Number(expires) * 1000 <= now.getTime() ? "expired" : "genuine";
  return { state, round: Number(round) };
}

const signatureOf = (subject: string, expires: string, round: string, key: SigningKey) =>
  createHmac("sha256", key.secret)
    .update(`${subject}\n${expires}\n${round}\n${key.id}`)
    .digest("base64url");

/** In a time that says nothing about where they differ. */
function sameText(a: string, b: string) {
  const [first, second] = [Buffer.from(a), Buffer.from(b)];
  return first.length === second.length && timingSafeEqual(first, second);
}
