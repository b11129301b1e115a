import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { materials, sourceRequestSlots, sourceRequests } from "@/db/schema";
import type { Viewer } from "@/lib/auth/types";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";

/**
 * The one rule of who sees what. A partner's user sees a material when their partner has a live source
 * request of a kind that names the material's asset type, for the material's title or one below it.
 * Every view, tab, preview, download, copy and mail goes through this; operators see everything.
 * For a query in which `materials` stands.
 */
export function visibleMaterials(viewer: Viewer, now: Date): SQL {
  if (viewer.kind === "operator") return sql`true`;
  return sql`(${materials.titleId}, ${materials.assetTypeCode}) in (
    select ${sourceRequestSlots.titleId}, ${sourceRequestSlots.assetTypeCode}
    from ${sourceRequests}
    join ${sourceRequestSlots} on ${sourceRequestSlots.sourceRequestId} = ${sourceRequests.id}
    where ${liveSourceRequests(viewer, now)})`;
}

/** @throws DomainError not_found when there is no such material, or none that the viewer sees */
export async function assertVisible(viewer: Viewer, materialId: string, now: Date): Promise<void> {
  if (!z.uuid().safeParse(materialId).success) throw new DomainError("not_found");
  const [material] = await db
    .select({ id: materials.id })
    .from(materials)
    .where(and(eq(materials.id, materialId), visibleMaterials(viewer, now)));
  if (!material) throw new DomainError("not_found");
}

/**
 * The viewer's source requests whose materials can be seen: not cancelled, and not fulfilled more than
 * ACCESS_AFTER_FULFILMENT_DAYS ago. For an operator every request. For a query in which `source_requests` stands.
 */
export function liveSourceRequests(viewer: Viewer, now: Date): SQL {
  if (viewer.kind === "operator") return sql`true`;
  return sql`${ownSourceRequests(viewer)} and ${isLive(now)}`;
}

/** Whether a source request opens materials to its partner. For a query in which `source_requests` stands. */
export function isLive(now: Date): SQL {
  const accessEnded = new Date(now.getTime() - env.ACCESS_AFTER_FULFILMENT_DAYS * 86_400_000);
  return sql`(${sourceRequests.status} = 'open' or ${sourceRequests.fulfilledAt} > ${accessEnded.toISOString()})`;
}

/** The source requests that exist for the viewer at all, live or not. */
export const ownSourceRequests = (viewer: Viewer): SQL =>
  viewer.kind === "operator" ? sql`true` : eq(sourceRequests.partnerId, viewer.partnerId);
