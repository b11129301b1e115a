import "server-only";
import { and, count, desc, eq, gte, ilike, lt, or, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import {
  assetTypes,
  deliveries,
  downloads,
  jobQueue,
  jobRuns,
  materials,
  partners,
  proxyCopies,
  sourceRequests,
  titleNames,
  users,
  versions,
} from "@/db/schema";
import type { Operator } from "@/lib/auth/types";
import { env } from "@/lib/env";
import { sentFileName, serialText } from "@/lib/proxies/rules";
import { episodeLabel } from "@/lib/source-requests/rules";
import { objectStore } from "@/lib/storage";
import type { ActivityQuery, ActivityRow, Cursor, PoolRow, Trace } from "./types";

/** Longer than any answer of a part that works. */
const patience = 3000;

/** Anyone may ask, and asking costs a write: so one look serves all who ask within it and a little after. */
const freshFor = 2000;
let latest: { at: number; health: ReturnType<typeof lookAtAll> } | undefined;

/** Whether each part works, as of two seconds ago at most. */
export function getHealth() {
  const now = performance.now();
  if (!latest || now - latest.at > freshFor) latest = { at: now, health: lookAtAll() };
  return latest.health;
}

/** Asks each part, all at once, and waits three seconds at most. */
async function lookAtAll() {
  const [database, objects, jobs] = await Promise.all([
    works(db.execute(sql`select 1 from partners limit 1`)),
    works(objectStore().check()),
    works(askJobsEngine()),
  ]);
  const status = [database, objects, jobs].every((part) => part === "ok") ? "ok" : "failed";
  return { status, database, objects, jobs } as const;
}

/** Asks the engine whether it can run our functions; every Inngest server answers at /health. */
async function askJobsEngine() {
  const server =
    env.INNGEST_BASE_URL ?? (/^https?:/.test(env.INNGEST_DEV ?? "") && env.INNGEST_DEV);
  // Inngest Cloud looks after itself.
  if (!server) return;
  const answer = await fetch(new URL("/health", server), { signal: AbortSignal.timeout(patience) });
  if (!answer.ok) throw new Error(`the jobs' engine: ${answer.status} ${await answer.text()}`);
}

async function works(answer: PromiseLike<unknown>): Promise<"ok" | "failed"> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`no answer for ${patience} ms`)), patience).unref();
  });
  try {
    await Promise.race([answer, late]);
    return "ok";
  } catch (error) {
    console.error("health:", error);
    return "failed";
  }
}

/** A run of the embedded engine, as operators see it. */
export type JobRun = {
  id: string;
  functionId: string;
  /** What started it. */
  event: string;
  state: "running" | "completed" | "failed" | "cancelled";
  /** Why it failed. */
  reason: string | null;
  /** How often the step that it is at has failed so far. */
  failedAttempts: number;
  /** When it goes on: past while it runs or waits for its turn. */
  dueAt: Date | null;
  startedAt: Date;
  endedAt: Date | null;
};

/**
 * Runs in a state, newest first; none where another engine runs the jobs.
 * @param before only runs that started before then, for the next page
 */
export async function listRuns(
  state: JobRun["state"],
  { limit = 100, before }: { limit?: number; before?: Date } = {},
): Promise<JobRun[]> {
  return db
    .select({
      id: jobRuns.id,
      functionId: jobRuns.functionId,
      event: sql<string>`${jobRuns.event}->>'name'`,
      state: jobRuns.state,
      reason: sql<
        string | null
      >`case when ${jobRuns.state} = 'failed' then ${jobRuns.output}->>'message' end`,
      failedAttempts: sql<number>`coalesce(max(${jobQueue.attempt}), 0)::int`,
      dueAt: sql<Date | null>`min(${jobQueue.dueAt})`.mapWith(jobQueue.dueAt),
      startedAt: jobRuns.startedAt,
      endedAt: jobRuns.endedAt,
    })
    .from(jobRuns)
    .leftJoin(jobQueue, eq(jobQueue.runId, jobRuns.id))
    .where(and(eq(jobRuns.state, state), before && lt(jobRuns.startedAt, before)))
    .groupBy(jobRuns.id)
    .orderBy(desc(jobRuns.startedAt), desc(jobRuns.id))
    .limit(limit);
}

