import "server-only";
import { and, asc, desc, eq, inArray, isNotNull, like, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { db } from "@/db/client";
import {
  assetTypes,
  bundleEntries,
  bundles,
  downloads,
  materials,
  proxyCopies,
  versions,
} from "@/db/schema";
import { getUserById } from "@/lib/auth/queries";
import type { PartnerUser } from "@/lib/auth/types";
import { bundleLinks, bundleSubject, checkLink, fileLink } from "@/lib/downloads/links";
import { percentSent, refusal, renewedExpiry } from "@/lib/downloads/rules";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import type { DownloadState } from "@/lib/materials/types";
import { visibleMaterials } from "@/lib/materials/visibility";
import { sendsOwnCopy } from "@/lib/proxies/queries";
import { sentFileName } from "@/lib/proxies/rules";
import { hasFlowing, isFlowing } from "@/lib/transfers/queries";
import { supersededInWords } from "./rules";
import type { BundleRow, BundlesQuery } from "./types";

/** A bundle that may be sent now, and the round of the link that asked for it. */
export type LinkedBundle = Bundle & { round: number };
export type Bundle = NonNullable<Awaited<ReturnType<typeof findBundle>>>;

/**
 * The bundle that a signed link leads to, its user's right to every file of it looked up anew.
 * @throws DomainError not_found for a link that is not ours; link_expired; forbidden when the right to any
 *   file was lost; superseded when a newer version of any came before the first byte was sent
 */
export async function getBundleByLink(
  bundleId: string,
  query: URLSearchParams,
  now: Date,
): Promise<LinkedBundle> {
  const link = checkLink(bundleSubject(bundleId), query, env.LINK_SIGNING_KEYS, now);
  if (link.state === "forged" || !z.uuid().safeParse(bundleId).success)
    throw new DomainError("not_found");
  const found = await findBundle(bundleId);
  if (!found) throw new DomainError("not_found");
  const bundle = { ...found, round: link.round };
  const changed = bundle.begunAt ? [] : await listSuperseded(bundleId);
  const code =
    link.state === "expired"
      ? "link_expired"
      : refusal(
          { ...bundle, superseded: changed.length > 0 },
          await mayTakeBundle(bundle, now),
          now,
        );
  if (code === "link_expired")
    throw new DomainError(code, "This link has expired. Ask for a new one in your downloads.");
  if (code === "superseded") throw new DomainError(code, supersededInWords(changed));
  if (code) throw new DomainError(code);
  return bundle;
}

/** A bundle of the user's own. @throws DomainError not_found */
export async function getOwnBundle(user: PartnerUser, bundleId: string): Promise<Bundle> {
  const bundle = z.uuid().safeParse(bundleId).success ? await findBundle(bundleId) : undefined;
  if (bundle?.userId !== user.id) throw new DomainError("not_found");
  return bundle;
}

/** Whether the bundle's user may still take every file of it. */
export async function mayTakeBundle(
  bundle: { id: string; userId: string; round: number },
  now: Date,
): Promise<boolean> {
  const user = await getUserById(bundle.userId);
  if (user?.kind !== "partner" || user.signOuts !== bundle.round) return false;
  return (await listLost(user, [bundle.id], now)).length === 0;
}

/** Those of the bundles of which the user may not take every file any more. */
async function listLost(user: PartnerUser, bundleIds: string[], now: Date): Promise<string[]> {
  const rows = await db
    .selectDistinct({ bundleId: sql<string>`${downloads.bundleId}` })
    .from(downloads)
    .innerJoin(versions, eq(versions.id, downloads.versionId))
    .innerJoin(materials, eq(materials.id, versions.materialId))
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .where(
      and(
        inArray(downloads.bundleId, bundleIds),
        sql`(${downloads.revokedAt} is not null or not ${sendsOwnCopy} or not ${visibleMaterials(user, now)})`,
      ),
    );
  return rows.map(({ bundleId }) => bundleId);
}

/** Files of the bundle of which newer versions have come, in the bundle's order. */
export function listSuperseded(bundleId: string) {
  const current = alias(versions, "current");
  return db
    .select({ fileName: versions.fileName, currentVersion: current.number })
    .from(bundleEntries)
    .innerJoin(downloads, eq(downloads.id, bundleEntries.downloadId))
    .innerJoin(versions, eq(versions.id, downloads.versionId))
    .innerJoin(materials, eq(materials.id, versions.materialId))
    .innerJoin(current, eq(current.id, materials.currentVersionId))
    .where(and(eq(bundleEntries.bundleId, bundleId), sql`${current.id} <> ${downloads.versionId}`))
    .orderBy(asc(bundleEntries.position));
}

async function findBundle(id: string) {
  const [bundle] = await db
    .select({
      id: bundles.id,
      userId: bundles.userId,
      fileName: bundles.fileName,
      bytes: bundles.bytes,
      format: bundles.format,
      createdAt: bundles.createdAt,
      expiresAt: bundles.expiresAt,
      begunAt: bundles.begunAt,
    })
    .from(bundles)
    .where(eq(bundles.id, id));
  return bundle;
}

/** Bytes of the bundle's own: its read-me, its manifest. */
export async function getContent(bundleId: string, where: SQL | undefined) {
  const [entry] = await db
    .select({ path: bundleEntries.path, content: bundleEntries.content })
    .from(bundleEntries)
    .where(and(eq(bundleEntries.bundleId, bundleId), isNotNull(bundleEntries.content), where));
  if (!entry?.content) throw new Error(`bundle ${bundleId} has no such content`);
  return { path: entry.path, content: entry.content };
}

/** The ASC MHL manifest of the bundle. */
export const getManifest = (bundleId: string) =>
  getContent(bundleId, like(bundleEntries.path, "%/ascmhl/0001%.mhl"));

/** The files of a bundle with their places in it, in its order. */
export async function listFiles(bundleId: string) {
  const rows = await db
    .select({
      downloadId: downloads.id,
      materialId: versions.materialId,
      version: versions.number,
      supplied: versions.fileName,
      serial: proxyCopies.serial,
      path: bundleEntries.path,
      bytes: bundleEntries.bytes,
      md5: sql<string>`coalesce(${proxyCopies.md5}, ${versions.md5})`,
    })
    .from(bundleEntries)
    .innerJoin(downloads, eq(downloads.id, bundleEntries.downloadId))
    .innerJoin(versions, eq(versions.id, downloads.versionId))
    .leftJoin(proxyCopies, eq(proxyCopies.id, downloads.proxyCopyId))
    .where(eq(bundleEntries.bundleId, bundleId))
    .orderBy(asc(bundleEntries.position));
  return rows.map(({ supplied, serial, ...file }) => ({
    ...file,
    fileName: sentFileName(supplied, serial),
  }));
}

/** The user's bundles, newest first, with how far each has come. */
export async function listBundles(user: PartnerUser, query: BundlesQuery, now: Date) {
  const { underWay, id: named } = query;
  const mine = and(
    eq(bundles.userId, user.id),
    underWay || named.length > 0
      ? or(underWay ? hasFlowing(now) : undefined, inArray(bundles.id, named))
      : undefined,
  );
  const page = await db
    .select({
      id: bundles.id,
      fileName: bundles.fileName,
      bytes: bundles.bytes,
      createdAt: bundles.createdAt,
      expiresAt: bundles.expiresAt,
      begunAt: bundles.begunAt,
    })
    .from(bundles)
    .where(mine)
    .orderBy(desc(bundles.createdAt), desc(bundles.id))
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize);
  const ids = page.map(({ id }) => id);
  const [total, sums, lost] = await Promise.all([
    db.$count(bundles, mine),
    progressOf(ids, now),
    listLost(user, ids, now),
  ]);
  return {
    bundles: page.map((bundle) =>
      asRow(user, { ...bundle, lost: lost.includes(bundle.id) }, sums.get(bundle.id), now),
    ),
    total,
  };
}

