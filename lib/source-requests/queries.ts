import "server-only";
import { createHash } from "node:crypto";
import { and, asc, count, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { readRows } from "@/db/read-rows";
import { selections, sourceRequestKinds, sourceRequests } from "@/db/schema";
import type { Operator, Viewer } from "@/lib/auth/types";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import { ownSourceRequests } from "@/lib/materials/visibility";
import { asRow, searched, sortKeys, sourceRequestRows } from "./rows";
import { byLanguageName, dayIn } from "./rules";
import type { ChosenRequests, SourceRequestsQuery } from "./types";

/** One page of the viewer's source requests, and how many there are under these filters. */
export async function listSourceRequests(viewer: Viewer, query: SourceRequestsQuery, now: Date) {
  const rows = sourceRequestRows(viewer, now);
  const matching = and(
    query.q ? searched(rows, query.q) : undefined,
    query.kind && inArray(rows.kindCode, query.kind),
    query.language && inArray(rows.language, query.language),
    query.status && inArray(rows.status, query.status),
    query.bucket && inArray(rows.bucket, query.bucket),
  );
  const direction = query.order === "asc" ? asc : desc;
  const languages = query.sort === "language" ? await listLanguages(viewer) : [];
  // What only the rows of the page show is read for them alone: of thousands of requests that is all but 50.
  const [page, [counted]] = await Promise.all([
    db
      .select({ id: rows.id })
      .from(rows)
      .where(matching)
      // The reference last: an order with ties would let pages overlap.
      .orderBy(...sortKeys(rows, query.sort, languages).map(direction), asc(rows.reference))
      .limit(query.pageSize)
      .offset((query.page - 1) * query.pageSize),
    db.select({ total: count() }).from(rows).where(matching),
  ]);
  const shown = page.map(({ id }) => id);
  const these = db
    .select()
    .from(rows)
    .where(sql`${rows.id} = any(${sql.param(shown)}::uuid[])`);
  const found = await readRows(these, `source requests of a page, for ${viewer.kind}`);
  const byId = new Map(found.map((row) => [row.id, row]));
  const sourceRequests = shown.flatMap((id) => {
    const row = byId.get(id);
    return row ? [asRow(row, viewer)] : [];
  });
  return { sourceRequests, total: counted?.total ?? 0 };
}

/** A digest of one page of them on its day: while it stays the same, the page would be drawn the same. */
export const digestOfPage = (page: Awaited<ReturnType<typeof listSourceRequests>>, now: Date) =>
  createHash("md5")
    .update(JSON.stringify([page, dayIn(env.TIME_ZONE, now)]))
    .digest("hex");

/**
 * The chosen source requests, in the order of their due dates.
 * @throws DomainError not_found when any of them can't be seen
 */
export async function getChosenRequests(viewer: Viewer, chosen: ChosenRequests, now: Date) {
  const references = await referencesOf(viewer, chosen);
  const rows = sourceRequestRows(viewer, now);
  const found = await db
    .select()
    .from(rows)
    .where(inArray(rows.reference, references))
    .orderBy(asc(rows.dueOn), asc(rows.reference));
  if (found.length !== references.length) throw new DomainError("not_found");
  return found.map((row) => asRow(row, viewer));
}

/**
 * The references of the chosen source requests, at a fraction of what their rows cost.
 * @throws DomainError not_found when any of them can't be seen
 */
export async function listChosenReferences(viewer: Viewer, chosen: ChosenRequests) {
  const references = await referencesOf(viewer, chosen);
  const found = await db.$count(
    sourceRequests,
    and(inArray(sourceRequests.reference, references), ownSourceRequests(viewer)),
  );
  if (found !== references.length) throw new DomainError("not_found");
  return references;
}

/**
 * The kinds and languages that stand in the viewer's requests: what the filters offer. Each is looked for by itself,
 * as there are few of them, and of requests as many as there ever were.
 */
export async function listFilterValues(viewer: Viewer) {
  const isAsked = sql`exists (select from ${sourceRequests}
    where ${sourceRequests.kindCode} = ${sourceRequestKinds.code} and ${ownSourceRequests(viewer)})`;
  const [kinds, languages] = await Promise.all([listKindsWhere(isAsked), listLanguages(viewer)]);
  return { kinds, languages };
}

/** The languages of the viewer's requests, in the order of the names that are shown: Postgres knows only their codes. */
async function listLanguages(viewer: Viewer): Promise<string[]> {
  const { rows } = await db.execute<{ language: string }>(sql`
    with recursive found (language) as (
      select min(language) from source_requests
      union all
      select (select min(language) from source_requests where language > found.language)
      from found where language is not null
    )
    select language from found
    where exists (select from ${sourceRequests}
      where ${sourceRequests.language} = found.language and ${ownSourceRequests(viewer)})`);
  return rows.map(({ language }) => language).sort(byLanguageName);
}

const referencesOf = async (viewer: Viewer, { selection, request }: ChosenRequests) =>
  selection ? referencesOfSelection(viewer, selection) : request;

async function referencesOfSelection(viewer: Viewer, id: string): Promise<string[]> {
  const [selection] = await db.select().from(selections).where(eq(selections.id, id));
  if (!selection || (viewer.kind === "partner" && selection.partnerId !== viewer.partnerId))
    throw new DomainError("not_found");
  return selection.requests;
}

/** Every kind of source request. */
export const listKinds = (_: Operator) => listKindsWhere();

const listKindsWhere = (condition?: SQL) =>
  db
    .select({ code: sourceRequestKinds.code, name: sourceRequestKinds.name })
    .from(sourceRequestKinds)
    .where(condition)
    .orderBy(asc(sourceRequestKinds.position));
