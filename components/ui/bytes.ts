const units = ["B", "kB", "MB", "GB", "TB", "PB"];

/** A number of bytes in decimal units, as "4.2 GB": three figures, and whole bytes below a thousand. */
export function bytesInWords(bytes: number): string {
  const power = Math.min(
    units.length - 1,
    Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)),
  );
  const value = bytes / 1000 ** power;
  const text = power === 0 ? String(bytes) : value.toPrecision(3);
  // 999.9 kB rounds to 1.00e+3 kB, which is said as 1.00 MB.
  return Number(text) >= 1000 && power < units.length - 1
    ? `1.00 ${units[power + 1]}`
    : `${Number(text) >= 1000 ? Math.round(value) : text} ${units[power]}`;
}
