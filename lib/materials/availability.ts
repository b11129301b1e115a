import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { assetTypes, materials, sourceRequestSlots } from "@/db/schema";
import type { Viewer } from "@/lib/auth/types";
import { copyAvailability } from "@/lib/proxies/queries";
import type { Availability } from "./types";

/**
 * Whether the viewer can take the current version now. For a query in which `materials` and `asset_types` stand.
 * A watermarked type is taken as a copy made for the user, never as delivered.
 */
export const availability = (viewer: Viewer): SQL<Availability> => sql<Availability>`case
  when ${materials.currentVersionId} is null then 'none'
  when ${assetTypes.watermarked} then ${copyAvailability(viewer)}
  else 'available' end`;

/** Joins `materials` to `source_request_slots`. */
export const inSlot = and(
  eq(materials.titleId, sourceRequestSlots.titleId),
  eq(materials.assetTypeCode, sourceRequestSlots.assetTypeCode),
);