type Progress = Awaited<ReturnType<typeof sumUp>>[number];

async function progressOf(bundleIds: string[], now: Date) {
  return new Map((await sumUp(bundleIds, now)).map((sums) => [sums.bundleId, sums]));
}

function sumUp(bundleIds: string[], now: Date) {
  const sent = sql`case when ${downloads.completedAt} is not null then ${bundleEntries.bytes}
    else (select coalesce(sum(upper(r) - lower(r)), 0) from unnest(${downloads.coverage}) r) end`;
  return db
    .select({
      bundleId: sql<string>`${downloads.bundleId}`,
      files: sql<number>`count(*)::int`,
      fileBytes: sql<number>`sum(${bundleEntries.bytes})::float8`,
      sentBytes: sql<number>`sum(${sent})::float8`,
      completed: sql<number>`count(${downloads.completedAt})::int`,
      /** Sent whole, or by the receiver's word arrived. */
      whole: sql<number>`count(coalesce(${downloads.verifiedAt}, ${downloads.completedAt}))::int`,
      verified: sql<number>`count(${downloads.verifiedAt})::int`,
      flowing: sql<boolean>`bool_or(${isFlowing(now)})`,
      superseded: sql<boolean>`bool_or(${materials.currentVersionId} <> ${downloads.versionId})`,
      first: sql<FirstFile>`(array_agg(json_build_object('downloadId', ${downloads.id},
        'supplied', ${versions.fileName}, 'serial', ${proxyCopies.serial}, 'bytes', ${bundleEntries.bytes},
        'md5', coalesce(${proxyCopies.md5}, ${versions.md5}))))[1]`,
    })
    .from(downloads)
    .innerJoin(bundleEntries, eq(bundleEntries.downloadId, downloads.id))
    .innerJoin(versions, eq(versions.id, downloads.versionId))
    .innerJoin(materials, eq(materials.id, versions.materialId))
    .leftJoin(proxyCopies, eq(proxyCopies.id, downloads.proxyCopyId))
    .where(inArray(downloads.bundleId, bundleIds))
    .groupBy(downloads.bundleId);
}

