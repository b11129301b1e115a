import { z } from "zod";
import type { QcResult, QcStatus, TitleOfMaterial } from "@/lib/materials/types";
import { cursor, searchText } from "@/lib/operations/types";

export const qcStatuses = ["QC Pending", "Ready for Mix"] as const satisfies QcStatus[];

/** What the page's address asks for; what makes no sense in it is left out. */
export const qcQuery = z.object({
  q: searchText,
  status: z.enum(qcStatuses).optional().catch(undefined),
  after: cursor,
});
export type QcQuery = z.output<typeof qcQuery>;

/** The current version of a material to which QC applies. */
export type QcRow = {
  materialId: string;
  title: TitleOfMaterial;
  assetType: string;
  variant: string | null;
  version: number;
  fileName: string;
  deliveredOn: Date;
  status: QcStatus;
  lastNote: string | null;
  lastResult: QcResult | null;
};
