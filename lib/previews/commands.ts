import "server-only";
import { and, eq, inArray, lt, type SQL, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { db, type Transaction } from "@/db/client";
import {
  assetTypes,
  materials,
  previews,
  sourceRequestSlots,
  sourceRequests,
  versions,
} from "@/db/schema";
import { previewQueued, sendEvents } from "@/inngest/client";
import type { Viewer } from "@/lib/auth/types";
import { DomainError } from "@/lib/errors";
import { inSlot } from "@/lib/materials/availability";
import { isLive } from "@/lib/materials/visibility";
import { findPreview, getPlayableVersion, type PlayableVersion } from "./queries";
import type { Preview } from "./types";

/**
 * What the viewer is told of a material's preview; one that is missing begins to be made.
 * @returns null for what can't be played
 * @throws DomainError not_found when the material can't be seen
 */
export async function openPreview(
  viewer: Viewer,
  materialId: string,
  now: Date,
): Promise<Preview | null> {
  const version = await getPlayableVersion(viewer, materialId, now);
  return version && ((await findPreview(version)) ?? queuePreview(version, now));
}

/**
 * Has a preview made that is missing, and once more one that failed; any other stays as it is.
 * @throws DomainError not_found when the material can't be seen; not_available for what can't be played
 */
export async function startPreview(
  viewer: Viewer,
  materialId: string,
  now: Date,
): Promise<Preview> {
  const version = await getPlayableVersion(viewer, materialId, now);
  if (!version)
    throw new DomainError("not_available", "There is neither picture nor sound to play here.");
  const preview = await findPreview(version);
  return preview && preview.state !== "failed" ? preview : queuePreview(version, now);
}

/** Has a preview that failed made after all; to be followed by the run that failed. */
export const reopenPreview = (tx: Transaction, previewId: string, now: Date) =>
  tx
    .update(previews)
    .set({ ...queuedAgain, movedAt: now })
    .where(and(eq(previews.id, previewId), eq(previews.state, "failed")));

const queuedAgain = { state: "queued", percent: 0, reason: null } as const;

async function queuePreview(version: PlayableVersion, now: Date): Promise<Preview> {
  const { versionId, bearerId: partnerId } = version;
  const row = { id: v7(), versionId, partnerId, createdAt: now, movedAt: now };
  const [queued] = await db
    .insert(previews)
    .values(row)
    .onConflictDoUpdate({
      target: [previews.versionId, previews.partnerId],
      set: { ...queuedAgain, movedAt: now },
      setWhere: eq(previews.state, "failed"),
    })
    .returning({ id: previews.id });
  if (queued) await sendEvents(previewQueued.create({ previewId: queued.id }));
  // By now another request may have queued it, or an engine have begun with it.
  const preview = await findPreview(version);
  if (!preview) throw new Error(`the preview of version ${versionId} is gone`);
  return preview;
}

/**
 * Has the previews of a version made that was just delivered: one where any partner sees it, or of a
 * watermarked type one for each who does. What is there already stays; of a version that is not current any more none is made.
 */
export function queuePreviewsOfVersion(versionId: string, now: Date): Promise<number> {
  return queueMissing(eq(versions.id, versionId), now);
}

/** Has the previews made that a partner who was given this source request will open, and that bear their name. */
export function queuePreviewsOfRequest(sourceRequestId: string, now: Date): Promise<number> {
  const own = and(eq(sourceRequests.id, sourceRequestId), eq(assetTypes.watermarked, true));
  return queueMissing(own, now);
}

/** @returns how many were queued */
async function queueMissing(which: SQL | undefined, now: Date): Promise<number> {
  const bearerId = sql<
    string | null
  >`case when ${assetTypes.watermarked} then ${sourceRequests.partnerId} end`;
  const wanted = await db
    .selectDistinct({ versionId: versions.id, partnerId: bearerId })
    .from(versions)
    .innerJoin(materials, eq(materials.currentVersionId, versions.id))
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .innerJoin(sourceRequestSlots, inSlot)
    .innerJoin(sourceRequests, eq(sourceRequests.id, sourceRequestSlots.sourceRequestId))
    .where(and(which, isLive(now), inArray(sql`${versions.probe}->>'kind'`, ["video", "audio"])));
  if (wanted.length === 0) return 0;
  const queued = await db
    .insert(previews)
    .values(wanted.map((row) => ({ id: v7(), ...row, createdAt: now, movedAt: now })))
    .onConflictDoNothing({ target: [previews.versionId, previews.partnerId] })
    .returning({ id: previews.id });
  await sendEvents(...queued.map(({ id }) => previewQueued.create({ previewId: id })));
  return queued.length;
}

/** An encode says how far it is every second; a queue may be longer, but not by this. In milliseconds. */
const stuckAfter = 5 * 60_000;

/**
 * Tells the engine again of previews that nothing has happened to for five minutes: it was out of reach when
 * they were queued, or lost them. One that it still works on, or has in its queue, it does not begin twice.
 * @returns how many
 */
export async function resumeStuckPreviews(now: Date): Promise<number> {
  const stuck = await db
    .update(previews)
    .set({ movedAt: now })
    .where(
      and(
        inArray(previews.state, ["queued", "encoding"]),
        lt(previews.movedAt, new Date(now.getTime() - stuckAfter)),
      ),
    )
    .returning({ id: previews.id });
  await sendEvents(...stuck.map(({ id }) => previewQueued.create({ previewId: id })));
  return stuck.length;
}
