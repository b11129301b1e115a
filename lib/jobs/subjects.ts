import "server-only";
import { eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import {
  assetTypes,
  jobRuns,
  materials,
  partners,
  previews,
  proxyCopies,
  sourceRequests,
  titleNames,
  users,
  versions,
} from "@/db/schema";
import { place, titleOf } from "@/lib/lists";
import type { JobSubject } from "./types";

/** What runs are about, by the ids that their events carry; one that is about nothing of ours is left out. */
export async function subjectsOf(runIds: string[]): Promise<Map<string, JobSubject>> {
  if (runIds.length === 0) return new Map();
  const rows = await db
    .select({
      ...place,
      runId: jobRuns.id,
      fileName: versions.fileName,
      version: versions.number,
      request: sourceRequests.reference,
      partner: partners.name,
      user: users.name,
    })
    .from(jobRuns)
    .leftJoin(proxyCopies, eq(proxyCopies.id, idIn("proxyCopyId")))
    .leftJoin(previews, eq(previews.id, idIn("previewId")))
    .leftJoin(
      versions,
      sql`${versions.id} = coalesce(${idIn("versionId")}, ${proxyCopies.versionId}, ${previews.versionId})`,
    )
    .leftJoin(materials, eq(materials.id, versions.materialId))
    .leftJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .leftJoin(sourceRequests, eq(sourceRequests.id, idIn("sourceRequestId")))
    .leftJoin(
      titleNames,
      sql`${titleNames.titleId} = coalesce(${materials.titleId}, ${sourceRequests.titleId})`,
    )
    .leftJoin(
      partners,
      sql`${partners.id} = coalesce(${idIn("partnerId")}, ${proxyCopies.partnerId}, ${sourceRequests.partnerId})`,
    )
    .leftJoin(
      users,
      sql`${users.id} = coalesce(${idIn("userId")}, ${proxyCopies.requestedById}, ${proxyCopies.drawnById})`,
    )
    .where(sql`${jobRuns.id} = any(${sql.param(runIds)}::uuid[])`);
  return new Map(
    rows.flatMap((row) => {
      const { runId, fileName, version, request, partner, user, titleReference, titleName } = row;
      if (titleReference === null || titleName === null) return [];
      const title = titleOf({ ...row, titleReference, titleName });
      const file = fileName === null || version === null ? null : { fileName, version };
      return [[runId, { title, file, request, partner, user }]];
    }),
  );
}

/** An id in the data of a run's event; null where it is none: what an engine is sent is any JSON. */
function idIn(name: string) {
  const value = sql`${jobRuns.event}->'data'->>${sql.raw(`'${name}'`)}`;
  return sql`(case when ${value} ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (${value})::uuid end)`;
}
