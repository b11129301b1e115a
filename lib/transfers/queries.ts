import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { downloads, transfers } from "@/db/schema";
import { FLOWING_WITHIN } from "./rules";

/**
 * Whether bytes of a download flow now: of its file, or of the bundle that it is in, while it is not whole.
 * For a query in which `downloads` stands.
 */
export function isFlowing(now: Date): SQL<boolean> {
  const since = new Date(now.getTime() - FLOWING_WITHIN).toISOString();
  const open = sql`from ${transfers} where ended_at is null and moved_at > ${since}`;
  return sql<boolean>`(${downloads.completedAt} is null and (
    ${downloads.id} in (select download_id ${open} and download_id is not null)
    or ${downloads.bundleId} in (select bundle_id ${open} and bundle_id is not null)))`;
}
