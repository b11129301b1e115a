import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { bundles, downloads, proxyCopies, versions } from "@/db/schema";
import { sendEvents } from "@/inngest/client";
import type { Operator, PartnerUser } from "@/lib/auth/types";
import { makeBundle, signedLinks } from "@/lib/bundles/commands";
import type { StartedDownloads } from "@/lib/bundles/types";
import { DomainError } from "@/lib/errors";
import { linkExpiry } from "@/lib/links/rules";
import { sentFileName } from "@/lib/proxies/rules";
import { receiptFault } from "./rules";
import { asSent, currentVersions, insertDownloads, lockVisible, requestsServed } from "./taking";
import type { Receipt } from "./types";

/**
 * Records one download per material, of its current version, and the bundle of them all, and signs links to
 * both: all of them, or none. Duplicates count once; the answer keeps the order asked for. What is of a
 * watermarked type is sent as the user's own copy; where that is still to be made it stands under `processing`
 * and is in no bundle.
 * @throws DomainError not_found when any can't be seen; nothing_delivered when any has no version; too_many when
 *   more copies would have to be made than may be at a time
 */
export async function startDownloads(
  user: PartnerUser,
  materialIds: string[],
  now: Date,
): Promise<StartedDownloads> {
  const wanted = [...new Set(materialIds.map((id) => id.toLowerCase()))];
  const expiresAt = linkExpiry(now);
  const { taken, processing, events } = await db.transaction(async (tx) => {
    await lockVisible(tx, user, wanted, now);
    const current = await currentVersions(tx, wanted);
    const { files, processing, events } = await asSent(tx, user, current, now);
    if (files.length === 0) return { taken: { bundle: null, files: [] }, processing, events };
    const requests = await requestsServed(tx, user, wanted, now);
    const when = { now, expiresAt };
    const { bundle, kept } = await makeBundle(tx, user, files, { ...when, requests }, (bundleId) =>
      insertDownloads(tx, user, files, { ...when, bundleId }),
    );
    // While the database is busy with what the bundle holds.
    const taken = signedLinks(bundle, files, { expiresAt, round: user.signOuts });
    await kept;
    return { taken, processing, events };
  });
  await sendEvents(...events);
  return { ...taken, processing };
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
