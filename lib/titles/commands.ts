import "server-only";
import { eq, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { db, type Transaction } from "@/db/client";
import { titles } from "@/db/schema";
import type { Operator } from "@/lib/auth/types";
import { badField } from "@/lib/errors";
import type { NewTitle } from "./types";

/**
 * Makes a title.
 * @returns its reference
 * @throws DomainError bad_request naming the field: a reference or number that is taken, a parent that is
 *   not there or of the wrong kind
 */
export async function createTitle(_: Operator, wanted: NewTitle, now: Date) {
  const [numerator = 0, denominator = 1] = wanted.frameRate.split("/").map(Number);
  return db.transaction(async (tx) => {
    // One at a time: the next reference is counted from those that stand.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('titles.reference'))`);
    const reference = wanted.reference ?? (await nextReference(tx));
    const parentId = wanted.parent ? await parentOf(tx, wanted) : null;
    const made = await tx
      .insert(titles)
      .values({
        id: v7(),
        ...{ reference, parentId, kind: wanted.kind, name: wanted.name },
        number: wanted.number ?? null,
        originalLanguage: wanted.originalLanguage,
        frameRateNumerator: numerator,
        frameRateDenominator: denominator,
        runtimeSeconds: wanted.runtimeMinutes ? Math.round(wanted.runtimeMinutes * 60) : null,
        createdAt: now,
      })
      .onConflictDoNothing()
      .returning({ reference: titles.reference });
    if (made.length > 0) return { reference };
    const taken = (await tx.$count(titles, eq(titles.reference, reference))) > 0;
    throw taken
      ? badField("reference", `${reference} is taken`)
      : badField("number", `there is ${wanted.kind} ${wanted.number} already`);
  });
}

async function parentOf(tx: Transaction, { kind, parent = "" }: NewTitle): Promise<string> {
  const [found] = await tx
    .select({ id: titles.id, kind: titles.kind })
    .from(titles)
    .where(eq(titles.reference, parent));
  const wanted = kind === "season" ? "series" : "season";
  if (found?.kind !== wanted)
    throw badField("parent", `there is no ${wanted} with the reference “${parent}”`);
  return found.id;
}

async function nextReference(tx: Transaction): Promise<string> {
  const { rows } = await tx.execute<{ next: string }>(
    sql`select coalesce(max(substring(${titles.reference} from '^TTL-(\\d{1,15})$')::bigint), 80000) + 1 as next from ${titles}`,
  );
  return `TTL-${rows[0]?.next}`;
}
