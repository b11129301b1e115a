import { create } from "content-disposition";
import mime from "mime";

/**
 * A name as supplied, made safe for where it leaves: one component of a path, without control characters
 * and without marks for writing direction, which can show a name as another (`gpj.exe` as `exe.jpg`).
 * Everything else, in any script, stays.
 */
export function safeFileName(supplied: string): string {
  const visible = supplied.replace(/\p{Bidi_Control}/gu, "");
  const name = visible.replace(/[/\\\p{Cc}\p{Surrogate}]/gu, "_");
  return /^\.{0,2}$/.test(name) ? "file" : name;
}

/** RFC 6266, with the name by RFC 8187 and, for clients that don't read that, in ASCII. */
export function contentDisposition(supplied: string): string {
  const name = safeFileName(supplied);
  const ascii = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^ -~]/gu, "_");
  return ascii === name ? create(name) : create(name, { fallback: ascii });
}

/** By the name's ending. */
export function contentType(supplied: string): string {
  return mime.getType(supplied) ?? "application/octet-stream";
}
