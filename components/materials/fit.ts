import type { ColumnId } from "@/lib/materials/types";
import { clampSize } from "./layout";

/** The width at which nothing of a column is cut in the lines that are in sight, header included. In CSS pixels. */
export function fittingSize(grid: HTMLElement, column: ColumnId): number {
  const scale = document.createElement("div");
  scale.style.cssText =
    "position:absolute;visibility:hidden;display:flex;flex-direction:column;align-items:start";
  for (const cell of grid.querySelectorAll<HTMLElement>(`[data-column="${column}"]`)) {
    const copy = cell.cloneNode(true) as HTMLElement;
    copy.style.width = "max-content";
    scale.append(copy);
  }
  grid.append(scale);
  const width = scale.getBoundingClientRect().width;
  scale.remove();
  return clampSize(Math.ceil(width) + 1);
}
