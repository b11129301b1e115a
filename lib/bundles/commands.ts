import "server-only";
import { eq, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { db, type Transaction } from "@/db/client";
import { bundleEntries, bundles, downloads, proxyCopies, versions } from "@/db/schema";
import type { PartnerUser } from "@/lib/auth/types";
import { DomainError } from "@/lib/errors";
import { safeName } from "@/lib/formats/names";
import {
  aria2cFilesLine,
  aria2cLine,
  curlLine,
  receiptLine,
  receiptsLine,
} from "@/lib/formats/shell-lines";
import { refusal, renewedExpiry } from "@/lib/links/rules";
import { bundleLinks, fileLink, type LinkTerms, receiptLink } from "@/lib/links/signing";
import { BUNDLE_FORMAT, type BundledFile, type LaidOutEntry, layOutBundle } from "./layout";
import { getOwnBundle, listFiles, listSuperseded, mayTakeBundle } from "./queries";
import { bundleName, inBundleOrder, supersededInWords } from "./rules";
import type { BundleCommands, StartedDownloads, StartedFile } from "./types";

/**
 * Makes the bundle of files that are taken at once, in the transaction that records their downloads: first
 * its row, which the downloads name, then what it holds. A bundle of 10,000 files is laid out while the
 * database is busy with their downloads, and it is told of before its entries stand.
 * @param recordDownloads sends the statement that records them
 * @returns its id, its file name and its exact size, and when all of it is kept: to be awaited in the transaction
 */
export async function makeBundle(
  tx: Transaction,
  user: PartnerUser,
  files: BundledFile[],
  { now, expiresAt, requests }: { now: Date; expiresAt: Date; requests: string[] },
  recordDownloads: (bundleId: string) => Promise<unknown>,
) {
  const id = v7();
  const name = bundleName(
    files.map(({ title }) => title),
    now,
  );
  await tx.insert(bundles).values({
    id,
    userId: user.id,
    partnerId: user.partnerId,
    fileName: `${name}.zip`,
    bytes: 0,
    format: BUNDLE_FORMAT,
    createdAt: now,
    expiresAt,
  });
  const recorded = recordDownloads(id);
  recorded.catch(() => {}); // Heard of below.
  await sent();
  const takenBy = { name: user.name, partner: user.partnerName };
  const about = { name, createdAt: now, takenBy, requests };
  const laidOut = layOutBundle(inBundleOrder(files), about);
  const [{ root, entries, bytes }] = await Promise.all([laidOut, recorded]);
  const bundle = { fileName: `${root}.zip`, bytes };
  const kept = keepEntries(tx, id, entries).then(() =>
    tx.update(bundles).set(bundle).where(eq(bundles.id, id)),
  );
  kept.catch(() => {}); // Heard of by whoever awaits it.
  await sent();
  return { bundle: { id, ...bundle }, kept };
}

/** When a statement that was just given is on its way to the database. */
const sent = () => new Promise((resolve) => setImmediate(resolve));

/** Files by one statement, for any number; of each only where it stands, as the rest is known of what is sent. */
async function keepEntries(tx: Transaction, bundleId: string, entries: LaidOutEntry[]) {
  const files = entries.filter(({ content }) => content === null);
  const column = <T>(value: (entry: LaidOutEntry) => T) => sql.param(files.map(value));
  await tx.execute(sql`
    insert into ${bundleEntries}
      (bundle_id, download_id, object_key, path, "offset", data_offset, bytes, crc32, modified_at)
    select ${bundleId}, placed.download_id, coalesce(c.object_key, v.object_key), placed.path, placed.offset,
      placed.data_offset, coalesce(c.bytes, v.bytes), coalesce(c.crc32, v.crc32), v.delivered_on
    from unnest(
      ${column(({ file }) => file?.downloadId)}::uuid[],
      ${column(({ file }) => file?.versionId)}::uuid[],
      ${column(({ file }) => file?.proxyCopyId)}::uuid[],
      ${column(({ path }) => path)}::text[],
      ${column(({ offset }) => offset)}::bigint[],
      ${column(({ dataOffset }) => dataOffset)}::bigint[]
    ) as placed (download_id, version_id, proxy_copy_id, path, "offset", data_offset)
    join ${versions} v on v.id = placed.version_id
    left join ${proxyCopies} c on c.id = placed.proxy_copy_id`);
  const own = entries.slice(files.length).map(({ file: _, ...entry }) => ({ ...entry, bundleId }));
  await tx.insert(bundleEntries).values(own);
}

/**
 * Signs links to the same bytes anew, for another week.
 * @throws DomainError not_found; forbidden; superseded when a newer version came of what was not begun, or
 *   whose time is over
 */
export async function renewLinks(
  user: PartnerUser,
  bundleId: string,
  now: Date,
): Promise<StartedDownloads> {
  const found = await getOwnBundle(user, bundleId);
  const changed = await listSuperseded(bundleId);
  const bundle = { ...found, round: user.signOuts, superseded: changed.length > 0 };
  const expiresAt = renewedExpiry(bundle, now);
  const refused =
    expiresAt && refusal({ ...bundle, expiresAt }, await mayTakeBundle(bundle, now), now);
  if (!expiresAt || refused === "superseded")
    throw new DomainError("superseded", supersededInWords(changed));
  if (refused) throw new DomainError(refused);
  await db.transaction(async (tx) => {
    // As the books of running transfers do it: downloads by their ids, then the bundle. So neither waits for the other.
    const inBundle = tx
      .$with("in_bundle")
      .as(
        tx
          .select({ id: downloads.id })
          .from(downloads)
          .where(eq(downloads.bundleId, bundleId))
          .orderBy(downloads.id)
          .for("update"),
      );
    await tx
      .with(inBundle)
      .update(downloads)
      .set({ expiresAt })
      .where(sql`${downloads.id} in (select id from ${inBundle})`);
    await tx.update(bundles).set({ expiresAt }).where(eq(bundles.id, bundleId));
  });
  return signedLinks(bundle, await listFiles(bundleId), { expiresAt, round: user.signOuts });
}

/** How long after the end of its links a bundle is kept of which nothing was ever taken, in days. */
const FORGOTTEN_KEPT_DAYS = 30;

/** Removes bundles that nobody has begun to take; that they were asked for stays in the download history. @returns how many */
export async function removeForgottenBundles(now: Date): Promise<number> {
  const old = new Date(now.getTime() - FORGOTTEN_KEPT_DAYS * 86_400_000).toISOString();
  return db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ id: string }>(sql`
      select id from ${bundles} where begun_at is null and expires_at < ${old}
      order by id limit 1000 for update skip locked`);
    const forgotten = sql`any(${sql.param(rows.map(({ id }) => id))}::uuid[])`;
    await tx.execute(sql`delete from ${bundleEntries} where bundle_id = ${forgotten}`);
    await tx.execute(sql`update ${downloads} set bundle_id = null where bundle_id = ${forgotten}`);
    await tx.execute(sql`delete from ${bundles} where id = ${forgotten}`);
    return rows.length;
  });
}

