import "server-only";
import { and, eq, ilike, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import {
  assetTypes,
  materials,
  partners,
  sourceRequestKinds,
  sourceRequestSlots,
  sourceRequests,
  titleNames,
} from "@/db/schema";
import type { Viewer } from "@/lib/auth/types";
import { env } from "@/lib/env";
import { availability, inSlot } from "@/lib/materials/availability";
import { liveSourceRequests, ownSourceRequests } from "@/lib/materials/visibility";
import { AT_RISK_DAYS, CRITICAL_DAYS, dayIn, episodeLabel } from "./rules";
import type { Bucket, SortColumn, SourceRequestRow } from "./types";

/**
 * Every source request of the viewer with its title, its counts and its bucket, to filter and page over. Nothing is
 * joined that could lack a row, and yet by left joins: Postgres leaves those out whose columns nobody asks for.
 */
export function sourceRequestRows(viewer: Viewer, now: Date) {
  const counts = slotCounts(viewer, now);
  const daysLeft = sql`${sourceRequests.dueOn} - ${dayIn(env.TIME_ZONE, now)}::date`;
  return db
    .select({
      id: sql<string>`${sourceRequests.id}`.as("id"),
      reference: sql<string>`${sourceRequests.reference}`.as("reference"),
      titleReference: sql<string>`${titleNames.reference}`.as("title_reference"),
      titleName: sql<string>`${titleNames.name}`.as("title_name"),
      season: titleNames.season,
      episode: titleNames.episode,
      partName: titleNames.partName,
      kindCode: sourceRequests.kindCode,
      kindName: sql<string>`${sourceRequestKinds.name}`.as("kind_name"),
      language: sourceRequests.language,
      dueOn: sourceRequests.dueOn,
      status: sourceRequests.status,
      partnerName: sql<string>`${partners.name}`.as("partner_name"),
      available: sql<number>`coalesce(${counts.available}, 0)`.as("available_now"),
      total: sql<number>`coalesce(${counts.total}, 0)`.as("slots"),
      bucket: sql<Bucket>`case
        when ${sourceRequests.status} <> 'open' then 'done'
        when coalesce(${counts.delivered}, 0) = 0 then 'awaiting_materials'
        when ${daysLeft} <= ${CRITICAL_DAYS} then 'critical'
        when ${daysLeft} <= ${AT_RISK_DAYS} then 'at_risk'
        else 'on_track' end`.as("bucket"),
    })
    .from(sourceRequests)
    .leftJoin(titleNames, eq(titleNames.titleId, sourceRequests.titleId))
    .leftJoin(sourceRequestKinds, eq(sourceRequestKinds.code, sourceRequests.kindCode))
    .leftJoin(partners, eq(partners.id, sourceRequests.partnerId))
    .leftJoinLateral(counts, sql`true`)
    .where(ownSourceRequests(viewer))
    .as("rows");
}

type Rows = ReturnType<typeof sourceRequestRows>;

/** Slots of the live request at hand: all, those with a version, those that can be downloaded now. */
function slotCounts(viewer: Viewer, now: Date) {
  return db
    .select({
      total: sql<number>`count(*)::int`.as("total"),
      delivered: sql<number>`count(${materials.currentVersionId})::int`.as("delivered"),
      available:
        sql<number>`(count(*) filter (where ${availability(viewer)} = 'available'))::int`.as(
          "available",
        ),
    })
    .from(sourceRequestSlots)
    .innerJoin(materials, inSlot)
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .where(
      and(
        eq(sourceRequestSlots.sourceRequestId, sourceRequests.id),
        liveSourceRequests(viewer, now),
      ),
    )
    .as("counts");
}

/** Each word must stand somewhere in reference, title or episode. */
export function searched(rows: Rows, text: string) {
  const words = text.trim().split(/\s+/).filter(Boolean);
  const code = sql`'S' || to_char(${rows.season}, 'FM900') || coalesce('E' || to_char(${rows.episode}, 'FM900'), '')`;
  return and(
    ...words.map((word) => {
      const pattern = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
      return or(
        ilike(rows.reference, pattern),
        ilike(rows.titleName, pattern),
        ilike(rows.partName, pattern),
        ilike(rows.titleReference, pattern),
        sql`${code} ilike ${pattern}`,
      );
    }),
  );
}

/**
 * What the rows are ordered by, the first key first.
 * @param languages in the order of their names, for the column of languages
 */
export function sortKeys(rows: Rows, column: SortColumn, languages: string[]) {
  const bucketOrder = sql`array_position(array['critical', 'at_risk', 'on_track', 'awaiting_materials', 'done'], ${rows.bucket})`;
  const keys = {
    reference: [rows.reference],
    title: [rows.titleName, rows.season, rows.episode],
    kind: [rows.kindName],
    language: [sql`array_position(${sql.param(languages)}::text[], ${rows.language})`],
    dueOn: [rows.dueOn],
    bucket: [bucketOrder, rows.dueOn],
    available: [rows.available, rows.total],
  };
  return keys[column];
}

type FlatRow = Omit<SourceRequestRow, "title" | "kind" | "partner"> & {
  titleReference: string;
  titleName: string;
  season: number | null;
  episode: number | null;
  partName: string | null;
  kindName: string;
  partnerName: string;
};

/** A row of the query as pages know it; the partner stands in it for operators only. */
export const asRow = (row: FlatRow, viewer: Viewer): SourceRequestRow => ({
  reference: row.reference,
  title: {
    reference: row.titleReference,
    name: row.titleName,
    episode: episodeLabel(row.season, row.episode),
    partName: row.partName,
  },
  kind: row.kindName,
  language: row.language,
  dueOn: row.dueOn,
  status: row.status,
  bucket: row.bucket,
  available: row.available,
  total: row.total,
  partner: viewer.kind === "operator" ? row.partnerName : null,
});
