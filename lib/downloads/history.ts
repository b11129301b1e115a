import "server-only";
import { and, count, desc, eq, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { downloads, materials, proxyCopies, titleNames, users, versions } from "@/db/schema";
import type { Viewer } from "@/lib/auth/types";
import { csv } from "@/lib/formats/csv";
import { assertVisible } from "@/lib/materials/visibility";
import { contentDisposition } from "@/lib/storage/names";
import { bytesSent, isFlowing } from "@/lib/transfers/queries";
import { percentSent } from "@/lib/transfers/rules";
import { downloadState } from "./rules";
import type { DownloadHistory, DownloadHistoryQuery, DownloadOfMaterial } from "./types";

const HISTORY_PAGE = 50;

/**
 * Downloads of every version of one material by the viewer's whole partner, newest first; for an operator
 * those of every partner.
 * @throws DomainError not_found when the material can't be seen
 */
export async function listDownloadHistory(
  viewer: Viewer,
  materialId: string,
  { mine, page }: DownloadHistoryQuery,
  now: Date,
): Promise<DownloadHistory> {
  await assertVisible(viewer, materialId, now);
  const own = eq(downloads.userId, viewer.id);
  const those = and(ofPartner(viewer, materialId), mine ? own : undefined);
  const [rows, [counted], taken] = await Promise.all([
    listDownloads(viewer, those, now)
      .limit(HISTORY_PAGE)
      .offset((page - 1) * HISTORY_PAGE),
    db
      .select({ total: count() })
      .from(downloads)
      .innerJoin(versions, eq(versions.id, downloads.versionId))
      .where(those),
    db
      .selectDistinct({ version: versions.number })
      .from(downloads)
      .innerJoin(versions, eq(versions.id, downloads.versionId))
      .where(and(eq(versions.materialId, materialId), own))
      .orderBy(desc(versions.number)),
  ]);
  return {
    downloads: rows.map(toDownload),
    total: counted?.total ?? 0,
    taken: taken.map(({ version }) => version),
  };
}

/**
 * The same as a table for spreadsheets, all of it: RFC 4180, instants in UTC.
 * @throws DomainError not_found when the material can't be seen
 */
export async function downloadHistoryCsv(
  viewer: Viewer,
  materialId: string,
  now: Date,
): Promise<Response> {
  await assertVisible(viewer, materialId, now);
  const rows = await listDownloads(viewer, ofPartner(viewer, materialId), now);
  const lines = rows.map((row) => {
    const { user, version, startedAt, state, percent } = toDownload(row);
    const times = [row.completedAt, row.verifiedAt].map((at) => at?.toISOString() ?? "");
    return [user, String(version), row.fileName, startedAt, state, String(percent), ...times];
  });
  const [title] = await db
    .select({ reference: titleNames.reference })
    .from(materials)
    .innerJoin(titleNames, eq(titleNames.titleId, materials.titleId))
    .where(eq(materials.id, materialId));
  return new Response(csv([csvHeader, ...lines]), {
    headers: {
      "Cache-Control": "private, no-store",
      "Content-Type": "text/csv; charset=utf-8; header=present",
      "Content-Disposition": contentDisposition(`downloads-${title?.reference}.csv`),
      "X-Content-Type-Options": "nosniff",
    },
  });
}

const csvHeader = [
  "User",
  "Version",
  "File name",
  "Started (UTC)",
  "State",
  "Sent %",
  "Completed (UTC)",
  "Verified (UTC)",
];

const ofPartner = (viewer: Viewer, materialId: string) =>
  and(
    eq(versions.materialId, materialId),
    viewer.kind === "partner" ? eq(downloads.partnerId, viewer.partnerId) : undefined,
  );

type Row = Awaited<ReturnType<typeof listDownloads>>[number];

const listDownloads = (viewer: Viewer, those: SQL | undefined, now: Date) =>
  db
    .select({
      downloadId: downloads.id,
      user: users.name,
      mine: sql<boolean>`${downloads.userId} = ${viewer.id}`,
      version: versions.number,
      fileName: versions.fileName,
      startedAt: downloads.startedAt,
      completedAt: downloads.completedAt,
      verifiedAt: downloads.verifiedAt,
      flowing: isFlowing(now),
      bytes: sql`coalesce(${proxyCopies.bytes}, ${versions.bytes})`.mapWith(Number),
      sent: bytesSent.mapWith(Number),
    })
    .from(downloads)
    .innerJoin(versions, eq(versions.id, downloads.versionId))
    .innerJoin(users, eq(users.id, downloads.userId))
    .leftJoin(proxyCopies, eq(proxyCopies.id, downloads.proxyCopyId))
    .where(those)
    .orderBy(desc(downloads.startedAt), desc(downloads.id))
    .$dynamic();

function toDownload(row: Row): DownloadOfMaterial {
  const { downloadId, user, mine, version, startedAt } = row;
  return {
    ...{ downloadId, user, mine, version },
    startedAt: startedAt.toISOString(),
    state: downloadState(row),
    percent: percentSent(row.sent, row.bytes, Boolean(row.verifiedAt ?? row.completedAt)),
  };
}
