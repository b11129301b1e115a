import "server-only";
import { and, asc, desc, eq, getTableColumns, sql } from "drizzle-orm";
import { db } from "@/db/client";
import {
  assetTypes,
  downloads,
  materials,
  proxyCopies,
  qcEvents,
  sourceRequestKinds,
  sourceRequestSlots,
  sourceRequests,
  users,
  versions,
} from "@/db/schema";
import type { Viewer } from "@/lib/auth/types";
import { DomainError } from "@/lib/errors";
import { inSlot } from "@/lib/materials/availability";
import { assertVisible, liveSourceRequests } from "@/lib/materials/visibility";
import { probeSchema } from "@/lib/media/types";
import { shownAs, shownType } from "./rules";
import { type MaterialDetails, measuresOfProbe, type UpdateHistory } from "./types";

/**
 * All that is known of one material.
 * @throws DomainError not_found when it can't be seen
 */
export async function getMaterialDetails(
  viewer: Viewer,
  materialId: string,
  now: Date,
): Promise<MaterialDetails> {
  const [{ type, version, deliveredBy, copy }, requests] = await Promise.all([
    getCurrent(viewer, materialId, now),
    listNeedingRequests(viewer, materialId, now),
  ]);
  const file = type.watermarked ? copy : version;
  const { md5, xxh64, crc32 } = file ?? {};
  return {
    id: materialId,
    mediaKind: type.mediaKind,
    watermarked: type.watermarked,
    version: version && {
      number: version.number,
      fileName: version.fileName,
      bytes: file?.bytes ?? null,
      checksums: md5 && xxh64 && crc32 ? { md5, xxh64, crc32 } : null,
      probe: readProbe(version.probe),
      deliveredOn: version.deliveredOn.toISOString(),
      deliveredBy: deliveredBy ?? "",
      note: version.note,
    },
    requests,
  };
}

/** A file that may be shown in the page as it was delivered. */
export type ShownFile = NonNullable<Awaited<ReturnType<typeof findShownFile>>>;

/**
 * The current version of a material as what the page shows of it.
 * @throws DomainError not_found when it can't be seen, or is nothing that is shown as it was delivered
 */
export async function getShownFile(viewer: Viewer, materialId: string, now: Date) {
  const file = await findShownFile(viewer, materialId, now);
  if (!file) throw new DomainError("not_found");
  return file;
}

async function findShownFile(viewer: Viewer, materialId: string, now: Date) {
  const { type, version } = await getCurrent(viewer, materialId, now);
  const probe = readProbe(version?.probe);
  const shown = shownAs({ ...type, probe });
  return version && shown ? { ...version, shownAs: shown, type: shownType(probe) } : null;
}

/**
 * Every version of a material with its QC events, and which the viewer took last.
 * @throws DomainError not_found when the material can't be seen
 */
export async function listVersions(
  viewer: Viewer,
  materialId: string,
  now: Date,
): Promise<UpdateHistory> {
  await assertVisible(viewer, materialId, now);
  const [delivered, events, taken] = await Promise.all([
    db
      .select({
        version: versions.number,
        current: sql<boolean>`${versions.id} = ${materials.currentVersionId}`,
        fileName: versions.fileName,
        bytes: versions.bytes,
        probe: versions.probe,
        deliveredOn: versions.deliveredOn,
        deliveredBy: users.name,
        note: versions.note,
      })
      .from(versions)
      .innerJoin(materials, eq(materials.id, versions.materialId))
      .innerJoin(users, eq(users.id, versions.deliveredById))
      .where(eq(versions.materialId, materialId))
      .orderBy(desc(versions.number)),
    listQcEvents(materialId),
    findTaken(viewer, materialId),
  ]);
  return {
    versions: delivered.map(({ probe, deliveredOn, ...version }) => {
      const { integratedLoudnessLufs, ...measures } = measuresOfProbe.parse(probe);
      return {
        ...version,
        ...measures,
        loudnessLufs: integratedLoudnessLufs,
        deliveredOn: deliveredOn.toISOString(),
        qc: events
          .filter((event) => event.version === version.version)
          .map(({ version: _, at, ...event }) => ({ ...event, at: at.toISOString() })),
      };
    }),
    taken,
  };
}

const listQcEvents = (materialId: string) =>
  db
    .select({
      version: versions.number,
      status: qcEvents.status,
      result: qcEvents.result,
      note: qcEvents.note,
      by: users.name,
      at: qcEvents.at,
    })
    .from(qcEvents)
    .innerJoin(versions, eq(versions.id, qcEvents.versionId))
    .innerJoin(users, eq(users.id, qcEvents.byId))
    .where(eq(versions.materialId, materialId))
    .orderBy(desc(qcEvents.at), desc(qcEvents.id));

async function findTaken(viewer: Viewer, materialId: string): Promise<UpdateHistory["taken"]> {
  const [taken] = await db
    .select({
      version: sql<number | null>`max(${versions.number})`,
      at: sql`max(${downloads.startedAt})`.mapWith(downloads.startedAt),
    })
    .from(downloads)
    .innerJoin(versions, eq(versions.id, downloads.versionId))
    .where(and(eq(versions.materialId, materialId), eq(downloads.userId, viewer.id)));
  return taken?.version ? { version: taken.version, at: taken.at.toISOString() } : null;
}

async function getCurrent(viewer: Viewer, materialId: string, now: Date) {
  await assertVisible(viewer, materialId, now);
  const [found] = await db
    .select({
      type: { mediaKind: assetTypes.mediaKind, watermarked: assetTypes.watermarked },
      version: getTableColumns(versions),
      deliveredBy: users.name,
      copy: {
        bytes: proxyCopies.bytes,
        md5: proxyCopies.md5,
        xxh64: proxyCopies.xxh64,
        crc32: proxyCopies.crc32,
      },
    })
    .from(materials)
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .leftJoin(versions, eq(versions.id, materials.currentVersionId))
    .leftJoin(users, eq(users.id, versions.deliveredById))
    .leftJoin(
      proxyCopies,
      and(
        eq(proxyCopies.versionId, materials.currentVersionId),
        eq(proxyCopies.drawnById, viewer.id),
      ),
    )
    .where(eq(materials.id, materialId));
  if (!found) throw new DomainError("not_found");
  return found;
}

const listNeedingRequests = (viewer: Viewer, materialId: string, now: Date) =>
  db
    .select({
      reference: sourceRequests.reference,
      kind: sourceRequestKinds.name,
      language: sourceRequests.language,
      dueOn: sourceRequests.dueOn,
    })
    .from(materials)
    .innerJoin(sourceRequestSlots, inSlot)
    .innerJoin(sourceRequests, eq(sourceRequests.id, sourceRequestSlots.sourceRequestId))
    .innerJoin(sourceRequestKinds, eq(sourceRequestKinds.code, sourceRequests.kindCode))
    .where(and(eq(materials.id, materialId), liveSourceRequests(viewer, now)))
    .orderBy(asc(sourceRequests.dueOn), asc(sourceRequests.reference));

const readProbe = (probe: unknown) => probeSchema.safeParse(probe).data ?? null;
