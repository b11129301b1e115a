import "server-only";
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { db, type Transaction } from "@/db/client";
import {
  assetTypes,
  bundles,
  downloads,
  materials,
  proxyCopies,
  sourceRequestKinds,
  sourceRequestSlots,
  sourceRequests,
  titleNames,
  versions,
} from "@/db/schema";
import { sendEvents } from "@/inngest/client";
import { currentConnection } from "@/lib/auth/connection";
import type { Operator, PartnerUser } from "@/lib/auth/types";
import { makeBundle, signedLinks } from "@/lib/bundles/commands";
import { DomainError } from "@/lib/errors";
import { inSlot } from "@/lib/materials/queries";
import { liveSourceRequests, visibleMaterials } from "@/lib/materials/visibility";
import { claimCopies } from "@/lib/proxies/commands";
import { copyFileName, sentFileName } from "@/lib/proxies/rules";
import { objectStore } from "@/lib/storage";
import { sendBytes } from "@/lib/storage/send";
import { ledgerOf } from "@/lib/transfers/tracker";
import { type LinkedDownload, mayTake } from "./queries";
import { linkExpiry, receiptFault } from "./rules";
import type { Receipt, StartedDownloads } from "./types";

/**
 * Records one download per material, of its current version, and the bundle of them all, and signs links to
 * both: all of them, or none. Duplicates count once; the answer keeps the order asked for. What is of a
 * watermarked type is sent as the user's own copy; where that is still to be made it stands under `processing`
 * and is in no bundle.
 * @throws DomainError not_found when any can't be seen; nothing_delivered when any has no version
 */
export async function startDownloads(
  user: PartnerUser,
  materialIds: string[],
  now: Date,
): Promise<StartedDownloads> {
  const wanted = [...new Set(materialIds.map((id) => id.toLowerCase()))];
  const expiresAt = linkExpiry(now);
  const { bundle, files, processing, events } = await db.transaction(async (tx) => {
    await lockVisible(tx, user, wanted, now);
    const { files, processing, events } = await asSent(
      tx,
      user,
      await currentVersions(tx, wanted),
      now,
    );
    if (files.length === 0) return { bundle: null, files, processing, events };
    const requests = await requestsServed(tx, user, wanted, now);
    const when = { now, expiresAt };
    const bundle = await makeBundle(
      tx,
      user,
      inBundleOrder(files),
      { ...when, requests },
      (bundleId) => insertDownloads(tx, user, files, { ...when, bundleId }),
    );
    return { bundle, files, processing, events };
  });
  await sendEvents(...events);
  if (!bundle) return { bundle, files: [], processing };
  const taken = signedLinks(bundle, files, { expiresAt, round: user.signOuts });
  return { ...taken, processing };
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
      language: materials.language,
      variant: materials.variant,
      assetType: assetTypes.name,
      assetTypePosition: assetTypes.position,
      watermarked: assetTypes.watermarked,
      titleName: titleNames.name,
      season: titleNames.season,
      episode: titleNames.episode,
      versionId: versions.id,
      version: versions.number,
      fileName: versions.fileName,
      bytes: versions.bytes,
      md5: versions.md5,
      xxh64: versions.xxh64,
      crc32: versions.crc32,
      objectKey: versions.objectKey,
      deliveredOn: versions.deliveredOn,
    })
    .from(materials)
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .innerJoin(titleNames, eq(titleNames.titleId, materials.titleId))
    .innerJoin(versions, eq(versions.id, materials.currentVersionId))
    .where(isAmong(wanted));
  const byMaterial = new Map(rows.map((row) => [row.materialId, row]));
  const current = wanted.map((materialId) => {
    const row = byMaterial.get(materialId);
    if (row) return row;
    throw new DomainError("nothing_delivered", `Nothing was delivered yet for ${materialId}.`);
  });
  return current.map(({ titleName, season, episode, ...file }) => ({
    ...file,
    title: { name: titleName, season, episode },
    downloadId: v7(),
  }));
}

type CurrentVersion = Awaited<ReturnType<typeof currentVersions>>[number];

type SentFile = CurrentVersion & { proxyCopyId: string | null };