type FirstFile = {
  downloadId: string;
  supplied: string;
  serial: number | null;
  bytes: number;
  md5: string;
};

type PlainBundle = Omit<Bundle, "userId" | "format"> & { lost: boolean };

function asRow(
  user: PartnerUser,
  bundle: PlainBundle,
  progress: Progress | undefined,
  now: Date,
): BundleRow {
  if (!progress) throw new Error(`bundle ${bundle.id} has no files`);
  const { files, fileBytes, sentBytes, whole, completed, verified } = progress;
  const { supplied, serial, ...only } = progress.first;
  const first = { ...only, fileName: sentFileName(supplied, serial) };
  const terms = { expiresAt: bundle.expiresAt, round: user.signOuts };
  const lasts = bundle.expiresAt > now && !bundle.lost;
  const { id, fileName, bytes } = bundle;
  const { url, manifestUrl, metalinkUrl } = bundleLinks(bundle, terms);
  return {
    id,
    fileName,
    name: files === 1 ? first.fileName : fileName,
    bytes,
    files,
    fileBytes,
    sentBytes,
    percent: percentSent(sentBytes, fileBytes, whole === files),
    state: stateOf(progress),
    completedFiles: completed,
    verifiedFiles: verified,
    startedAt: bundle.createdAt.toISOString(),
    expiresAt: bundle.expiresAt.toISOString(),
    refused: refusedRenewal({ ...bundle, superseded: progress.superseded }, now),
    links: lasts ? { url, manifestUrl, metalinkUrl } : null,
    file:
      files === 1 && lasts
        ? { ...first, url: fileLink({ id: first.downloadId, fileName: first.fileName }, terms) }
        : null,
  };
}

/** What asking for new links would be refused with. */
function refusedRenewal(bundle: PlainBundle & { superseded: boolean }, now: Date) {
  const expiresAt = renewedExpiry(bundle, now);
  const code = expiresAt ? refusal({ ...bundle, expiresAt }, !bundle.lost, now) : "superseded";
  return code === "link_expired" ? null : code;
}

function stateOf({ files, whole, verified, flowing }: Progress): DownloadState {
  if (verified === files) return "verified";
  if (whole === files) return "completed";
  return flowing ? "downloading" : "initiated";
}
