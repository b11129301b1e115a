import "server-only";
import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { db, type Transaction } from "@/db/client";
import { partners, selections, sourceRequestKinds, sourceRequests, titles } from "@/db/schema";
import { sendEvents, sourceRequestAssigned } from "@/inngest/client";
import type { Operator, PartnerUser } from "@/lib/auth/types";
import { badField, DomainError } from "@/lib/errors";
import { ownSourceRequests } from "@/lib/materials/visibility";
import { noTitle } from "@/lib/titles/rules";
import type { NewSourceRequest, SourceRequestChange } from "./types";

/**
 * Keeps a choice of source requests under an id that a colleague can open.
 * @param references 1 to 1,000, each once
 * @throws DomainError not_found when any of them can't be seen; nothing is kept then
 */
export async function keepSelection(user: PartnerUser, references: string[], now: Date) {
  const seen = await db.$count(
    sourceRequests,
    and(inArray(sourceRequests.reference, references), ownSourceRequests(user)),
  );
  if (seen !== references.length) throw new DomainError("not_found");
  const id = v7();
  await db.insert(selections).values({
    id,
    userId: user.id,
    partnerId: user.partnerId,
    requests: references,
    createdAt: now,
  });
  return { id, url: `/materials?selection=${id}` };
}

/** How long a link to a choice of source requests leads anywhere, in days. */
const SELECTIONS_KEPT_DAYS = 180;

/** Removes what was chosen half a year ago. @returns how many */
export async function removeOldSelections(now: Date): Promise<number> {
  const old = new Date(now.getTime() - SELECTIONS_KEPT_DAYS * 86_400_000);
  const { rowCount } = await db.delete(selections).where(lt(selections.createdAt, old));
  return rowCount ?? 0;
}

/**
 * Asks work of a partner: from now on they see its materials, and pools fill for them.
 * @throws DomainError bad_request naming what is not there, or the reference that is taken
 */
export async function createSourceRequest(_: Operator, wanted: NewSourceRequest, now: Date) {
  const id = v7();
  const reference = await db.transaction(async (tx) => {
    // One at a time: the next reference is counted from those that stand.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('source_requests.reference'))`);
    const reference = wanted.reference ?? (await nextReference(tx));
    const [title] = await tx
      .select({ id: titles.id })
      .from(titles)
      .where(eq(titles.reference, wanted.title));
    if (!title) throw badField("title", noTitle(wanted.title));
    await mustBePartner(tx, wanted.partnerId);
    if ((await tx.$count(sourceRequestKinds, eq(sourceRequestKinds.code, wanted.kind))) === 0)
      throw badField("kind", `there is no kind “${wanted.kind}”`);
    const { partnerId, kind: kindCode, language, dueOn } = wanted;
    const row = { id, reference, titleId: title.id, createdAt: now };
    const made = await tx
      .insert(sourceRequests)
      .values({ ...row, partnerId, kindCode, language, dueOn })
      .onConflictDoNothing()
      .returning({ id: sourceRequests.id });
    if (made.length === 0) throw badField("reference", `${reference} is taken`);
    return reference;
  });
  await sendEvents(sourceRequestAssigned.create({ sourceRequestId: id }));
  return { reference };
}

/**
 * Gives a source request to another partner, moves its due date, or closes and reopens it. What is cancelled
 * or given away is out of the partner's sight at the next request.
 * @throws DomainError not_found; bad_request when there is no such partner
 */
export async function changeSourceRequest(
  _: Operator,
  { reference, partnerId, dueOn, status }: SourceRequestChange,
  now: Date,
): Promise<void> {
  const { id, assigned } = await db.transaction(async (tx) => {
    const [before] = await tx
      .select()
      .from(sourceRequests)
      .where(eq(sourceRequests.reference, reference))
      .for("update");
    if (!before) throw new DomainError("not_found");
    if (partnerId) await mustBePartner(tx, partnerId);
    const ended = status && status !== before.status;
    await tx
      .update(sourceRequests)
      .set({
        partnerId: partnerId ?? before.partnerId,
        dueOn: dueOn ?? before.dueOn,
        ...(ended && {
          status,
          fulfilledAt: status === "fulfilled" ? now : null,
          cancelledAt: status === "cancelled" ? now : null,
        }),
      })
      .where(eq(sourceRequests.id, before.id));
    const given = partnerId !== undefined && partnerId !== before.partnerId;
    return { id: before.id, assigned: given || (ended && status === "open") };
  });
  if (assigned) await sendEvents(sourceRequestAssigned.create({ sourceRequestId: id }));
}

async function mustBePartner(tx: Transaction, partnerId: string) {
  if ((await tx.$count(partners, eq(partners.id, partnerId))) === 0)
    throw badField("partnerId", "there is no such partner");
}

async function nextReference(tx: Transaction): Promise<string> {
  const { rows } = await tx.execute<{ next: string }>(
    sql`select coalesce(max(substring(${sourceRequests.reference} from '^SR-(\\d{1,15})$')::bigint), 100000) + 1 as next from ${sourceRequests}`,
  );
  return `SR-${rows[0]?.next}`;
}
