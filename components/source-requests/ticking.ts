/** More requests than this stand in a stored selection instead of an address; more than MOST in neither. */
export const MOST_IN_AN_ADDRESS = 50;
export const MOST_TICKED = 1000;

export type Ticked = ReadonlySet<string>;

/**
 * What is ticked after a click on one row.
 * @param page the references on the page, in their order
 * @param anchor with shift: the row clicked before; all from there to here become what this row becomes
 */
export function tickRow(ticked: Ticked, page: string[], reference: string, anchor: string | null) {
  const from = page.indexOf(anchor ?? reference);
  const to = page.indexOf(reference);
  const rows = from < 0 ? [reference] : page.slice(Math.min(from, to), Math.max(from, to) + 1);
  return tickRows(ticked, rows, !ticked.has(reference));
}

/** What is ticked after rows are ticked, or their ticks are taken away. */
export function tickRows(ticked: Ticked, rows: string[], on: boolean): Ticked {
  const next = new Set(ticked);
  for (const row of rows) on ? next.add(row) : next.delete(row);
  return next;
}

/** The box over a page: all of its rows are ticked, some, or none. */
export function pageState(ticked: Ticked, page: string[]): boolean | "mixed" {
  const on = page.filter((reference) => ticked.has(reference)).length;
  return on === 0 ? false : on === page.length || "mixed";
}

/** The address of the bulk page for a few requests. */
export const materialsHref = (ticked: Ticked) =>
  `/materials?${new URLSearchParams([...ticked].map((reference) => ["request", reference]))}`;

export const inNumbers = (count: number) =>
  `${count.toLocaleString("en")} source ${count === 1 ? "request" : "requests"}`;
