import "server-only";
import {
  and,
  asc,
  desc,
  eq,
  exists,
  gt,
  inArray,
  isNull,
  notExists,
  type SQLWrapper,
  sql,
} from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { db } from "@/db/client";
import {
  assetTypes,
  downloads,
  materials,
  proxyCopies,
  sourceRequestSlots,
  sourceRequests,
  titleNames,
  versions,
} from "@/db/schema";
import { getUserById } from "@/lib/auth/queries";
import type { PartnerUser } from "@/lib/auth/types";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import { refusal } from "@/lib/links/rules";
import { checkLink, fileSubject } from "@/lib/links/signing";
import { availability, inSlot } from "@/lib/materials/availability";
import { liveSourceRequests, visibleMaterials } from "@/lib/materials/visibility";
import { sendsOwnCopy } from "@/lib/proxies/queries";
import { sentFileName } from "@/lib/proxies/rules";
import { episodeLabel } from "@/lib/source-requests/rules";
import type { ChangedMaterial } from "./types";

/** A download whose file may be sent now, and the round of the link that asked for it. */
export type LinkedDownload = NonNullable<Awaited<ReturnType<typeof findDownload>>> & {
  round: number;
};

/**
 * The download that a signed link leads to, its user's right looked up anew.
 * @throws DomainError not_found for a link that is not ours; link_expired; forbidden when the right was
 *   lost; superseded when a newer version was delivered before the first byte was sent
 */
export async function getDownloadByLink(
  downloadId: string,
  query: URLSearchParams,
  now: Date,
): Promise<LinkedDownload> {
  const link = checkLink(fileSubject(downloadId), query, env.LINK_SIGNING_KEYS, now);
  if (link.state === "forged" || !z.uuid().safeParse(downloadId).success)
    throw new DomainError("not_found");
  const found = await findDownload(downloadId);
  if (!found) throw new DomainError("not_found");
  const download = { ...found, round: link.round };
  const code =
    link.state === "expired"
      ? "link_expired"
      : refusal(download, await mayTake(download, now), now);
  if (code === "link_expired")
    throw new DomainError(code, "This link has expired. Start the download again for a new one.");
  if (code === "superseded")
    throw new DomainError(
      code,
      `Version ${download.currentVersion} of this file was delivered before the download of version ${download.version} began. Start the download again to get it.`,
    );
  if (code) throw new DomainError(code);
  return download;
}

/** @throws DomainError not_found when the download is not the user's own */
export async function assertOwnDownload(user: PartnerUser, downloadId: string): Promise<void> {
  const isId = z.uuid().safeParse(downloadId).success;
  const own = and(eq(downloads.id, downloadId), eq(downloads.userId, user.id));
  if (!isId || (await db.$count(downloads, own)) === 0) throw new DomainError("not_found");
}

/**
 * Whether the download's user may still take its material: active, not signed out everywhere since the link
 * was made, the material visible and the download not revoked, and what it sends theirs to have.
 */
export async function mayTake(
  download: { id: string; userId: string; round: number },
  now: Date,
): Promise<boolean> {
  const user = await getUserById(download.userId);
  if (user?.kind !== "partner" || user.signOuts !== download.round) return false;
  const [material] = await db
    .select({ id: materials.id })
    .from(downloads)
    .innerJoin(versions, eq(versions.id, downloads.versionId))
    .innerJoin(materials, eq(materials.id, versions.materialId))
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .where(
      and(
        eq(downloads.id, download.id),
        isNull(downloads.revokedAt),
        sendsOwnCopy,
        visibleMaterials(user, now),
      ),
    );
  return material !== undefined;
}

async function findDownload(id: string) {
  const current = alias(versions, "current");
  const [download] = await db
    .select({
      id: downloads.id,
      userId: downloads.userId,
      expiresAt: downloads.expiresAt,
      begunAt: downloads.begunAt,
      materialId: versions.materialId,
      version: versions.number,
      currentVersion: current.number,
      superseded: sql<boolean>`${current.id} <> ${downloads.versionId}`,
      supplied: versions.fileName,
      serial: proxyCopies.serial,
      bytes: sql`coalesce(${proxyCopies.bytes}, ${versions.bytes})`.mapWith(Number),
      md5: sql<string>`coalesce(${proxyCopies.md5}, ${versions.md5})`,
      crc32: sql<string>`coalesce(${proxyCopies.crc32}, ${versions.crc32})`,
      objectKey: sql<string>`coalesce(${proxyCopies.objectKey}, ${versions.objectKey})`,
      deliveredOn: versions.deliveredOn,
    })
    .from(downloads)
    .innerJoin(versions, eq(versions.id, downloads.versionId))
    .innerJoin(materials, eq(materials.id, versions.materialId))
    .innerJoin(current, eq(current.id, materials.currentVersionId))
    .leftJoin(proxyCopies, eq(proxyCopies.id, downloads.proxyCopyId))
    .where(eq(downloads.id, id));
  if (!download) return undefined;
  const { supplied, serial, ...rest } = download;
  return { ...rest, fileName: sentFileName(supplied, serial) };
}

