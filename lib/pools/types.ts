import { z } from "zod";
import type { TitleOfMaterial } from "@/lib/materials/types";
import { searchText } from "@/lib/operations/types";

export const poolOf = z.object({ versionId: z.uuid(), partnerId: z.uuid() });

/** What the page's address asks for; what makes no sense in it is left out. */
export const poolsQuery = z.object({
  q: searchText,
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});
export type PoolsQuery = z.output<typeof poolsQuery>;

/** A pool of copies: those of one version for one partner. */
export type PoolRow = {
  versionId: string;
  partnerId: string;
  partner: string;
  title: TitleOfMaterial;
  assetType: string;
  version: number;
  fileName: string;
  ready: number;
  underWay: number;
  failed: number;
  drawn: number;
  /** Why the last that failed did. */
  reason: string | null;
};