/** The files as they are sent: those of watermarked types as copies of the user's own, or not yet. */
async function asSent(tx: Transaction, user: PartnerUser, current: CurrentVersion[], now: Date) {
  const watermarked = current.flatMap((file) => (file.watermarked ? file.versionId : []));
  const { ready, processing, events } = await claimCopies(tx, user, watermarked, now);
  const files = current.flatMap((file): SentFile[] => {
    if (!file.watermarked) return [{ ...file, proxyCopyId: null }];
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

/** By title and asset type, whatever the order of ticking: the same files make the same zip. */
function inBundleOrder(files: SentFile[]): SentFile[] {
  const text = (a: string | null, b: string | null) =>
    Number(`${a}` > `${b}`) - Number(`${a}` < `${b}`);
  return files.toSorted(
    (a, b) =>
      text(a.title.name, b.title.name) ||
      (a.title.season ?? 0) - (b.title.season ?? 0) ||
      (a.title.episode ?? 0) - (b.title.episode ?? 0) ||
      a.assetTypePosition - b.assetTypePosition ||
      text(a.fileName, b.fileName) ||
      text(a.materialId, b.materialId),
  );
}

/** What the user's live source requests say that the materials are for, a line each. */
async function requestsServed(tx: Transaction, user: PartnerUser, wanted: string[], now: Date) {
  const rows = await tx
    .selectDistinct({
      reference: sourceRequests.reference,
      kind: sourceRequestKinds.name,
      language: sourceRequests.language,
    })
    .from(sourceRequests)
    .innerJoin(sourceRequestKinds, eq(sourceRequestKinds.code, sourceRequests.kindCode))
    .innerJoin(sourceRequestSlots, eq(sourceRequestSlots.sourceRequestId, sourceRequests.id))
    .innerJoin(materials, inSlot)
    .where(and(isAmong(wanted), liveSourceRequests(user, now)))
    .orderBy(sourceRequests.reference);
  return rows.map(({ reference, kind, language }) => `${reference}: ${kind}, ${language}`);
}

/** One statement for any number: a parameter a column and row would be too many. */
async function insertDownloads(
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

/**
 * Answers a request for a download's file, and cuts the answer short when the user loses the right to it.
 * @throws DomainError precondition_failed; file_unavailable
 */
export function sendDownload(request: Request, download: LinkedDownload): Promise<Response> {
  const { id, bytes, objectKey, version, materialId } = download;
  const connection = currentConnection();
  const what = {
    size: bytes,
    etag: `"${download.md5}"`,
    lastModified: download.deliveredOn,
    fileName: download.fileName,
  };
  return sendBytes(request, what, {
    open: () => objectStore().open(objectKey),
    ledger: ledgerOf({ downloadId: id }, bytes, connection),
    mayGoOn: () => mayTake(download, new Date()),
    cut: connection.cut,
    label: `${objectKey} (version ${version} of material ${materialId})`,
  });
}

/**
 * Takes a receiver's word for the checksum of what arrived: the right one verifies the download, a wrong one
 * is told, and recorded nowhere. All that is given must be right.
 * @throws DomainError receipt_mismatch that says what to do; not_begun when nothing was sent yet
 */
export async function giveReceipt(downloadId: string, receipt: Receipt, now: Date): Promise<void> {
  const [file] = await db
    .select({
      supplied: versions.fileName,
      serial: proxyCopies.serial,
      md5: sql<string>`coalesce(${proxyCopies.md5}, ${versions.md5})`,
      xxh64: sql<string>`coalesce(${proxyCopies.xxh64}, ${versions.xxh64})`,
      begunAt: sql<Date | null>`coalesce(${downloads.begunAt}, ${bundles.begunAt})`,
    })
    .from(downloads)
    .innerJoin(versions, eq(versions.id, downloads.versionId))
    .leftJoin(proxyCopies, eq(proxyCopies.id, downloads.proxyCopyId))
    .leftJoin(bundles, eq(bundles.id, downloads.bundleId))
    .where(eq(downloads.id, downloadId));
  if (!file) throw new DomainError("not_found");
  const fileName = sentFileName(file.supplied, file.serial);
  if (!file.begunAt)
    throw new DomainError("not_begun", `Nothing of ${fileName} was sent yet: fetch it first.`);
  const fault = receiptFault(receipt, { ...file, fileName });
  if (fault) throw new DomainError("receipt_mismatch", fault);
  await db
    .update(downloads)
    .set({ verifiedAt: now })
    .where(and(eq(downloads.id, downloadId), isNull(downloads.verifiedAt)));
}

/**
 * Takes back the right to a download: its links, and those of the bundle that it is in, end at once, and
 * what is being sent of it is cut within half a minute. Again changes nothing.
 * @throws DomainError not_found
 */
export async function revokeDownload(_: Operator, downloadId: string, now: Date): Promise<void> {
  const revoked = await db
    .update(downloads)
    .set({ revokedAt: sql`coalesce(${downloads.revokedAt}, ${now.toISOString()})` })
    .where(eq(downloads.id, downloadId))
    .returning({ id: downloads.id });
  if (revoked.length === 0) throw new DomainError("not_found");
}
