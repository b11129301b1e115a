import "server-only";
import { and, asc, desc, eq, notExists, or, type Placeholder, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { assetTypes, downloads, materials, proxyCopies, titleNames, versions } from "@/db/schema";
import type { PartnerUser, Viewer } from "@/lib/auth/types";
import { visibleMaterials } from "@/lib/materials/visibility";
import { episodeLabel } from "@/lib/source-requests/rules";
import { secondsLeft, stageOf } from "./rules";
import type { ProxyCopyState, RequestedProxy } from "./types";

/**
 * Copies that count: neither cancelled nor removed. Spelled out, as the index of a user's requests has it: with
 * parameters no plan for all their values could use that, and each draw was planned anew.
 */
const isStanding = sql`${proxyCopies.state} in ('queued', 'encoding', 'ready', 'failed')`;

/** The copies that are the viewer's: drawn, or asked for, by them. For a query in which `proxy_copies` stands. */
export const isOwnCopy = (viewer: { id: string | Placeholder }): SQL | undefined =>
  and(
    or(eq(proxyCopies.drawnById, viewer.id), eq(proxyCopies.requestedById, viewer.id)),
    isStanding,
  );

/** Of several copies of one version that are a user's, the one that counts: ready, else in the making, else failed. */
export const bestCopyFirst = [
  sql`${proxyCopies.drawnById} nulls last`,
  sql`array_position(array['ready', 'encoding', 'queued', 'failed'], ${proxyCopies.state}::text)`,
];

/** What the viewer has of each version, as one row; named `own_copy`. */
export function ownCopies(viewer: Viewer) {
  return db
    .selectDistinctOn([proxyCopies.versionId], {
      versionId: sql<string>`${proxyCopies.versionId}`.as("own_copy_version_id"),
      state: sql<ProxyCopyState>`${proxyCopies.state}`.as("own_copy_state"),
      percent: sql<number>`${proxyCopies.percent}`.as("own_copy_percent"),
      reason: sql<string | null>`${proxyCopies.reason}`.as("own_copy_reason"),
      startedAt: sql<Date | null>`${proxyCopies.startedAt}`
        .mapWith(proxyCopies.startedAt)
        .as("own_copy_started_at"),
      bytes: sql<number | null>`${proxyCopies.bytes}`.mapWith(proxyCopies.bytes).as("own_bytes"),
      md5: sql<string | null>`${proxyCopies.md5}`.as("own_md5"),
      xxh64: sql<string | null>`${proxyCopies.xxh64}`.as("own_xxh64"),
      crc32: sql<string | null>`${proxyCopies.crc32}`.as("own_crc32"),
    })
    .from(proxyCopies)
    .where(isOwnCopy(viewer))
    .orderBy(asc(proxyCopies.versionId), ...bestCopyFirst)
    .as("own_copy");
}

/**
 * How the current version of a watermarked type stands for the viewer: their own copy ready, in the making or
 * failed; else one in their partner's pool. For a query in which `materials` stands.
 */
export function copyAvailability(
  viewer: Viewer,
): SQL<"available" | "processing" | "failed" | "not_available"> {
  const own = (states: string) => sql`exists (select from ${proxyCopies}
    where ${proxyCopies.versionId} = ${materials.currentVersionId} and ${isOwnCopy(viewer)}
      and ${proxyCopies.state} in (${sql.raw(states)}))`;
  const failed = sql`case when ${own("'failed'")} then 'failed' else 'not_available' end`;
  return sql`case
    when ${own("'ready'")} then 'available'
    when ${own("'queued', 'encoding'")} then 'processing'
    ${viewer.kind === "partner" ? sql`when ${inPool(viewer.partnerId)} then 'available'` : sql``}
    else ${failed} end`;
}

const inPool = (partnerId: string) => sql`exists (select from ${proxyCopies}
  where ${proxyCopies.versionId} = ${materials.currentVersionId} and ${proxyCopies.partnerId} = ${partnerId}
    and ${proxyCopies.state} = 'ready' and ${proxyCopies.drawnById} is null and ${proxyCopies.requestedById} is null)`;

/** Whether a copy for the viewer's partner has changed since. For a query in which `materials` stands. */
export const copiesChanged = (viewer: Viewer, since: Date): SQL =>
  viewer.kind === "operator"
    ? sql`false`
    : sql`${materials.currentVersionId} in (select ${proxyCopies.versionId} from ${proxyCopies}
        where ${proxyCopies.partnerId} = ${viewer.partnerId} and ${proxyCopies.changedAt} > ${since.toISOString()})`;

/**
 * Whether what a download sends is its user's to have: of a watermarked type only the copy that they drew, never
 * the version as delivered. For a query in which `downloads` and `asset_types` stand.
 */
export const sendsOwnCopy: SQL = sql`(not ${assetTypes.watermarked} or exists (select from ${proxyCopies} c
  where c.id = ${downloads.proxyCopyId} and c.drawn_by_id = ${downloads.userId} and c.state = 'ready'))`;

/** Nobody's tray says more. */
const MOST_REQUESTED = 100;

/** The copies of current versions that the user asked for and has not taken yet, newest first. */
export async function listRequestedProxies(
  user: PartnerUser,
  now: Date,
): Promise<RequestedProxy[]> {
  const rows = await db
    .select({
      proxyCopyId: proxyCopies.id,
      materialId: materials.id,
      state: proxyCopies.state,
      percent: proxyCopies.percent,
      startedAt: proxyCopies.startedAt,
      reason: proxyCopies.reason,
      bytes: proxyCopies.bytes,
      fileName: versions.fileName,
      reference: titleNames.reference,
      name: titleNames.name,
      season: titleNames.season,
      episode: titleNames.episode,
      createdAt: proxyCopies.createdAt,
    })
    .from(proxyCopies)
    .innerJoin(materials, eq(materials.currentVersionId, proxyCopies.versionId))
    .innerJoin(versions, eq(versions.id, proxyCopies.versionId))
    .innerJoin(titleNames, eq(titleNames.titleId, materials.titleId))
    .where(
      and(
        eq(proxyCopies.requestedById, user.id),
        isStanding,
        notExists(
          db
            .select({ id: downloads.id })
            .from(downloads)
            .where(
              and(eq(downloads.userId, user.id), eq(downloads.versionId, proxyCopies.versionId)),
            ),
        ),
        visibleMaterials(user, now),
      ),
    )
    .orderBy(desc(proxyCopies.createdAt), desc(proxyCopies.id))
    .limit(MOST_REQUESTED);
  return rows.map(({ reference, name, season, episode, createdAt, startedAt, ...row }) => ({
    ...row,
    ...progressOf({ ...row, startedAt }, now),
    title: { reference, name, episode: episodeLabel(season, episode) },
    requestedAt: createdAt.toISOString(),
  }));
}

/** What there is to say of a copy's making; the percent only while it is being made. */
export function progressOf(
  copy: { state: ProxyCopyState; percent: number; startedAt: Date | null },
  now: Date,
) {
  if (copy.state === "ready" || copy.state === "failed")
    return { state: copy.state, percent: null, stage: null, secondsLeft: null };
  return {
    state: "processing" as const,
    percent: copy.percent,
    stage: stageOf(copy),
    secondsLeft: secondsLeft(copy, now),
  };
}
