/** JSON with sorted keys (RFC 8785), the form over which the SDK computes signatures. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join()}}`;
}

/**
 * Reads JSON, with what Postgres can't keep in a jsonb (U+0000, halves of surrogate pairs) replaced in its texts:
 * an answer that can't be kept would be asked for again and again.
 * @throws SyntaxError
 */
export function parseStorable(text: string): unknown {
  return JSON.parse(text, (_, value) =>
    typeof value === "string" ? value.replace(/\0|\p{Surrogate}/gu, "\ufffd") : value,
  );
}
