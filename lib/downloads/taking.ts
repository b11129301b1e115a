import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import {
  assetTypes,
  downloads,
  materials,
  sourceRequestKinds,
  sourceRequestSlots,
  sourceRequests,
  titleNames,
  versions,
} from "@/db/schema";
import type { PartnerUser } from "@/lib/auth/types";
import { DomainError } from "@/lib/errors";
import { newIds } from "@/lib/ids";
import { liveSourceRequests, visibleMaterials } from "@/lib/materials/visibility";
import { claimCopies } from "@/lib/proxies/commands";
import { copyFileName } from "@/lib/proxies/rules";

// The steps of a taking, each a statement for any number of files: a parameter a column and row would be too many,
// and ten thousand rows are built by Postgres' own driver, not field by field.

/**
 * Locks the materials against a delivery: the version that is read next stays current until the downloads stand.
 * @throws DomainError not_found when any can't be seen
 */
export async function lockVisible(tx: Transaction, user: PartnerUser, wanted: string[], now: Date) {
  // Two who take the same materials lock them in one order.
  const { rows } = await tx.execute<{ count: number }>(sql`
    with locked as materialized (
      select ${materials.id} from ${materials} where ${isAmong(wanted)} and ${visibleMaterials(user, now)}
      order by ${materials.id} for share of ${materials}
    )
    select count(*)::int as count from locked`);
  if (rows[0]?.count !== wanted.length) throw new DomainError("not_found");
}

/** What of a material's current version a taking needs, as it comes from Postgres. */
type CurrentRow = {
  materialId: string;
  /** Null where nothing was delivered. */
  versionId: string | null;
  version: number;
  fileName: string;
  bytes: number;
  md5: string;
  xxh64: string;
  crc32: string;
  objectKey: string;
  /** Milliseconds since the epoch. */
  deliveredAt: number;
  assetType: string;
  assetTypePosition: number;
  watermarked: boolean;
  titleName: string;
  season: number | null;
  episode: number | null;
};

/**
 * The materials' current versions, in the order wanted, each with the id of the download to be. Not part of the
 * locking statement, which would still see what it waited for to change.
 * @throws DomainError nothing_delivered when any has no version
 */
export async function currentVersions(tx: Transaction, wanted: string[]) {
  const { rows } = await tx.execute<CurrentRow>(sql`
    select ${materials.id} as "materialId", ${versions.id} as "versionId", ${versions.number} as version,
      ${versions.fileName} as "fileName", ${versions.bytes}::float8 as bytes, ${versions.md5}, ${versions.xxh64},
      ${versions.crc32}, ${versions.objectKey} as "objectKey",
      extract(epoch from ${versions.deliveredOn})::float8 * 1000 as "deliveredAt",
      ${assetTypes.name} as "assetType", ${assetTypes.position} as "assetTypePosition", ${assetTypes.watermarked},
      ${titleNames.name} as "titleName", ${titleNames.season}, ${titleNames.episode}
    from unnest(${sql.param(wanted)}::uuid[]) with ordinality as wanted (id, place)
    join ${materials} on ${materials.id} = wanted.id
    join ${assetTypes} on ${assetTypes.code} = ${materials.assetTypeCode}
    join ${titleNames} on ${titleNames.titleId} = ${materials.titleId}
    left join ${versions} on ${versions.id} = ${materials.currentVersionId}
    order by wanted.place`);
  const ids = newIds(rows.length);
  return rows.map((row, i) => {
    const { materialId, versionId } = row;
    if (versionId === null)
      throw new DomainError("nothing_delivered", `Nothing was delivered yet for ${materialId}.`);
    // Each by its name: what is left of a spread is slow in ten thousands.
    return {
      downloadId: ids[i] ?? "",
      materialId,
      versionId,
      version: row.version,
      fileName: row.fileName,
      bytes: row.bytes,
      md5: row.md5,
      xxh64: row.xxh64,
      crc32: row.crc32,
      objectKey: row.objectKey,
      deliveredOn: new Date(row.deliveredAt),
      assetType: row.assetType,
      assetTypePosition: row.assetTypePosition,
      watermarked: row.watermarked,
      title: { name: row.titleName, season: row.season, episode: row.episode },
      proxyCopyId: null,
    };
  });
}

type CurrentVersion = Awaited<ReturnType<typeof currentVersions>>[number];

type SentFile = Omit<CurrentVersion, "proxyCopyId"> & { proxyCopyId: string | null };

/** The files as they are sent: those of watermarked types as copies of the user's own, or not yet. */
export async function asSent(
  tx: Transaction,
  user: PartnerUser,
  current: CurrentVersion[],
  now: Date,
) {
  const watermarked = current.flatMap((file) => (file.watermarked ? file.versionId : []));
  const { ready, processing, events } = await claimCopies(tx, user, watermarked, now);
  const files = current.flatMap((file): SentFile[] => {
    if (!file.watermarked) return [file];
    const copy = ready.get(file.versionId);
    if (!copy) return [];
    const { serial, ...sent } = copy;
    return [{ ...file, ...sent, fileName: copyFileName(file.fileName, serial) }];
  });
  return {
    files,
    processing: current.flatMap(({ materialId, versionId }) => {
      const proxyCopyId = processing.get(versionId);
      return proxyCopyId ? [{ materialId, proxyCopyId }] : [];
    }),
    events,
  };
}

/** What the user's live source requests say that the materials are for, a line each. */
export async function requestsServed(
  tx: Transaction,
  user: PartnerUser,
  wanted: string[],
  now: Date,
) {
  // By their slots, of which there are few: joined to ten thousand materials each, requests would be as many rows.
  const slots = sql`(${sourceRequestSlots.titleId}, ${sourceRequestSlots.assetTypeCode}) in (
    select ${materials.titleId}, ${materials.assetTypeCode} from ${materials} where ${isAmong(wanted)})`;
  const rows = await tx
    .selectDistinct({
      reference: sourceRequests.reference,
      kind: sourceRequestKinds.name,
      language: sourceRequests.language,
    })
    .from(sourceRequests)
    .innerJoin(sourceRequestKinds, eq(sourceRequestKinds.code, sourceRequests.kindCode))
    .innerJoin(sourceRequestSlots, eq(sourceRequestSlots.sourceRequestId, sourceRequests.id))
    .where(and(slots, liveSourceRequests(user, now)))
    .orderBy(sourceRequests.reference);
  return rows.map(({ reference, kind, language }) => `${reference}: ${kind}, ${language}`);
}

/** One statement for any number: a parameter a column and row would be too many. */
export async function insertDownloads(
  tx: Transaction,
  user: PartnerUser,
  started: { downloadId: string; versionId: string; proxyCopyId: string | null }[],
  { bundleId, now, expiresAt }: { bundleId: string; now: Date; expiresAt: Date },
) {
  const ids = sql.param(started.map(({ downloadId }) => downloadId));
  const versionIds = sql.param(started.map(({ versionId }) => versionId));
  const copyIds = sql.param(started.map(({ proxyCopyId }) => proxyCopyId));
  await tx.execute(sql`
    insert into ${downloads} (id, user_id, partner_id, bundle_id, version_id, proxy_copy_id, started_at, expires_at)
    select id, ${user.id}, ${user.partnerId}, ${bundleId}, version_id, proxy_copy_id, ${now.toISOString()}, ${expiresAt.toISOString()}
    from unnest(${ids}::uuid[], ${versionIds}::uuid[], ${copyIds}::uuid[]) as started (id, version_id, proxy_copy_id)`);
}

const isAmong = (ids: string[]): SQL => sql`${materials.id} = any(${sql.param(ids)}::uuid[])`;
