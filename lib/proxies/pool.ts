import "server-only";
import { and, eq, lt, type SQL, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { db } from "@/db/client";
import {
  assetTypes,
  materials,
  proxyCopies,
  sourceRequestSlots,
  sourceRequests,
  versions,
} from "@/db/schema";
import { proxyCopyCancelled, proxyCopyQueued, sendEvents } from "@/inngest/client";
import { env } from "@/lib/env";
import { isLive } from "@/lib/materials/visibility";
import { objectStore } from "@/lib/storage";
import { newSerial } from "./commands";
import { mezzanineKey, removeObjects } from "./encoding";
import { copiesLacking, drawnKeptSince } from "./rules";

export type Pools = { versionId?: string; partnerId?: string; sourceRequestId?: string };

/**
 * Fills pools up to the target: of current versions of watermarked types, for each partner whom a live source
 * request lets see them. What is on its way to a pool counts as being in it, and so does what failed.
 * @param which pools; all of them without
 * @returns how many copies were begun
 */
export async function refillPools(which: Pools, now: Date): Promise<number> {
  const target = env.PROXY_POOL_TARGET;
  if (target === 0) return 0;
  const copies = await db.transaction(async (tx) => {
    // One at a time: two that count together would both fill what one lacks.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('proxy pools', 0))`);
    const pools = await tx.execute<{ version_id: string; partner_id: string; standing: number }>(
      sql`
      ${poolsNow(which, now)}
      group by p.version_id, p.partner_id having count(c.id) < ${target}`,
    );
    const wanted = pools.rows.flatMap(({ version_id, partner_id, standing }) =>
      Array.from({ length: copiesLacking(target, standing) }, () => ({
        ...{ id: v7(), serial: newSerial(), versionId: version_id, partnerId: partner_id },
      })),
    );
    const column = <T>(value: (copy: (typeof wanted)[number]) => T) => sql.param(wanted.map(value));
    await tx.execute(sql`
      insert into ${proxyCopies} (id, serial, version_id, partner_id, created_at, changed_at)
      select wanted.*, ${now.toISOString()}, ${now.toISOString()} from unnest(
        ${column(({ id }) => id)}::uuid[], ${column(({ serial }) => serial)}::bigint[],
        ${column(({ versionId }) => versionId)}::uuid[], ${column(({ partnerId }) => partnerId)}::uuid[]) as wanted`);
    return wanted;
  });
  await queueEncodes(copies.map(({ id }) => ({ id, onDemand: false })));
  return copies.length;
}

/** One pool as it stands; null when there is to be none: a newer version came, or nobody of the partner may see it. */
export async function getPool(which: Required<Omit<Pools, "sourceRequestId">>, now: Date) {
  const { rows } = await db.execute<{ standing: number }>(
    sql`${poolsNow(which, now)} group by p.version_id, p.partner_id`,
  );
  return rows[0] ?? null;
}

/** The pools that there are to be, each with how many copies stand in it; to be grouped. */
const poolsNow = (which: Pools, now: Date) => sql`
  with pools as (
    select distinct ${materials.currentVersionId} as version_id, ${sourceRequests.partnerId} as partner_id
    from ${sourceRequests}
    join ${sourceRequestSlots} on ${sourceRequestSlots.sourceRequestId} = ${sourceRequests.id}
    join ${materials} on ${materials.titleId} = ${sourceRequestSlots.titleId}
      and ${materials.assetTypeCode} = ${sourceRequestSlots.assetTypeCode}
    join ${assetTypes} on ${assetTypes.code} = ${materials.assetTypeCode}
    where ${assetTypes.watermarked} and ${materials.currentVersionId} is not null and ${isLive(now)}
      and ${named(which)}
  )
  select p.version_id, p.partner_id, count(c.id)::int as standing
  from pools p left join ${proxyCopies} c on c.version_id = p.version_id and c.partner_id = p.partner_id
    and c.drawn_by_id is null and c.requested_by_id is null
    and c.state in ('queued', 'encoding', 'ready', 'failed')`;

const named = ({ versionId, partnerId, sourceRequestId }: Pools): SQL =>
  and(
    sql`true`,
    versionId ? eq(materials.currentVersionId, versionId) : undefined,
    partnerId ? eq(sourceRequests.partnerId, partnerId) : undefined,
    sourceRequestId ? eq(sourceRequests.id, sourceRequestId) : undefined,
  ) as SQL;

/** More at once would be more than an engine takes. */
const MOST_EVENTS = 400;

async function queueEncodes(copies: { id: string; onDemand: boolean }[]) {
  const events = copies.map(({ id, onDemand }) =>
    proxyCopyQueued.create({ proxyCopyId: id, onDemand }),
  );
  for (let i = 0; i < events.length; i += MOST_EVENTS)
    await sendEvents(...events.slice(i, i + MOST_EVENTS));
}

/**
 * Cancels the undrawn copies of versions that are no longer current, with the encodes of those that are being
 * made. Their objects go with `sweepProxies`.
 * @returns how many
 */
export async function retireSupersededCopies(now: Date): Promise<number> {
  const { rows } = await db.execute<{ id: string; was: string }>(sql`
    with old as (
      select c.id, c.state as was from ${proxyCopies} c
      where c.drawn_by_id is null and c.state in ('queued', 'encoding', 'ready', 'failed')
        and not exists (select from ${materials} m where m.current_version_id = c.version_id)
      order by c.id for update of c skip locked
    )
    update ${proxyCopies} c set state = 'cancelled', reason = null, object_key = null, changed_at = ${now.toISOString()}
    from old where c.id = old.id
    returning c.id, old.was`);
  const running = rows.filter(({ was }) => was === "queued" || was === "encoding");
  const events = running.map(({ id }) => proxyCopyCancelled.create({ proxyCopyId: id }));
  for (let i = 0; i < events.length; i += MOST_EVENTS)
    await sendEvents(...events.slice(i, i + MOST_EVENTS));
  return rows.length;
}

/** Removes the mezzanines of the versions before this one, which nothing is encoded from any more. */
export async function removeOlderMezzanines(versionId: string): Promise<void> {
  const older = await db.execute<{ id: string }>(sql`
    select v.id from ${versions} v join ${versions} this on this.material_id = v.material_id
    where this.id = ${versionId} and v.number < this.number`);
  for (const { id } of older.rows) await objectStore().remove(mezzanineKey(id));
}

/** A copy that waits or stands still for so long may have lost its run, in milliseconds. */
const LOST_AFTER = 10 * 60_000;
/** By now whoever encoded a cancelled copy has heard of it, in milliseconds. */
const LET_GO_AFTER = 60_000;
/** After this a copy of a pool that failed is tried again, in milliseconds. */
const RETRIED_AFTER = 3_600_000;

/**
 * Puts right what crashes and lost events leave: encodes that nobody runs begin again (one that runs is not
 * begun twice: the function is a singleton by copy), failed copies of pools too, pools are filled, superseded
 * copies retired, and what is not wanted any more is removed with its objects.
 * @returns how many copies it was about
 */
export async function sweepProxies(now: Date): Promise<number> {
  const retired = await retireSupersededCopies(now);
  const lost = await listLost(now);
  await queueEncodes(lost);
  const removed = (await removeCancelled(now)) + (await removeLongDrawn(now));
  return retired + lost.length + removed + (await refillPools({}, now));
}

/**
 * Each counts as having moved now, so that the next sweep leaves it alone; for how long it stood still is taken
 * out of the time that it has been in the making.
 */
async function listLost(now: Date) {
  const before = (age: number) => new Date(now.getTime() - age).toISOString();
  const { rows } = await db.execute<{ id: string; on_demand: boolean }>(sql`
    update ${proxyCopies} set changed_at = ${now.toISOString()}, reason = null,
      state = case when state = 'failed' then 'queued' else state end,
      started_at = case when state <> 'failed' then started_at + (${now.toISOString()} - changed_at) end,
      percent = case when state = 'failed' then 0 else percent end,
      prepared_percent = case when state = 'failed' then 0 else prepared_percent end
    where state in ('queued', 'encoding') and changed_at < ${before(LOST_AFTER)}
      or state = 'failed' and requested_by_id is null and changed_at < ${before(RETRIED_AFTER)}
    returning id, requested_by_id is not null as on_demand`);
  return rows.map(({ id, on_demand }) => ({ id, onDemand: on_demand }));
}

/** Objects first: a row that is gone says no more which they were. */
async function removeCancelled(now: Date): Promise<number> {
  const cancelled = await db
    .select({ id: proxyCopies.id, pieces: sql<number>`cardinality(${proxyCopies.framesDone})` })
    .from(proxyCopies)
    .where(
      and(
        eq(proxyCopies.state, "cancelled"),
        lt(proxyCopies.changedAt, new Date(now.getTime() - LET_GO_AFTER)),
      ),
    );
  for (const { id, pieces } of cancelled) {
    await removeObjects(id, pieces);
    await db.delete(proxyCopies).where(eq(proxyCopies.id, id));
  }
  return cancelled.length;
}

/** The files of drawn copies whose versions were superseded long ago; who drew them stays known. */
async function removeLongDrawn(now: Date): Promise<number> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select c.id from ${proxyCopies} c
    join ${versions} v on v.id = c.version_id
    join ${versions} next on next.material_id = v.material_id and next.number = v.number + 1
    where c.state = 'ready' and c.drawn_by_id is not null
      and next.delivered_on < ${drawnKeptSince(now).toISOString()}`);
  for (const { id } of rows) {
    await removeObjects(id, 0);
    await db
      .update(proxyCopies)
      .set({ state: "removed", objectKey: null, changedAt: now })
      .where(eq(proxyCopies.id, id));
  }
  return rows.length;
}
