import "server-only";
import { and, asc, eq, inArray, isNotNull, like, type SQL, sql } from "drizzle-orm";
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
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import { refusal } from "@/lib/links/rules";
import { bundleSubject, checkLink } from "@/lib/links/signing";
import { visibleMaterials } from "@/lib/materials/visibility";
import { sendsOwnCopy } from "@/lib/proxies/queries";
import { sentFileName } from "@/lib/proxies/rules";
import { supersededInWords } from "./rules";

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
  const [changed, mayTake] =
    link.state === "expired"
      ? [[], false]
      : await Promise.all([
          bundle.begunAt ? [] : listSuperseded(bundleId),
          mayTakeBundle(bundle, now),
        ]);
  const code =
    link.state === "expired"
      ? "link_expired"
      : refusal({ ...bundle, superseded: changed.length > 0 }, mayTake, now);
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
export async function listLost(
  user: PartnerUser,
  bundleIds: string[],
  now: Date,
): Promise<string[]> {
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
    .orderBy(asc(bundleEntries.dataOffset));
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
    .orderBy(asc(bundleEntries.dataOffset));
  return rows.map(({ supplied, serial, ...file }) => ({
    ...file,
    fileName: sentFileName(supplied, serial),
  }));
}
