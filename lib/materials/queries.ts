import "server-only";
import { and, asc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { readRows } from "@/db/read-rows";
import {
  assetTypes,
  materials,
  qcEvents,
  sourceRequestKindAssetTypes,
  sourceRequestSlots,
  sourceRequests,
  titleNames,
  versions,
} from "@/db/schema";
import type { Viewer } from "@/lib/auth/types";
import { env } from "@/lib/env";
import { copiesChanged, ownCopies } from "@/lib/proxies/queries";
import { byLanguageName, dayIn, episodeLabel } from "@/lib/source-requests/rules";
import { availability, inSlot } from "./availability";
import { ownDownloads, proxyOf, qcReview, sent } from "./labels";
import type { AssetTypeOfRequests, MaterialRow } from "./types";
import { liveSourceRequests, ownSourceRequests, visibleMaterials } from "./visibility";

/**
 * Every material that the named source requests need and the viewer may see, each once, in the catalogue's order.
 * @param changedSince leaves out those whose row can't have changed after that instant
 */
export async function listMaterials(
  viewer: Viewer,
  references: string[],
  now: Date,
  changedSince?: Date,
): Promise<MaterialRow[]> {
  const needed = materialsNeededBy(viewer, references, now);
  const current = db
    .select({ id: materials.currentVersionId })
    .from(needed)
    .innerJoin(materials, eq(materials.id, needed.materialId));
  const own = ownDownloads(viewer, current, now, changedSince ?? now);
  const copy = ownCopies(viewer);
  const rows = await readRows(
    db
      .with(needed)
      .select({
        id: materials.id,
        titleReference: titleNames.reference,
        titleName: titleNames.name,
        season: titleNames.season,
        episode: titleNames.episode,
        assetTypeCode: assetTypes.code,
        assetTypeName: assetTypes.name,
        variant: materials.variant,
        language: materials.language,
        version: versions.number,
        fileName: versions.fileName,
        bytes: sent(copy.bytes, versions.bytes).mapWith(versions.bytes),
        durationSeconds: sql<number | null>`(${versions.probe}->>'durationSeconds')::float8`,
        md5: sent(copy.md5, versions.md5),
        xxh64: sent(copy.xxh64, versions.xxh64),
        crc32: sent(copy.crc32, versions.crc32),
        qcStatus: versions.qcStatus,
        qcReview,
        newlyAdded: sql<
          MaterialRow["newlyAdded"]
        >`case when ${versions.newlyAddedUntil} > ${now.toISOString()} then ${versions.newlyAdded} end`,
        availability: availability(viewer),
        copyState: copy.state,
        copyPercent: copy.percent,
        copyStartedAt: copy.startedAt,
        copyReason: copy.reason,
        downloaded: own.downloaded,
        deliveredOn: versions.deliveredOn,
        requests: needed.requests,
      })
      .from(needed)
      .innerJoin(materials, eq(materials.id, needed.materialId))
      .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
      .innerJoin(titleNames, eq(titleNames.titleId, materials.titleId))
      .leftJoin(versions, eq(versions.id, materials.currentVersionId))
      .leftJoin(own, eq(own.versionId, materials.currentVersionId))
      .leftJoin(copy, eq(copy.versionId, materials.currentVersionId))
      .where(
        and(
          visibleMaterials(viewer, now),
          changedSince &&
            or(mayHaveChanged(changedSince, now, own.changed), copiesChanged(viewer, changedSince)),
        ),
      )
      .orderBy(
        asc(assetTypes.position),
        asc(titleNames.name),
        asc(titleNames.season),
        asc(titleNames.episode),
        sql`${materials.language} nulls first`,
        sql`${materials.variant} nulls first`,
        asc(materials.id),
      ),
  );
  inLanguageOrder(rows);
  // One object for all rows of a title or a type: what reads thousands of rows tells by that which are equal.
  const titles = new Map<string, MaterialRow["title"]>();
  const types = new Map<string, MaterialRow["assetType"]>();
  return rows.map((row): MaterialRow => {
    const { titleReference: reference, titleName: name, md5, xxh64, crc32, availability } = row;
    const title = titles.get(reference) ?? {
      reference,
      name,
      episode: episodeLabel(row.season, row.episode),
    };
    titles.set(reference, title);
    const { assetTypeCode: code } = row;
    const assetType = types.get(code) ?? { code, name: row.assetTypeName };
    types.set(code, assetType);
    // Each by its name: what is left of a spread is slow in ten thousands.
    return {
      id: row.id,
      title,
      assetType,
      variant: row.variant,
      language: row.language,
      version: row.version,
      fileName: row.fileName,
      bytes: row.bytes,
      durationSeconds: row.durationSeconds,
      checksums: md5 && xxh64 && crc32 ? { md5, xxh64, crc32 } : null,
      qcStatus: row.qcStatus,
      qcReview: row.qcReview,
      newlyAdded: row.newlyAdded,
      downloaded: row.downloaded,
      availability,
      proxy: proxyOf(row, now),
      deliveredOn: row.deliveredOn?.toISOString() ?? null,
      requests: row.requests,
    };
  });
}

type InOrder = { assetTypeCode: string; titleReference: string; language: string | null };

/** Puts one title's files of a type in the order of their languages' names; Postgres, which sorts the rest, knows only codes. */
function inLanguageOrder(rows: InOrder[]) {
  const tags = new Set(rows.flatMap(({ language }) => language ?? []));
  const places = new Map([...tags].sort(byLanguageName).map((tag, place) => [tag, place]));
  const place = ({ language }: InOrder) => (language === null ? -1 : (places.get(language) ?? -1));
  for (let from = 0, to = 0; from < rows.length; from = to) {
    const first = rows[from];
    while (
      rows[to]?.assetTypeCode === first?.assetTypeCode &&
      rows[to]?.titleReference === first?.titleReference
    )
      to += 1;
    if (first?.language === null && rows[to - 1]?.language === null) continue;
    const run = rows.slice(from, to).sort((a, b) => place(a) - place(b));
    for (const [at, row] of run.entries()) rows[from + at] = row;
  }
}

/**
 * A digest of the named source requests, of which are live, and of what may become of one: while it stays the same,
 * no row goes away, and what is said of the requests holds.
 */
export async function liveDigest(viewer: Viewer, references: string[], now: Date) {
  const { reference, status, dueOn } = sourceRequests;
  // The day, since words such as "due in 2 d" are of one.
  const facts = sql`concat_ws(' ', ${dayIn(env.TIME_ZONE, now)}::text, ${reference}, ${status}, ${dueOn}, ${liveSourceRequests(viewer, now)})`;
  const [live] = await db
    .select({
      digest: sql<string>`md5(coalesce(string_agg(${facts}, ',' order by ${reference}), ''))`,
    })
    .from(sourceRequests)
    .where(and(inArray(reference, references), ownSourceRequests(viewer)));
  return live?.digest ?? "";
}

/** A delivery, a QC event, a label that ended, a download that began, went on or ended: all that changes a row. */
function mayHaveChanged(since: Date, now: Date, ownChanged: SQL.Aliased<boolean>): SQL {
  const from = since.toISOString();
  return sql`(
    ${materials.createdAt} > ${from}
    or ${versions.deliveredOn} > ${from}
    or ${versions.newlyAddedUntil} between ${from} and ${now.toISOString()}
    or ${ownChanged}
    or exists (select from ${qcEvents} where ${qcEvents.versionId} = ${versions.id} and ${qcEvents.at} > ${from}))`;
}

/** Every asset type that the named requests' kinds call for, with materials or without, in the catalogue's order. */
export async function listAssetTypes(
  viewer: Viewer,
  references: string[],
  now: Date,
): Promise<AssetTypeOfRequests[]> {
  return db
    .selectDistinct({
      code: assetTypes.code,
      name: assetTypes.name,
      mediaKind: assetTypes.mediaKind,
      position: assetTypes.position,
    })
    .from(sourceRequests)
    .innerJoin(
      sourceRequestKindAssetTypes,
      eq(sourceRequestKindAssetTypes.kindCode, sourceRequests.kindCode),
    )
    .innerJoin(assetTypes, eq(assetTypes.code, sourceRequestKindAssetTypes.assetTypeCode))
    .where(and(inArray(sourceRequests.reference, references), liveSourceRequests(viewer, now)))
    .orderBy(asc(assetTypes.position));
}

/** Which of the named live requests need which material. */
function materialsNeededBy(viewer: Viewer, references: string[], now: Date) {
  return db.$with("needed").as(
    db
      .select({
        materialId: sql<string>`${materials.id}`.as("material_id"),
        requests: sql<string[]>`array_agg(distinct ${sourceRequests.reference})`.as("requests"),
      })
      .from(sourceRequests)
      .innerJoin(sourceRequestSlots, eq(sourceRequestSlots.sourceRequestId, sourceRequests.id))
      .innerJoin(materials, inSlot)
      .where(and(inArray(sourceRequests.reference, references), liveSourceRequests(viewer, now)))
      .groupBy(materials.id),
  );
}
