import "server-only";
import { and, desc, eq, inArray, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { bundleEntries, bundles, downloads, materials, proxyCopies, versions } from "@/db/schema";
import type { PartnerUser } from "@/lib/auth/types";
import { refusal, renewedExpiry } from "@/lib/links/rules";
import { bundleLinks, fileLink } from "@/lib/links/signing";
import type { DownloadState } from "@/lib/materials/types";
import { sentFileName } from "@/lib/proxies/rules";
import { bytesSent, hasFlowing, isFlowing } from "@/lib/transfers/queries";
import { percentSent } from "@/lib/transfers/rules";
import { type Bundle, listLost } from "./queries";
import type { BundleRow, BundlesQuery } from "./types";

// What a user's tray shows of their bundles.

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
    else ${bytesSent} end`;
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
