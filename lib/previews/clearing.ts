import "server-only";
import { and, eq, inArray, isNotNull, notExists, or, type SQL, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db/client";
import { materials, previews, sourceRequestSlots, sourceRequests, versions } from "@/db/schema";
import { inSlot } from "@/lib/materials/availability";
import { isLive } from "@/lib/materials/visibility";
import { probeSchema } from "@/lib/media/types";
import { prefixOf, removeFiles } from "./making";

/** So many at a time: each is a dozen objects to be removed while its row is held. */
const atATime = 20;

/**
 * Removes previews that nobody can open any more, with all that the store keeps of them: of versions that are
 * not current, and those that bear the name of a partner without a live request for the material. A partner
 * who is given one again has theirs made anew. One that is being made is left to whoever makes it.
 * @returns how many, of the twenty that it takes on at most
 */
export async function removeOutdatedPreviews(now: Date): Promise<number> {
  // All previews are read to find them: once, and not again for each.
  const found = await outdated(db, now).limit(atATime);
  let removed = 0;
  for (const { id } of found)
    if (await db.transaction((tx) => removeOne(tx, id, now))) removed += 1;
  return removed;
}

/** The row goes for good only when its objects are gone: killed in between, it is there for the next to find. */
async function removeOne(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const [preview] = await outdated(tx, now, id).for("update", { of: previews, skipLocked: true });
  if (!preview) return false;
  const { attemptId, objectPrefix } = preview;
  await tx.delete(previews).where(eq(previews.id, id));
  const probe = probeSchema.safeParse(preview.probe).data;
  if (probe?.kind === "video" || probe?.kind === "audio") {
    const attempted = attemptId && prefixOf(id, attemptId);
    for (const prefix of new Set([objectPrefix, attempted]))
      if (prefix && !(await isInUse(tx, prefix))) await removeFiles(probe, prefix);
  }
  return true;
}

/** The same file in several places of the demo has one preview between them. */
const isInUse = async (tx: Transaction, prefix: string) =>
  (await tx.$count(previews, eq(previews.objectPrefix, prefix))) > 0;

/** @param id of the only one that is asked about */
const outdated = (from: typeof db | Transaction, now: Date, id?: string) =>
  from
    .select({
      id: previews.id,
      attemptId: previews.attemptId,
      objectPrefix: previews.objectPrefix,
      probe: versions.probe,
    })
    .from(previews)
    .innerJoin(versions, eq(versions.id, previews.versionId))
    .innerJoin(materials, eq(materials.id, versions.materialId))
    .where(
      and(
        id === undefined ? undefined : eq(previews.id, id),
        inArray(previews.state, ["ready", "failed"]),
        isOutdated(now),
      ),
    );

function isOutdated(now: Date): SQL | undefined {
  const superseded = sql`${materials.currentVersionId} is distinct from ${versions.id}`;
  const stillTheirs = db
    .select({ id: sourceRequests.id })
    .from(sourceRequests)
    .innerJoin(sourceRequestSlots, eq(sourceRequestSlots.sourceRequestId, sourceRequests.id))
    .where(and(inSlot, eq(sourceRequests.partnerId, previews.partnerId), isLive(now)));
  return or(superseded, and(isNotNull(previews.partnerId), notExists(stillTheirs)));
}
