import "server-only";
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { assetTypes, materials, partners, proxyCopies, titleNames, versions } from "@/db/schema";
import type { Operator } from "@/lib/auth/types";
import { place, titleOf, wordsIn } from "@/lib/lists";
import type { PoolRow, PoolsQuery } from "./types";

export const POOLS_A_PAGE = 100;

/** One page of the pools of current versions, those with something wrong first, and how many there are. */
export async function listPools(_: Operator, { q, page }: PoolsQuery) {
  const [rows, total] = await Promise.all([
    poolsWith(q)
      .limit(POOLS_A_PAGE)
      .offset((page - 1) * POOLS_A_PAGE),
    db.$count(poolsWith(q).as("pools")),
  ]);
  return { pools: rows.map(asPool), total };
}

function poolsWith(q: string) {
  const among = (condition: SQL) => sql<number>`(count(*) filter (where ${condition}))::int`;
  return db
    .select({
      versionId: proxyCopies.versionId,
      partnerId: proxyCopies.partnerId,
      partner: partners.name,
      version: versions.number,
      fileName: versions.fileName,
      ...place,
      ready: among(sql`${proxyCopies.state} = 'ready' and ${proxyCopies.drawnById} is null`),
      underWay: among(sql`${proxyCopies.state} in ('queued', 'encoding')`),
      failed: among(sql`${proxyCopies.state} = 'failed'`),
      drawn: among(sql`${proxyCopies.drawnById} is not null`),
      reason: sql<string | null>`max(${proxyCopies.reason})`,
    })
    .from(proxyCopies)
    .innerJoin(partners, eq(partners.id, proxyCopies.partnerId))
    .innerJoin(versions, eq(versions.id, proxyCopies.versionId))
    .innerJoin(materials, eq(materials.currentVersionId, versions.id))
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .innerJoin(titleNames, eq(titleNames.titleId, materials.titleId))
    .where(and(...wordsIn(q, [titleNames.name, versions.fileName, partners.name])))
    .groupBy(
      ...[proxyCopies.versionId, proxyCopies.partnerId, partners.name, versions.number],
      ...[versions.fileName, ...Object.values(place)],
    )
    .orderBy(
      desc(among(sql`${proxyCopies.state} = 'failed'`)),
      ...[titleNames.name, partners.name, proxyCopies.versionId, proxyCopies.partnerId],
    );
}

type Row = Omit<PoolRow, "title"> & Parameters<typeof titleOf>[0];

const asPool = (row: Row): PoolRow => {
  const { titleReference, titleName, season, episode, ...pool } = row;
  return { ...pool, title: titleOf(row) };
};
