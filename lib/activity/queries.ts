import "server-only";
import { and, desc, eq, gte, lt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import {
  assetTypes,
  downloads,
  materials,
  partners,
  proxyCopies,
  titleNames,
  users,
  versions,
} from "@/db/schema";
import type { Operator } from "@/lib/auth/types";
import { olderThan, type Page, pageOf, place, titleOf, wordsIn } from "@/lib/lists";
import { sentFileName, serialText } from "@/lib/proxies/rules";
import type { ActivityQuery, ActivityRow, Trace } from "./types";

const ACTIVITY_A_PAGE = 100;

/**
 * Downloads of all partners, newest first. Read from a mark on, not by counting pages: of millions, the last
 * page costs what the first does.
 */
export async function listActivity(
  _: Operator,
  query: ActivityQuery,
  limit = ACTIVITY_A_PAGE,
): Promise<Page<ActivityRow>> {
  const after = olderThan(query.after, downloads.startedAt, downloads.id);
  const rows = await db
    .select({ ...taking, ...place })
    .from(downloads)
    .innerJoin(users, eq(users.id, downloads.userId))
    .innerJoin(partners, eq(partners.id, downloads.partnerId))
    .innerJoin(versions, eq(versions.id, downloads.versionId))
    .innerJoin(materials, eq(materials.id, versions.materialId))
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .innerJoin(titleNames, eq(titleNames.titleId, materials.titleId))
    .leftJoin(proxyCopies, eq(proxyCopies.id, downloads.proxyCopyId))
    .where(
      and(
        after,
        query.partner ? eq(downloads.partnerId, query.partner) : undefined,
        query.from ? gte(downloads.startedAt, new Date(query.from)) : undefined,
        query.to ? lt(downloads.startedAt, dayAfter(query.to)) : undefined,
        ...wordsIn(query.q, [users.name, users.email, versions.fileName, titleNames.name]),
      ),
    )
    .orderBy(desc(downloads.startedAt), desc(downloads.id))
    .limit(limit + 1);
  const { rows: shown, next } = pageOf(rows, limit, ({ startedAt, id }) => ({ at: startedAt, id }));
  return { rows: shown.map(asActivity), next };
}

type Taken = Omit<ActivityRow, "title"> & Parameters<typeof titleOf>[0] & { serial: number | null };

function asActivity(row: Taken): ActivityRow {
  const { serial, titleReference, titleName, season, episode, ...taken } = row;
  return { ...taken, fileName: sentFileName(row.fileName, serial), title: titleOf(row) };
}

const state = sql<ActivityRow["state"]>`case
  when ${downloads.revokedAt} is not null then 'revoked'
  when ${downloads.verifiedAt} is not null then 'verified'
  when ${downloads.completedAt} is not null then 'completed'
  when ${downloads.begunAt} is not null then 'begun'
  else 'initiated' end`;

const taking = {
  id: downloads.id,
  startedAt: downloads.startedAt,
  partner: partners.name,
  user: users.name,
  email: users.email,
  version: versions.number,
  fileName: versions.fileName,
  serial: proxyCopies.serial,
  state,
  address: downloads.address,
};

/** To whom the copy of this serial was given, by whom it was drawn, and every time that it was taken. */
export async function traceCopy(_: Operator, serial: number): Promise<Trace | null> {
  const [copy] = await db
    .select({
      id: proxyCopies.id,
      partner: partners.name,
      version: versions.number,
      fileName: versions.fileName,
      state: proxyCopies.state,
      createdAt: proxyCopies.createdAt,
      drawnAt: proxyCopies.drawnAt,
      user: users.name,
      email: users.email,
      ...place,
    })
    .from(proxyCopies)
    .innerJoin(partners, eq(partners.id, proxyCopies.partnerId))
    .innerJoin(versions, eq(versions.id, proxyCopies.versionId))
    .innerJoin(materials, eq(materials.id, versions.materialId))
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .innerJoin(titleNames, eq(titleNames.titleId, materials.titleId))
    .leftJoin(users, eq(users.id, proxyCopies.drawnById))
    .where(eq(proxyCopies.serial, serial));
  if (!copy) return null;
  const takings = await db
    .select({ startedAt: downloads.startedAt, state, address: downloads.address })
    .from(downloads)
    .where(eq(downloads.proxyCopyId, copy.id))
    .orderBy(desc(downloads.startedAt));
  const { partner, version, user, email, drawnAt } = copy;
  return {
    ...{ serial: serialText(serial), partner, version, takings },
    fileName: sentFileName(copy.fileName, serial),
    title: titleOf(copy),
    copy: { state: copy.state, createdAt: copy.createdAt },
    drawn: user && email && drawnAt ? { user, email, at: drawnAt } : null,
  };
}

const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000);
