import { columnIds } from "@/lib/materials/rules";
import type { ColumnId } from "@/lib/materials/types";

export type Sort = { column: ColumnId; descending: boolean };

/** "fileName.desc" */
export const writeSort = ({ column, descending }: Sort) =>
  `${column}.${descending ? "desc" : "asc"}`;

export function readSort(text: string | null): Sort | null {
  const [name, direction] = text?.split(".") ?? [];
  const column = columnIds.find((id) => id === name);
  if (!column || (direction !== "asc" && direction !== "desc")) return null;
  return { column, descending: direction === "desc" };
}
