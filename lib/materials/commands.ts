import "server-only";
import { desc, eq, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { db, type Transaction } from "@/db/client";
import { assetTypes, materials, qcEvents, versions } from "@/db/schema";
import type { Operator } from "@/lib/auth/types";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import { NEWLY_ADDED_DAYS, newlyAddedBy, newlyAddedUntil } from "./rules";
import type { Checksums, QcResult, QcReviewInput, QcStatus } from "./types";

export type DeliveredVersion = {
  materialId: string;
  /** As supplied. */
  fileName: string;
  bytes: number;
  checksums: Checksums;
  objectKey: string;
  probe: unknown;
  deliveredById: string;
  note?: string | undefined;
};

export type Clock = { now: Date; timeZone: string };

/**
 * The one way a version comes to be: the version with the next number, the material's current version,
 * newly added until, and the first QC event where QC applies; all in the caller's transaction.
 * Two at once for one material get consecutive numbers.
 * @throws DomainError not_found when there is no such material
 */
export async function recordVersion(
  tx: Transaction,
  delivered: DeliveredVersion,
  { now, timeZone }: Clock,
  newId: () => string = v7,
) {
  const { materialId, checksums } = delivered;
  const { qcApplies } = await lockMaterial(tx, materialId);
  const number = await nextVersionNumber(tx, materialId);
  const qcStatus = qcApplies ? ("QC Pending" as const) : null;
  const id = newId();
  await tx.insert(versions).values({
    id,
    materialId,
    number,
    fileName: delivered.fileName,
    bytes: delivered.bytes,
    ...checksums,
    objectKey: delivered.objectKey,
    probe: delivered.probe,
    deliveredOn: now,
    deliveredById: delivered.deliveredById,
    note: delivered.note ?? null,
    qcStatus,
    newlyAdded: newlyAddedBy({ versionNumber: number }),
    newlyAddedUntil: newlyAddedUntil(now, timeZone),
  });
  await tx.update(materials).set({ currentVersionId: id }).where(eq(materials.id, materialId));
  if (qcStatus) {
    const by = delivered.deliveredById;
    await tx
      .insert(qcEvents)
      .values({ id: newId(), versionId: id, status: qcStatus, result: null, byId: by, at: now });
  }
  return { id, number };
}

/**
 * Takes an operator's word for the outcome of a QC review of the current version.
 * @returns the status as it stands now
 * @throws as `recordQcReview`
 */
export async function reviewQc(operator: Operator, input: QcReviewInput, now: Date) {
  const { materialId, status, note } = input;
  const result = status === "Ready for Mix" ? "passed" : (input.result ?? null);
  const review = { materialId, status, result, note: note || undefined, byId: operator.id };
  const clock = { now, timeZone: env.TIME_ZONE };
  await db.transaction((tx) => recordQcReview(tx, review, clock));
  return { materialId, status, result };
}

export type QcReview = {
  materialId: string;
  status: QcStatus;
  result: QcResult | null;
  note?: string | undefined;
  byId: string;
};

/**
 * Records the outcome of a QC review of the current version, its status, and that the material was updated.
 * @throws DomainError not_found when there is no such material; nothing_delivered when it has no version;
 *   bad_request when QC does not apply to its asset type
 */
export async function recordQcReview(
  tx: Transaction,
  { materialId, status, result, note, byId }: QcReview,
  { now, timeZone }: Clock,
  newId: () => string = v7,
) {
  const { qcApplies, currentVersionId } = await lockMaterial(tx, materialId);
  if (!currentVersionId) throw new DomainError("nothing_delivered", "Nothing was delivered yet.");
  if (!qcApplies)
    throw new DomainError("bad_request", "materialId: QC does not apply to this asset type.");
  await tx.insert(qcEvents).values({
    id: newId(),
    versionId: currentVersionId,
    status,
    result,
    note: note ?? null,
    byId,
    at: now,
  });
  await tx
    .update(versions)
    .set({
      qcStatus: status,
      newlyAdded: newlyAddedBy({ qcChanged: true }),
      newlyAddedUntil: newlyAddedUntil(now, timeZone),
    })
    .where(eq(versions.id, currentVersionId));
}

/**
 * Brings every label of what is newly added in line with the calendar, by one statement: its end is computed
 * anew, as `newlyAddedUntil` does (the deployment's zone may have changed), and a day after that it is cleared.
 * Not at once: lists compare the end with their own `now`, and tell by it which rows have changed since.
 * One that an event moves meanwhile is left to that event.
 * @returns how many labels were moved or cleared
 */
export async function recalculateNewlyAdded({ now, timeZone }: Clock): Promise<number> {
  return db.transaction(async (tx) => {
    // Enough to keep the order of the table: a million labels in pieces would write each page again and again.
    await tx.execute(sql`set local work_mem = '128MB'`);
    const { rowCount } = await tx.execute(sql`
    with ends as (
      select v.id, v.newly_added_until as stored,
        ((greatest(v.delivered_on, max(e.at)) at time zone ${timeZone})::date + ${NEWLY_ADDED_DAYS + 1}::int)
          ::timestamp at time zone ${timeZone} as until
      from ${versions} v left join ${qcEvents} e on e.version_id = v.id
      where v.newly_added_until is not null
      group by v.id
    ),
    recalculated as (
      select id, stored,
        case when until > ${now.toISOString()}::timestamptz - interval '1 day' then until end as until
      from ends
    )
    update ${versions} v set newly_added = case when r.until is not null then newly_added end, newly_added_until = r.until
    from recalculated r
    where r.stored is distinct from r.until and v.id = r.id and v.newly_added_until = r.stored`);
    return rowCount ?? 0;
  });
}

async function lockMaterial(tx: Transaction, materialId: string) {
  const [material] = await tx
    .select({ currentVersionId: materials.currentVersionId, qcApplies: assetTypes.qcApplies })
    .from(materials)
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .where(eq(materials.id, materialId))
    .for("update", { of: materials });
  if (!material) throw new DomainError("not_found");
  return material;
}

async function nextVersionNumber(tx: Transaction, materialId: string) {
  const [last] = await tx
    .select({ number: versions.number })
    .from(versions)
    .where(eq(versions.materialId, materialId))
    .orderBy(desc(versions.number))
    .limit(1);
  return (last?.number ?? 0) + 1;
}
