import "server-only";
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { db, type Transaction } from "@/db/client";
import { assetTypes, downloads, materials, versions } from "@/db/schema";
import { connectionCutter } from "@/lib/auth/connection";
import type { PartnerUser } from "@/lib/auth/types";
import { DomainError } from "@/lib/errors";
import { visibleMaterials } from "@/lib/materials/visibility";
import { objectStore } from "@/lib/storage";
import { sendBytes } from "@/lib/storage/send";
import { fileLink } from "./links";
import { type LinkedDownload, mayTake } from "./queries";
import { linkExpiry } from "./rules";
import type { StartedFile } from "./types";

/**
 * Records one download per material, of its current version, and signs a link to each: all of them, or
 * none. Duplicates count once; the answer keeps the order asked for.
 * @throws DomainError not_found when any can't be seen; nothing_delivered when any has no version;
 *   not_available when any is of a watermarked type
 */
export async function startDownloads(
  user: PartnerUser,
  materialIds: string[],
  now: Date,
): Promise<StartedFile[]> {
  const wanted = [...new Set(materialIds.map((id) => id.toLowerCase()))];
  const expiresAt = linkExpiry(now);
  const files = await db.transaction(async (tx) => {
    await lockVisible(tx, user, wanted, now);
    const takeable = await currentVersions(tx, wanted);
    await insertDownloads(tx, user, takeable, { now, expiresAt });
    return takeable;
  });
  return files.map(({ versionId, ...file }) => ({
    ...file,
    url: fileLink({ id: file.downloadId, fileName: file.fileName, expiresAt }),
  }));
}

/** Locks the materials against a delivery: the version that is read next stays current until the downloads stand. */
async function lockVisible(tx: Transaction, user: PartnerUser, wanted: string[], now: Date) {
  const locked = await tx
    .select({ id: materials.id })
    .from(materials)
    .where(and(isAmong(wanted), visibleMaterials(user, now)))
    .orderBy(materials.id) // Two who take the same materials lock them in one order.
    .for("share", { of: materials });
  if (locked.length < wanted.length) throw new DomainError("not_found");
}

/** In the order wanted. Not part of the locking query, which would still see what it waited for to change. */
async function currentVersions(tx: Transaction, wanted: string[]) {
  const rows = await tx
    .select({
      materialId: materials.id,
      versionId: versions.id,
      version: versions.number,
      fileName: versions.fileName,
      bytes: versions.bytes,
      md5: versions.md5,
      watermarked: assetTypes.watermarked,
    })
    .from(materials)
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .innerJoin(versions, eq(versions.id, materials.currentVersionId))
    .where(isAmong(wanted));
  const byMaterial = new Map(rows.map((row) => [row.materialId, row]));
  const current = wanted.map((materialId) => {
    const row = byMaterial.get(materialId);
    if (row) return row;
    throw new DomainError("nothing_delivered", `Nothing was delivered yet for ${materialId}.`);
  });
  return current.map(({ watermarked, ...file }) => {
    if (!watermarked) return { ...file, downloadId: v7() };
    const message = `${file.materialId} is sent only as a copy made for you, and there is none.`;
    throw new DomainError("not_available", message);
  });
}

/** One statement for any number: a parameter a column and row would be too many. */
function insertDownloads(
  tx: Transaction,
  user: PartnerUser,
  started: { downloadId: string; versionId: string }[],
  { now, expiresAt }: { now: Date; expiresAt: Date },
) {
  const ids = sql.param(started.map(({ downloadId }) => downloadId));
  const versionIds = sql.param(started.map(({ versionId }) => versionId));
  return tx.execute(sql`
    insert into ${downloads} (id, user_id, partner_id, version_id, started_at, expires_at)
    select id, ${user.id}, ${user.partnerId}, version_id, ${now.toISOString()}, ${expiresAt.toISOString()}
    from unnest(${ids}::uuid[], ${versionIds}::uuid[]) as started (id, version_id)`);
}

const isAmong = (ids: string[]): SQL => sql`${materials.id} = any(${sql.param(ids)}::uuid[])`;

/**
 * Answers a request for a download's file; records with the first byte that it has begun, and cuts the
 * answer short when the user loses the right to it.
 * @throws DomainError precondition_failed; file_unavailable
 */
export function sendDownload(request: Request, download: LinkedDownload): Promise<Response> {
  const { id, begunAt, objectKey, version, materialId } = download;
  const what = {
    size: download.bytes,
    etag: `"${download.md5}"`,
    lastModified: download.deliveredOn,
    fileName: download.fileName,
  };
  return sendBytes(request, what, {
    open: () => objectStore().open(objectKey),
    beforeFirstByte: async () => {
      if (!begunAt) await recordBegin(id, new Date());
    },
    mayGoOn: () => mayTake(download, new Date()),
    cut: connectionCutter(),
    label: `${objectKey} (version ${version} of material ${materialId})`,
  });
}

async function recordBegin(downloadId: string, now: Date) {
  await db
    .update(downloads)
    .set({ begunAt: now })
    .where(and(eq(downloads.id, downloadId), isNull(downloads.begunAt)));
}
