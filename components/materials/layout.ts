import { columnIds } from "@/lib/materials/rules";
import type { ColumnId } from "@/lib/materials/types";
import { readSort, type Sort, writeSort } from "./sort";

/** How a user has set up the list's columns. */
export type Layout = {
  /** In CSS pixels; a column that was never resized has none. */
  sizes: Partial<Record<ColumnId, number>>;
  order: ColumnId[];
  hidden: ColumnId[];
  /** Taken up again on a page whose address says nothing of the view. */
  sort: Sort | null;
};

export const defaultLayout: Layout = {
  sizes: {},
  order: [...columnIds],
  hidden: ["version", "variant", "language", "size", "duration", "requests"],
  sort: null,
};

export const columnsOnView = ({ order, hidden }: Pick<Layout, "order" | "hidden">) =>
  order.filter((column) => !hidden.includes(column));

/** Whether a column can be hidden: all but the one that says what a row is, so that one always stands. */
export const mayHide = (column: ColumnId): boolean => column !== "title";

/** Hides a column, or shows it again. */
export function toggleColumn(layout: Layout, column: ColumnId): Layout {
  const others = layout.hidden.filter((id) => id !== column);
  if (others.length < layout.hidden.length) return { ...layout, hidden: others };
  return mayHide(column) ? { ...layout, hidden: [...others, column] } : layout;
}

export const sizeLimits = { min: 64, max: 1200 };

export const clampSize = (size: number) =>
  Math.round(Math.min(sizeLimits.max, Math.max(sizeLimits.min, size)));

/** A cookie a user, so that the server draws the columns right at once and colleagues at one desk keep their own. */
export const layoutCookie = (userId: string) => `columns-${userId}`;

/** Reads what `writeLayout` wrote; what is not understood, or from an earlier set of columns, is the default. */
export function readLayout(text: string | undefined): Layout {
  const params = new URLSearchParams(text);
  const sizes: Layout["sizes"] = {};
  for (const column of columnIds) {
    const size = Number(params.get(column) ?? Number.NaN);
    if (Number.isFinite(size)) sizes[column] = clampSize(size);
  }
  const order = columnsIn(params.get("order"));
  return {
    sizes,
    order: [...order, ...columnIds.filter((column) => !order.includes(column))],
    hidden: params.has("hidden")
      ? columnsIn(params.get("hidden")).filter(mayHide)
      : defaultLayout.hidden,
    sort: readSort(params.get("sort")),
  };
}

export function writeLayout({ sizes, order, hidden, sort }: Layout): string {
  const params = new URLSearchParams();
  for (const [column, size] of Object.entries(sizes)) params.set(column, String(size));
  params.set("order", order.join("."));
  params.set("hidden", hidden.join("."));
  if (sort) params.set("sort", writeSort(sort));
  return params.toString();
}

/** Each column at most once. */
function columnsIn(text: string | null): ColumnId[] {
  const names = new Set(text?.split("."));
  return [...names].flatMap((name) => columnIds.find((column) => column === name) ?? []);
}

/** Moves a column to where another stands: before it when it comes from the right, behind it from the left. */
export function moveColumn(order: readonly ColumnId[], column: ColumnId, to: ColumnId): ColumnId[] {
  const target = order.indexOf(to);
  const next = order.filter((id) => id !== column);
  next.splice(target, 0, column);
  return next;
}
