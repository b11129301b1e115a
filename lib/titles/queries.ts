import "server-only";
import { and, asc, desc, eq, ilike, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { assetTypes, materials, sourceRequests, titleNames, titles } from "@/db/schema";
import type { Operator } from "@/lib/auth/types";
import { episodeLabel } from "@/lib/source-requests/rules";
import type { TitleRow } from "./types";

export const TITLES_A_PAGE = 50;

/** One page of all titles, by name; each word must stand in a name or the reference. */
export async function listTitles(_: Operator, { q, page }: { q: string; page: number }) {
  const matching = and(...words(q));
  const named = db
    .select({
      reference: titles.reference,
      kind: titles.kind,
      name: titleNames.name,
      season: titleNames.season,
      episode: titleNames.episode,
      partName: titleNames.partName,
      originalLanguage: titles.originalLanguage,
      numerator: titles.frameRateNumerator,
      denominator: titles.frameRateDenominator,
      runtimeSeconds: titles.runtimeSeconds,
      materials: sql<number>`(select count(*)::int from ${materials} where ${materials.titleId} = ${titles.id})`,
      openRequests: sql<number>`(select count(*)::int from ${sourceRequests}
        where ${sourceRequests.titleId} = ${titles.id} and ${sourceRequests.status} = 'open')`,
    })
    .from(titles)
    .innerJoin(titleNames, eq(titleNames.titleId, titles.id))
    .where(matching)
    .orderBy(
      asc(titleNames.name),
      sql`${titleNames.season} nulls first`,
      sql`${titleNames.episode} nulls first`,
      asc(titles.reference),
    )
    .limit(TITLES_A_PAGE)
    .offset((page - 1) * TITLES_A_PAGE);
  const counted = db
    .select({ total: sql<number>`count(*)::int` })
    .from(titles)
    .innerJoin(titleNames, eq(titleNames.titleId, titles.id))
    .where(matching);
  const [rows, [count]] = await Promise.all([named, counted]);
  return {
    titles: rows.map(
      ({ season, episode, numerator, denominator, ...row }): TitleRow => ({
        ...row,
        episode: episodeLabel(season, episode),
        frameRate: { numerator, denominator },
      }),
    ),
    total: count?.total ?? 0,
  };
}

function words(q: string) {
  return q
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => {
      const pattern = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
      return or(
        ilike(titles.reference, pattern),
        ilike(titleNames.name, pattern),
        ilike(titleNames.partName, pattern),
      );
    });
}

const SUGGESTIONS = 500;

/** References and names of the newest titles, for who has to name one. */
export async function listTitleChoices(_: Operator) {
  const rows = await db
    .select({
      reference: titleNames.reference,
      name: titleNames.name,
      season: titleNames.season,
      episode: titleNames.episode,
      partName: titleNames.partName,
    })
    .from(titles)
    .innerJoin(titleNames, eq(titleNames.titleId, titles.id))
    .orderBy(desc(titles.createdAt), desc(titles.id))
    .limit(SUGGESTIONS);
  return rows.map(({ reference, name, season, episode, partName }) => ({
    value: reference,
    label: [name, episodeLabel(season, episode), partName].filter(Boolean).join(" "),
  }));
}

/** The asset types of the trade, with the kinds of source request that name each. */
export function listCatalogue(_: Operator) {
  return db
    .select({
      code: assetTypes.code,
      name: assetTypes.name,
      mediaKind: assetTypes.mediaKind,
      qcApplies: assetTypes.qcApplies,
      watermarked: assetTypes.watermarked,
      languageMenu: assetTypes.languageMenu,
      formats: assetTypes.formats,
      // In plain words: a query of one table leaves the table's name out of its columns.
      kinds: sql<string[]>`array(
        select k.name from source_request_kind_asset_types named
        join source_request_kinds k on k.code = named.kind_code
        where named.asset_type_code = asset_types.code order by k.position)`,
    })
    .from(assetTypes)
    .orderBy(asc(assetTypes.position));
}
