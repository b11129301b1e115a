/**
 * A table as RFC 4180 has it. It begins with a byte order mark, by which spreadsheets know UTF-8; a cell
 * that they would take for a formula begins with an apostrophe (CWE-1236), also where their locale parts cells
 * by semicolons.
 */
export const csv = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;

function cell(text: string): string {
  const safe = text.replaceAll(/(^|;["\s]*)(?=[=+\-@\t\r])/g, "$1'");
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
