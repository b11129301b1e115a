import { z } from "zod";
import type { TitleOfMaterial } from "@/lib/materials/types";
import { cursor, day, searchText } from "@/lib/operations/types";

/** What the page of activity asks for. What makes no sense in an address is left out. */
export const activityQuery = z.object({
  q: searchText,
  partner: z.uuid().optional().catch(undefined),
  from: day.optional().catch(undefined),
  to: day.optional().catch(undefined),
  after: cursor,
});
export type ActivityQuery = z.output<typeof activityQuery>;

export type ActivityRow = {
  id: string;
  startedAt: Date;
  partner: string;
  user: string;
  email: string;
  title: TitleOfMaterial;
  assetType: string;
  version: number;
  /** As it is sent: with the serial, where a copy goes in the version's stead. */
  fileName: string;
  state: "initiated" | "begun" | "completed" | "verified" | "revoked";
  address: string | null;
};

/** To whom a marked copy was given. */
export type Trace = {
  serial: string;
  partner: string;
  version: number;
  fileName: string;
  title: TitleOfMaterial;
  copy: { state: string; createdAt: Date };
  /** Who drew it; null while it waits in the pool. */
  drawn: { user: string; email: string; at: Date } | null;
  takings: { startedAt: Date; state: ActivityRow["state"]; address: string | null }[];
};
