import "server-only";
import { and, eq, inArray, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { assetTypes, downloads, proxyCopies, qcEvents, versions } from "@/db/schema";
import type { Viewer } from "@/lib/auth/types";
import { secondsLeft, stageOf } from "@/lib/proxies/rules";
import type { ProxyCopyState } from "@/lib/proxies/types";
import { bytesSent, hasMoved, isFlowing } from "@/lib/transfers/queries";
import type { Availability, MaterialRow } from "./types";

// What a row of the asset list says beside its records: of the viewer's downloads, of a copy being made, of QC.

/**
 * The viewer's own downloads of each of these versions, as one label: the furthest that any of them came.
 * @param versionIds a subquery, so that of the hundreds of thousands of files that somebody took over the years
 *   only these are read
 * @param since `changed` tells what moved after it
 */
export function ownDownloads(viewer: Viewer, versionIds: SQLWrapper, now: Date, since: Date) {
  const bytes = sql`coalesce(${proxyCopies.bytes}, ${versions.bytes})`;
  return db
    .select({
      versionId: sql<string>`${downloads.versionId}`.as("downloaded_version_id"),
      downloaded: sql<MaterialRow["downloaded"]>`jsonb_build_object(
        'state', case
          when bool_or(${downloads.verifiedAt} is not null) then 'verified'
          when bool_or(${downloads.completedAt} is not null) then 'completed'
          when bool_or(${isFlowing(now)}) then 'downloading'
          else 'initiated' end,
        'percent', case
          when bool_or(coalesce(${downloads.verifiedAt}, ${downloads.completedAt}) is not null) then 100
          else least(99, floor(100.0 * max(${bytesSent} / greatest(${bytes}, 1)))) end,
        'since', ${isoInstant(sql`min(${downloads.startedAt})`)})`.as("downloaded"),
      changed: sql<boolean>`bool_or(
        greatest(${downloads.startedAt}, ${downloads.completedAt}, ${downloads.verifiedAt}) > ${since.toISOString()}
        or ${hasMoved(since)})`.as("changed"),
    })
    .from(downloads)
    .innerJoin(versions, eq(versions.id, downloads.versionId))
    .leftJoin(proxyCopies, eq(proxyCopies.id, downloads.proxyCopyId))
    .where(and(eq(downloads.userId, viewer.id), inArray(downloads.versionId, versionIds)))
    .groupBy(downloads.versionId)
    .as("own");
}

/** What is sent of a watermarked type is the user's own copy, or nothing yet. */
export const sent = (ofCopy: SQLWrapper, asDelivered: SQLWrapper) =>
  sql<string | null>`case when ${assetTypes.watermarked} then ${ofCopy} else ${asDelivered} end`;

/** What there is to say of the making of the viewer's copy; null where there is nothing. */
export function proxyOf(
  row: {
    availability: Availability;
    copyState: ProxyCopyState | null;
    copyPercent: number | null;
    copyStartedAt: Date | null;
    copyReason: string | null;
  },
  now: Date,
): MaterialRow["proxy"] {
  const { availability, copyState: state, copyPercent: percent, copyStartedAt: startedAt } = row;
  if (availability === "processing" && state !== null && percent !== null)
    return {
      percent,
      stage: stageOf({ state, percent, startedAt }),
      reason: null,
      secondsLeft: secondsLeft({ state, percent, startedAt }, now),
    };
  if (availability === "failed")
    return { percent: null, stage: null, reason: row.copyReason, secondsLeft: null };
  return null;
}

/** The last QC event of the current version, but for the one that its delivery is. */
export const qcReview = sql<
  MaterialRow["qcReview"]
>`case when ${versions.qcStatus} is not null then (
  select jsonb_build_object('result', result, 'at', ${isoInstant(sql`at`)})
  from ${qcEvents} where version_id = ${versions.id} and (result is not null or at > ${versions.deliveredOn})
  order by at desc, id desc limit 1) end`;

/** As `Date.toISOString` writes it, for what becomes JSON in Postgres. */
function isoInstant(at: SQL): SQL {
  return sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
