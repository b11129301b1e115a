import "server-only";
import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db/client";
import { assetTypes, deliveries, titleNames, titles, users, versions } from "@/db/schema";
import type { Operator } from "@/lib/auth/types";
import { badField, DomainError } from "@/lib/errors";
import { olderThan, type Page, pageOf, place, titleOf, wordsIn } from "@/lib/lists";
import { noTitle } from "@/lib/titles/rules";
import type { Delivered, DeliveriesQuery, DeliveryOffer, DeliveryRow } from "./types";

/**
 * Finds the slot that a file is offered for; its material may not be there yet.
 * @throws DomainError not_found for an unknown title; bad_request for an unknown asset type
 */
export async function getSlot({ title, assetType, variant, language }: DeliveryOffer) {
  const [[found], [type]] = await Promise.all([
    db.select({ id: titles.id }).from(titles).where(eq(titles.reference, title)),
    db.select().from(assetTypes).where(eq(assetTypes.code, assetType)),
  ]);
  if (!found) throw new DomainError("not_found", `title: ${noTitle(title)}.`);
  if (!type) throw badField("assetType", `the catalogue has no “${assetType}”`);
  const place = { titleId: found.id, assetTypeCode: type.code };
  return { place: { ...place, variant: variant ?? null, language: language ?? null }, type };
}

export type Slot = Awaited<ReturnType<typeof getSlot>>;

const delivered = {
  materialId: versions.materialId,
  versionId: versions.id,
  version: versions.number,
  bytes: versions.bytes,
  md5: versions.md5,
  xxh64: versions.xxh64,
  crc32: versions.crc32,
};

/** What an accepted delivery became. */
export async function getDelivered(deliveryId: string): Promise<Delivered | null> {
  const [row] = await db
    .select(delivered)
    .from(deliveries)
    .innerJoin(versions, eq(versions.id, deliveries.versionId))
    .where(and(eq(deliveries.id, deliveryId), isNotNull(deliveries.versionId)));
  return row ? asDelivered(row) : null;
}

/** What a delivery under this key of the operator's became, once it was accepted. */
export async function getDeliveredByKey(operator: Operator, key: string) {
  const [row] = await db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(eq(deliveries.deliveredById, operator.id), eq(deliveries.idempotencyKey, key)));
  return row ? getDelivered(row.id) : null;
}

/** The version of a material that has this very content; the first, should there be several. */
export async function findSameContent(
  tx: Transaction,
  materialId: string,
  { bytes, md5, xxh64 }: { bytes: number; md5: string; xxh64: string },
) {
  const [row] = await tx
    .select(delivered)
    .from(versions)
    .where(
      and(
        eq(versions.materialId, materialId),
        eq(versions.bytes, bytes),
        eq(versions.md5, md5),
        eq(versions.xxh64, xxh64),
      ),
    )
    .orderBy(versions.number)
    .limit(1);
  return row ?? null;
}

type Row = { materialId: string; version: number; bytes: number } & Delivered["checksums"];

export const asDelivered = ({ materialId, version, bytes, md5, xxh64, crc32 }: Row): Delivered => ({
  ...{ materialId, version, bytes },
  checksums: { md5, xxh64, crc32 },
});

const DELIVERIES_A_PAGE = 100;

/** Attempts to hand something in, newest first; only those in a state, when one is named. */
export async function listDeliveries(
  _: Operator,
  { state, q, after }: DeliveriesQuery,
  limit = DELIVERIES_A_PAGE,
): Promise<Page<DeliveryRow>> {
  const rows = await db
    .select({
      ...place,
      id: deliveries.id,
      startedAt: deliveries.startedAt,
      variant: deliveries.variant,
      language: deliveries.language,
      fileName: deliveries.fileName,
      bytes: deliveries.bytes,
      state: deliveries.state,
      reason: deliveries.reason,
      version: versions.number,
      again: sql<boolean>`exists (select from ${deliveries} first
        where first.version_id = ${deliveries.versionId} and first.id <> ${deliveries.id}
          and (first.started_at, first.id) < (${deliveries.startedAt}, ${deliveries.id}))`,
      by: users.name,
    })
    .from(deliveries)
    .innerJoin(titleNames, eq(titleNames.titleId, deliveries.titleId))
    .innerJoin(assetTypes, eq(assetTypes.code, deliveries.assetTypeCode))
    .innerJoin(users, eq(users.id, deliveries.deliveredById))
    .leftJoin(versions, eq(versions.id, deliveries.versionId))
    .where(
      and(
        olderThan(after, deliveries.startedAt, deliveries.id),
        state && eq(deliveries.state, state),
        ...wordsIn(q, [titleNames.name, titleNames.reference, deliveries.fileName]),
      ),
    )
    .orderBy(desc(deliveries.startedAt), desc(deliveries.id))
    .limit(limit + 1);
  const { rows: shown, next } = pageOf(rows, limit, ({ startedAt, id }) => ({ at: startedAt, id }));
  return {
    rows: shown.map((row) => {
      const { titleReference, titleName, season, episode, ...delivery } = row;
      return { ...delivery, title: titleOf(row) };
    }),
    next,
  };
}
