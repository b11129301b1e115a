import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { bundles, downloads, transfers } from "@/db/schema";
import { FLOWING_WITHIN } from "./rules";

/** How many bytes of its file were sent, by whichever way. For a query in which `downloads` stands. */
export const bytesSent: SQL<number> = sql<number>`(select coalesce(sum(upper(r) - lower(r)), 0) from unnest(${downloads.coverage}) r)`;

/**
 * Whether bytes of a download flow now: of its file, or of the bundle that it is in, while it is not whole.
 * For a query in which `downloads` stands.
 */
export function isFlowing(now: Date): SQL<boolean> {
  const open = flowingTransfers(now);
  return sql<boolean>`(${downloads.completedAt} is null and (
    ${downloads.id} in (select download_id ${open} and download_id is not null)
    or ${downloads.bundleId} in (select bundle_id ${open} and bundle_id is not null)))`;
}

/**
 * Whether what is said of a download may differ from what was said at `since`: its bytes, or those of the
 * bundle that it is in, have flowed after that, or have stopped. For a query in which `downloads` stands.
 */
export function hasMoved(since: Date): SQL<boolean> {
  // It is said to flow for a while after its last byte.
  const moved = new Date(since.getTime() - 2 * FLOWING_WITHIN).toISOString();
  const recent = sql`from ${transfers} where (ended_at is null and moved_at > ${moved} or ended_at > ${moved})`;
  return sql<boolean>`(${downloads.id} in (select download_id ${recent} and download_id is not null)
    or ${downloads.bundleId} in (select bundle_id ${recent} and bundle_id is not null))`;
}

/** Whether bytes of a bundle, or of a file in it, flow now. For a query in which `bundles` stands. */
export function hasFlowing(now: Date): SQL<boolean> {
  const open = flowingTransfers(now);
  return sql<boolean>`(${bundles.id} in (select bundle_id ${open} and bundle_id is not null)
    or ${bundles.id} in (select bundle_id from ${downloads} where id in (select download_id ${open} and download_id is not null)))`;
}

function flowingTransfers(now: Date): SQL {
  const since = new Date(now.getTime() - FLOWING_WITHIN).toISOString();
  return sql`from ${transfers} where ended_at is null and moved_at > ${since}`;
}
