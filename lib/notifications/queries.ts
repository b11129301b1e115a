import "server-only";
import { and, asc, eq, gt, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db/client";
import {
  assetTypes,
  mails,
  materials,
  notifications,
  proxyCopies,
  sourceRequestSlots,
  sourceRequests,
  titleNames,
  versions,
} from "@/db/schema";
import type { Viewer } from "@/lib/auth/types";
import { inSlot } from "@/lib/materials/availability";
import { liveSourceRequests, visibleMaterials } from "@/lib/materials/visibility";
import { episodeLabel } from "@/lib/source-requests/rules";
import { LOST_AFTER, NEWS_FOR } from "./rules";

/** A copy that a user waited for, as a mail tells of it. */
export type WaitedFor = {
  id: string;
  readyAt: Date;
  materialId: string;
  /** "Glass S01E03" */
  title: string;
  assetType: string;
  fileName: string;
  /** BCP 47. */
  language: string | null;
  visible: boolean;
  current: boolean;
  /** A live source request of the user's partner that needs it, the one that is due first; null when none is. */
  request: string | null;
};

/**
 * The copies that a user asked for, that are ready, and of which they were not told; the first to be ready first.
 * @param viewer who the user is now; null when they are no more, and see nothing
 * @param mailId those of this mail instead
 */
export async function listWaitedFor(
  tx: Transaction | typeof db,
  { userId, viewer, mailId }: { userId: string; viewer: Viewer | null; mailId?: string },
  now: Date,
): Promise<WaitedFor[]> {
  const rows = await tx
    .select({
      id: proxyCopies.id,
      readyAt: sql<Date>`${proxyCopies.readyAt}`.mapWith(proxyCopies.readyAt),
      materialId: materials.id,
      titleName: titleNames.name,
      season: titleNames.season,
      episode: titleNames.episode,
      assetType: assetTypes.name,
      fileName: versions.fileName,
      language: materials.language,
      visible: viewer ? sql<boolean>`${visibleMaterials(viewer, now)}` : sql<boolean>`false`,
      // A copy of an old version, or one whose file is gone, can't be taken any more.
      current: sql<boolean>`${materials.currentVersionId} = ${versions.id} and ${proxyCopies.state} = 'ready'`,
      request: viewer ? requestThatNeedsIt(viewer, now) : sql<null>`null`,
    })
    .from(proxyCopies)
    .innerJoin(versions, eq(versions.id, proxyCopies.versionId))
    .innerJoin(materials, eq(materials.id, versions.materialId))
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .innerJoin(titleNames, eq(titleNames.titleId, materials.titleId))
    .leftJoin(notifications, isOf)
    .where(
      mailId
        ? eq(notifications.mailId, mailId)
        : and(eq(proxyCopies.requestedById, userId), isDue(now)),
    )
    .orderBy(asc(proxyCopies.readyAt), asc(proxyCopies.id));
  return rows.map(({ titleName, season, episode, ...row }) => ({
    ...row,
    title: [titleName, episodeLabel(season, episode)].filter(Boolean).join(" "),
  }));
}

/** Users who wait for a mail that nothing is about to send, each with one copy of theirs to say so by. */
export async function listLostNotifications(now: Date) {
  const lost = new Date(now.getTime() - LOST_AFTER);
  const untold = db
    .select({ userId: sql<string>`${proxyCopies.requestedById}`, proxyCopyId: proxyCopies.id })
    .from(proxyCopies)
    .leftJoin(notifications, isOf)
    .where(and(isDue(now), lt(proxyCopies.readyAt, lost)));
  const unsent = db
    .select({ userId: notifications.userId, proxyCopyId: notifications.proxyCopyId })
    .from(mails)
    .innerJoin(notifications, eq(notifications.mailId, mails.id))
    .where(
      and(
        eq(mails.state, "queued"),
        lt(mails.createdAt, lost),
        or(isNull(mails.triedAt), lt(mails.triedAt, lost)),
      ),
    );
  const found = [...(await untold), ...(await unsent)];
  return [...new Map(found.map((one) => [one.userId, one])).values()];
}

/** Joins `proxy_copies` to what was told of them. */
const isOf = and(
  eq(notifications.proxyCopyId, proxyCopies.id),
  eq(notifications.userId, proxyCopies.requestedById),
);

/** For a query in which `isOf` stands. */
const isDue = (now: Date): SQL | undefined =>
  and(
    isNull(notifications.id),
    eq(proxyCopies.state, "ready"),
    sql`${proxyCopies.requestedById} is not null`,
    gt(proxyCopies.readyAt, new Date(now.getTime() - NEWS_FOR)),
  );

const requestThatNeedsIt = (viewer: Viewer, now: Date) => sql<string | null>`(
  select ${sourceRequests.reference}
  from ${sourceRequests}
  join ${sourceRequestSlots} on ${sourceRequestSlots.sourceRequestId} = ${sourceRequests.id}
  where ${inSlot} and ${liveSourceRequests(viewer, now)}
  order by ${sourceRequests.dueOn}, ${sourceRequests.reference} limit 1)`;