/** What stands open, and what went wrong. */
export async function getOverview(_: Operator, now: Date) {
  const weekAgo = new Date(now.getTime() - 7 * 86_400_000);
  const of = (state: "receiving" | "rejected") => eq(deliveries.state, state);
  const [requests, receiving, rejected, qcPending, failedCopies, taken] = await Promise.all([
    db.$count(sourceRequests, eq(sourceRequests.status, "open")),
    db.$count(deliveries, of("receiving")),
    db.$count(deliveries, and(of("rejected"), gte(deliveries.startedAt, weekAgo))),
    db
      .select({ count: count() })
      .from(materials)
      .innerJoin(versions, eq(versions.id, materials.currentVersionId))
      .where(eq(versions.qcStatus, "QC Pending"))
      .then(([row]) => row?.count ?? 0),
    db.$count(proxyCopies, eq(proxyCopies.state, "failed")),
    db.$count(downloads, gte(downloads.startedAt, weekAgo)),
  ]);
  return { requests, receiving, rejected, qcPending, failedCopies, taken };
}

/** Rows of a list from its newest on, and where it goes on. */
type Page<R> = { rows: R[]; next: string | null };

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
  return pageOf(
    rows,
    limit,
    ({ serial, fileName, titleReference, titleName, season, episode, ...row }) => ({
      ...row,
      fileName: sentFileName(fileName, serial),
      title: { reference: titleReference, name: titleName, episode: episodeLabel(season, episode) },
    }),
  );
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

const place = {
  titleReference: titleNames.reference,
  titleName: titleNames.name,
  season: titleNames.season,
  episode: titleNames.episode,
  assetType: assetTypes.name,
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
    .orderBy(downloads.startedAt);
  const { partner, version, user, email, drawnAt, titleReference, titleName } = copy;
  return {
    ...{ serial: serialText(serial), partner, version, takings },
    fileName: sentFileName(copy.fileName, serial),
    title: {
      reference: titleReference,
      name: titleName,
      episode: episodeLabel(copy.season, copy.episode),
    },
    copy: { state: copy.state, createdAt: copy.createdAt },
    drawn: user && email && drawnAt ? { user, email, at: drawnAt } : null,
  };
}

/** The pools of current versions, those with something wrong first. */
export async function listPools(_: Operator): Promise<PoolRow[]> {
  const among = (condition: SQL) => sql<number>`(count(*) filter (where ${condition}))::int`;
  const rows = await db
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
    .groupBy(
      ...[proxyCopies.versionId, proxyCopies.partnerId, partners.name, versions.number],
      ...[versions.fileName, ...Object.values(place)],
    )
    .orderBy(desc(among(sql`${proxyCopies.state} = 'failed'`)), titleNames.name, partners.name)
    .limit(500);
  return rows.map(({ titleReference, titleName, season, episode, ...row }) => ({
    ...row,
    title: { reference: titleReference, name: titleName, episode: episodeLabel(season, episode) },
  }));
}

/** Whatever stands after the mark in a list whose newest entry is first. */
const olderThan = (
  mark: Cursor,
  at: typeof downloads.startedAt | typeof deliveries.startedAt,
  id: SQL.Aliased | typeof downloads.id | typeof deliveries.id,
) => (mark ? sql`(${at}, ${id}) < (${mark.at}::timestamptz, ${mark.id}::uuid)` : undefined);

/** Takes off the one row too many that says that there are more. */
function pageOf<T extends { id: string; startedAt: Date }, R>(
  rows: T[],
  limit: number,
  as: (row: T) => R,
): Page<R> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last ? `${last.startedAt.toISOString()}_${last.id}` : null;
  return { rows: shown.map(as), next };
}

/** Each word must stand in one of the columns. */
const wordsIn = (q: string, columns: Parameters<typeof ilike>[0][]) =>
  q
    .split(/\s+/)
    .filter(Boolean)
    .map((word) =>
      or(...columns.map((column) => ilike(column, `%${word.replace(/[\\%_]/g, "\\$&")}%`))),
    );

const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000);