/** What the taking of files answers: the bundle and each file, with links. */
export function signedLinks(
  { id, fileName, bytes }: { id: string; fileName: string; bytes: number },
  files: Omit<StartedFile, "url">[],
  terms: LinkTerms,
): StartedDownloads {
  const { url, manifestUrl, metalinkUrl } = bundleLinks({ id, fileName }, terms);
  return {
    bundle: { id, fileName, bytes, url, manifestUrl, metalinkUrl },
    files: files.map(({ downloadId, materialId, version, fileName, bytes, md5 }) => ({
      downloadId,
      materialId,
      version,
      fileName,
      bytes,
      md5,
      url: fileLink({ id: downloadId, fileName }, terms),
    })),
    processing: [],
  };
}

/**
 * Lines that fetch the bundle in a terminal, by links that are signed anew. A bundle of one file is fetched
 * as that file.
 * @throws as renewLinks
 */
export async function getCommands(
  user: PartnerUser,
  bundleId: string,
  now: Date,
): Promise<BundleCommands> {
  const { files } = await renewLinks(user, bundleId, now);
  const { id, fileName, expiresAt } = await getOwnBundle(user, bundleId);
  const terms = { expiresAt, round: user.signOuts };
  const { url, receiptsUrl, ...papers } = bundleLinks({ id, fileName }, terms);
  const [only] = files;
  if (only && files.length === 1) {
    const named = { ...only, fileName: safeName(only.fileName) };
    const receipt = { url: receiptLink(only.downloadId, terms), path: named.fileName };
    return {
      ...{ aria2c: aria2cLine(named), curl: curlLine(named), aria2cFiles: null },
      ...{ receipts: receiptLine(receipt), ...papers },
    };
  }
  const zip = { url, fileName };
  return {
    ...{ aria2c: aria2cLine(zip), curl: curlLine(zip), receipts: receiptsLine(receiptsUrl) },
    ...{ aria2cFiles: aria2cFilesLine(papers.metalinkUrl), ...papers },
  };
}
