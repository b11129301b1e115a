"use client";

import { createContext, type ReactNode, useContext } from "react";
import { canBeTaken } from "@/lib/materials/rules";
import type { ListedMaterial } from "@/lib/materials/types";

const RowsContext = createContext<readonly ListedMaterial[]>([]);

/** Around what stands above a list and speaks of its rows. */
export const AboutRows = ({ rows, children }: { rows: ListedMaterial[]; children: ReactNode }) => (
  <RowsContext value={rows}>{children}</RowsContext>
);

/** "2 of 3 available", of the list's rows as they are now. */
export function AvailableCount() {
  const rows = useContext(RowsContext);
  return `${rows.filter(canBeTaken).length} of ${rows.length} available`;
}