/**
 * What changed since the user took it: the materials they see whose current version is newer than any that
 * they took.
 * @param references narrows it to the materials that these source requests need
 */
export async function listChanged(
  user: PartnerUser,
  now: Date,
  references?: string[],
): Promise<ChangedMaterial[]> {
  const changed = await findChanged(user, now, references);
  if (changed.size === 0) return [];
  const rows = await describeChanged(user, [...changed.keys()], now);
  return rows.map((row) => ({ ...row, requests: changed.get(row.materialId) ?? [] }));
}

/**
 * Of what the user's open requests need, what they took, but not as it is now; and which requests need it. Looked
 * for by itself, as most of the time there is none: with all that is told of it, it would be a join of a dozen.
 */
async function findChanged(user: PartnerUser, now: Date, references?: string[]) {
  const tookVersion = (id: SQLWrapper) =>
    and(eq(downloads.userId, user.id), eq(downloads.versionId, id));
  const rows = await db
    .select({
      id: materials.id,
      requests: sql<string[]>`array_agg(distinct ${sourceRequests.reference})`,
    })
    .from(sourceRequests)
    .innerJoin(sourceRequestSlots, eq(sourceRequestSlots.sourceRequestId, sourceRequests.id))
    .innerJoin(materials, inSlot)
    .where(
      and(
        liveSourceRequests(user, now),
        references && inArray(sourceRequests.reference, references),
        notExists(db.select().from(downloads).where(tookVersion(materials.currentVersionId))),
        exists(
          db
            .select({ id: versions.id })
            .from(versions)
            .innerJoin(downloads, tookVersion(versions.id))
            .where(eq(versions.materialId, materials.id)),
        ),
      ),
    )
    .groupBy(materials.id);
  return new Map(rows.map(({ id, requests }) => [id, requests]));
}

async function describeChanged(user: PartnerUser, materialIds: string[], now: Date) {
  const isOne = (id: SQLWrapper) => sql`${id} = any(${sql.param(materialIds)}::uuid[])`;
  const taken = db
    .select({
      materialId: versions.materialId,
      version: sql<number>`max(${versions.number})`.as("taken_version"),
    })
    .from(downloads)
    .innerJoin(versions, eq(versions.id, downloads.versionId))
    .where(and(eq(downloads.userId, user.id), isOne(versions.materialId)))
    .groupBy(versions.materialId)
    .as("taken");
  const rows = await db
    .select({
      materialId: materials.id,
      reference: titleNames.reference,
      name: titleNames.name,
      season: titleNames.season,
      episode: titleNames.episode,
      assetTypeCode: assetTypes.code,
      assetTypeName: assetTypes.name,
      fileName: versions.fileName,
      version: versions.number,
      takenVersion: taken.version,
      deliveredOn: versions.deliveredOn,
    })
    .from(taken)
    .innerJoin(materials, eq(materials.id, taken.materialId))
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .innerJoin(titleNames, eq(titleNames.titleId, materials.titleId))
    .innerJoin(versions, eq(versions.id, materials.currentVersionId))
    .where(
      and(
        gt(versions.number, taken.version),
        inArray(availability(user), ["available", "not_available", "failed"]),
        visibleMaterials(user, now),
      ),
    )
    .orderBy(desc(versions.deliveredOn), asc(materials.id));
  return rows.map(({ reference, name, season, episode, assetTypeCode, assetTypeName, ...row }) => ({
    ...row,
    title: { reference, name, episode: episodeLabel(season, episode) },
    assetType: { code: assetTypeCode, name: assetTypeName },
    deliveredOn: row.deliveredOn.toISOString(),
  }));
}
