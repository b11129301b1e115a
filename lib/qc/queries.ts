import "server-only";
import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { assetTypes, materials, qcEvents, titleNames, versions } from "@/db/schema";
import type { Operator } from "@/lib/auth/types";
import { olderThan, type Page, pageOf, place, titleOf, wordsIn } from "@/lib/lists";
import type { QcStatus } from "@/lib/materials/types";
import type { QcQuery, QcRow } from "./types";

const REVIEWS_A_PAGE = 100;

/** Materials with QC and a version, the latest delivered first; only those in a status, when one is named. */
export async function listForQc(
  _: Operator,
  { status, q, after }: QcQuery,
  limit = REVIEWS_A_PAGE,
): Promise<Page<QcRow>> {
  const rows = await db
    .select({
      ...place,
      materialId: materials.id,
      versionId: versions.id,
      variant: materials.variant,
      version: versions.number,
      fileName: versions.fileName,
      deliveredOn: versions.deliveredOn,
      status: sql<QcStatus>`${versions.qcStatus}`,
      lastNote: lastEvent<string | null>("note"),
      lastResult: lastEvent<QcRow["lastResult"]>("result"),
    })
    .from(versions)
    .innerJoin(materials, eq(materials.id, versions.materialId))
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .innerJoin(titleNames, eq(titleNames.titleId, materials.titleId))
    .where(
      and(
        olderThan(after, versions.deliveredOn, versions.id),
        isCurrent,
        status ? eq(versions.qcStatus, status) : isNotNull(versions.qcStatus),
        ...wordsIn(q, [titleNames.name, titleNames.reference, versions.fileName]),
      ),
    )
    .orderBy(desc(versions.deliveredOn), desc(versions.id))
    .limit(limit + 1);
  const { rows: shown, next } = pageOf(rows, limit, ({ deliveredOn: at, versionId: id }) => ({
    at,
    id,
  }));
  return {
    rows: shown.map((row) => {
      const { titleReference, titleName, season, episode, versionId, ...reviewed } = row;
      return { ...reviewed, title: titleOf(row) };
    }),
    next,
  };
}

/**
 * Whether a version is its material's current one. Looked at row by row, by `offset 0`: Postgres takes the two
 * conditions for independent, expects one row of hundreds of thousands, and would sort them all for a page.
 */
export const isCurrent = sql`(select current_version_id from materials m where m.id = ${versions.materialId} offset 0) = ${versions.id}`;

/** Of the newest event of a version. */
const lastEvent = <T>(what: "note" | "result") =>
  sql<T>`(select ${sql.identifier(what)} from ${qcEvents}
    where version_id = ${versions.id} order by at desc, id desc limit 1)`;
