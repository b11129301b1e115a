import "server-only";
import { and, eq, lt, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { db } from "@/db/client";
import { deliveries } from "@/db/schema";
import type { Operator } from "@/lib/auth/types";
import { DomainError } from "@/lib/errors";
import { objectStore } from "@/lib/storage";
import { getDelivered, type Slot } from "./queries";
import { LOST_AFTER } from "./rules";
import type { Delivered, DeliveryOffer } from "./types";

// The record of each attempt to hand something in, from its first byte to its end, however that comes.

const NOTE_EVERY = 5_000;

/** By the delivery, so that a sweep finds what one that was lost has left. */
export const objectKeyOf = (id: string) => `versions/${id.slice(-2)}/${id}`;

/** Records that a file is coming, unless the key tells that it came. */
export async function begin(
  operator: Operator,
  { fileName }: DeliveryOffer,
  { place }: Slot,
  idempotencyKey: string | undefined,
  now: Date,
): Promise<{ id: string; delivered?: Delivered | undefined }> {
  const id = v7();
  const row = {
    ...{ id, ...place, fileName, deliveredById: operator.id, startedAt: now, seenAt: now },
    idempotencyKey: idempotencyKey ?? null,
  };
  return db.transaction(async (tx) => {
    const insert = () =>
      tx.insert(deliveries).values(row).onConflictDoNothing().returning({ id: deliveries.id });
    if ((await insert()).length > 0) return { id };
    const [before] = await tx
      .select()
      .from(deliveries)
      .where(
        and(
          eq(deliveries.deliveredById, operator.id),
          eq(deliveries.idempotencyKey, idempotencyKey ?? ""),
        ),
      )
      .for("update");
    if (before) {
      const { titleId, assetTypeCode, variant, language } = before;
      const same = { titleId, assetTypeCode, variant, language };
      if (JSON.stringify(same) !== JSON.stringify(place) || before.fileName !== fileName)
        throw new DomainError("bad_request", "Idempotency-Key: was used for another delivery.");
      if (before.state === "accepted")
        return { id: before.id, delivered: (await getDelivered(before.id)) ?? undefined };
      if (before.state === "receiving" && now.getTime() - before.seenAt.getTime() < LOST_AFTER)
        throw new DomainError("in_progress", "A delivery with this Idempotency-Key is under way.");
      await tx.update(deliveries).set({ idempotencyKey: null }).where(eq(deliveries.id, before.id));
    }
    if ((await insert()).length === 0)
      throw new DomainError("in_progress", "A delivery with this Idempotency-Key is under way.");
    return { id };
  });
}

type Attempt = { bytes: number; clock: () => Date };

/** What comes in now, by id. */
const underWay = new Map<string, Attempt>();
let timer: NodeJS.Timeout | undefined;
let noting = false;

/** Says now and then how much has come, and that the process lives. */
export async function whileNoting<T>(
  id: string,
  clock: () => Date,
  work: (note: (bytes: number) => void) => Promise<T>,
): Promise<T> {
  const attempt = { bytes: 0, clock };
  underWay.set(id, attempt);
  timer ??= setInterval(() => void noteAll(), NOTE_EVERY);
  try {
    return await work((count) => {
      attempt.bytes = count;
    });
  } catch (error) {
    await note(new Map([[id, attempt]]));
    throw error;
  } finally {
    underWay.delete(id);
    if (underWay.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  }
}

/** One at a time: while the database is slow, no more wait for it. */
async function noteAll() {
  if (noting) return;
  noting = true;
  await note(underWay).finally(() => {
    noting = false;
  });
}

/**
 * By one statement for all: hundreds at once, each with its own, would go before who reads pages every few seconds. One
 * that is being ended elsewhere is left out, so that the others don't wait for it.
 */
async function note(attempts: ReadonlyMap<string, Attempt>) {
  const all = [...attempts];
  const column = <T>(value: (attempt: Attempt, id: string) => T) =>
    sql.param(all.map(([id, attempt]) => value(attempt, id)));
  await db
    .execute(sql`
      update ${deliveries} set bytes = noted.bytes, seen_at = noted.seen_at
      from (
        select receiving.id, now_known.bytes, now_known.seen_at
        from unnest(
          ${column((_, id) => id)}::uuid[],
          ${column(({ bytes }) => bytes)}::bigint[],
          ${column(({ clock }) => clock().toISOString())}::timestamptz[]
        ) as now_known (id, bytes, seen_at)
        join ${deliveries} as receiving on receiving.id = now_known.id and receiving.state = 'receiving'
        for update of receiving skip locked
      ) as noted
      where ${deliveries.id} = noted.id`)
    .catch((error: unknown) =>
      console.error(`deliveries ${[...attempts.keys()]}: could not be noted:`, error),
    );
}

/** Unless it was accepted, whatever was heard of the commit. What the store has of it goes before that is final. */
export async function giveUp(id: string, reason: string, now: Date) {
  await db.transaction(async (tx) => {
    await tx
      .update(deliveries)
      .set({ state: "rejected", reason, finishedAt: now })
      .where(and(eq(deliveries.id, id), eq(deliveries.state, "receiving")));
    const [{ state } = {}] = await tx
      .select({ state: deliveries.state })
      .from(deliveries)
      .where(eq(deliveries.id, id));
    if (state !== "accepted") await objectStore().remove(objectKeyOf(id));
  });
}

/** Gives up deliveries whose process is gone, and removes what the store has of them. @returns how many */
export async function sweepDeliveries(now: Date): Promise<number> {
  const lostBefore = new Date(now.getTime() - LOST_AFTER);
  const lost = await db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(eq(deliveries.state, "receiving"), lt(deliveries.seenAt, lostBefore)));
  for (const { id } of lost) await giveUp(id, "The server went down meanwhile.", now);
  return lost.length;
}
