import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db/client";
import { bundleEntries, bundles, downloads, proxyCopies, transfers, versions } from "@/db/schema";
import type { Transfer, TransferState } from "./types";

/**
 * Records that bytes up to `leasedTo` may go out from now on, before any does; with the first transfer,
 * that its file or bundle has begun.
 */
export async function beginTransfer(transfer: Transfer, instance: string): Promise<void> {
  const { id, target, address, fromByte, leasedTo, startedAt } = transfer;
  const at = startedAt.toISOString();
  const [table, targetId] =
    "bundleId" in target ? [bundles, target.bundleId] : [downloads, target.downloadId];
  const column = sql.identifier("bundleId" in target ? "bundle_id" : "download_id");
  // Those of a bundle learn it as their bytes go out.
  const from = "bundleId" in target ? sql`` : sql`, address = ${address}`;
  await db.execute(sql`
    with begun as (
      update ${table} set begun_at = ${at}${from} where id = ${targetId} and begun_at is null
    ), with_it as (
      update ${bundles} set begun_at = ${at} where begun_at is null and id =
        (select bundle_id from ${downloads} where id = ${targetId})
    )
    insert into ${transfers} (id, ${column}, instance, address, from_byte, sent_to, leased_to, started_at, moved_at, seen_at, settled)
    values (${id}, ${targetId}, ${instance}, ${address}, ${fromByte}, ${fromByte}, ${leasedTo}, ${at}, ${at}, ${at}, ${fromByte === 0})`);
}

/** Records, before they go out, that more bytes may. */
export async function extendLease(id: string, leasedTo: number): Promise<void> {
  await db.execute(sql`
    update ${transfers} set leased_to = greatest(leased_to, ${leasedTo}) where id = ${id} and ended_at is null`);
}

/**
 * Writes how far transfers have come, and with it what of each file was sent and which files that makes
 * whole: one statement for any number of them.
 */
export async function recordTransfers(states: TransferState[], now: Date): Promise<void> {
  await advance(db, states, now);
}

/**
 * Takes back what a transfer was thought to have sent beyond `sentTo`: its connection broke after all. What
 * other transfers sent of it stays, and so does what a receipt has proved.
 */
export async function takeBack(id: string, sentTo: number): Promise<void> {
  await db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ was: string }>(
      sql`select sent_to as was from ${transfers} where id = ${id} for update`,
    );
    const was = Number(rows[0]?.was ?? 0);
    if (was <= sentTo) return;
    await tx.execute(
      sql`update ${transfers} set sent_to = ${sentTo}, settled = false where id = ${id}`,
    );
    const lost = sql`(select download_id, bundle_id, address, ${sentTo}::bigint as was, ${was}::bigint as sent_to, true as ended from ${transfers} where id = ${id})`;
    await tx.execute(sql`
      with lost as (${partsOf(lost)}),
      others as (
        select lost.download_id, int8range(t.from_byte, t.sent_to) * lost.part as part
        from lost join ${transfers} t on t.download_id = lost.download_id
        union all
        select lost.download_id, ${inFile("t.from_byte", "t.sent_to")} * lost.part
        from lost
        join ${bundleEntries} e on e.download_id = lost.download_id
        join ${transfers} t on t.bundle_id = e.bundle_id
          and t.from_byte < e.data_offset + e.bytes and t.sent_to > e.data_offset
      ),
      left_over as (
        select d.id, d.coverage - int8multirange(lost.part)
          + coalesce((select range_agg(o.part) from others o where o.download_id = d.id), '{}') as coverage
        from lost join ${downloads} d on d.id = lost.download_id
        where d.verified_at is null
        order by d.id for update of d
      )
      update ${downloads} d set
        coverage = left_over.coverage,
        completed_at = case when left_over.coverage @> int8range(0, ${bytesTaken}) then d.completed_at end
      from left_over, ${takenFrom}
      where d.id = left_over.id and ${isTaken}`);
  });
}

/** How long after the end of their links transfers are kept, in days: until then a new link may go on with them. */
const TRANSFERS_KEPT_DAYS = 30;

/** Removes the books of what nobody can go on with: what they proved stands with the downloads. @returns how many */
export async function removeOldTransfers(now: Date): Promise<number> {
  const old = new Date(now.getTime() - TRANSFERS_KEPT_DAYS * 86_400_000).toISOString();
  const { rowCount } = await db.execute(sql`
    delete from ${transfers} t where t.seen_at < ${old}
      and not exists (select from ${downloads} d where d.id = t.download_id and d.expires_at >= ${old})
      and not exists (select from ${bundles} b where b.id = t.bundle_id and b.expires_at >= ${old})`);
  return rowCount ?? 0;
}

/** What `recordTransfers` does, also within a transaction. */
export async function advance(on: typeof db | Transaction, states: TransferState[], now: Date) {
  if (states.length === 0) return;
  const column = <T>(value: (state: TransferState) => T) => sql.param(states.map(value));
  const instants = (value: (state: TransferState) => Date | null) =>
    column((state) => value(state)?.toISOString() ?? null);
  const at = now.toISOString();
  // Everything is locked in the order of its id: two processes that write at once wait, but never for each other.
  await on.execute(sql`
    with given as (
      select * from unnest(
        ${column(({ id }) => id)}::uuid[],
        ${column(({ sentTo }) => sentTo)}::bigint[],
        ${column(({ leasedTo }) => leasedTo)}::bigint[],
        ${instants(({ movedAt }) => movedAt)}::timestamptz[],
        ${instants(({ endedAt }) => endedAt)}::timestamptz[]
      ) as given (id, sent_to, leased_to, moved_at, ended_at)
    ),
    known as (
      select t.id, t.download_id, t.bundle_id, t.address, t.sent_to as was,
        greatest(t.sent_to, given.sent_to) as sent_to, given.leased_to, given.moved_at, given.ended_at,
        given.ended_at is not null as ended
      from given join ${transfers} t on t.id = given.id
      order by t.id for update of t
    ),
    written as (
      update ${transfers} t set
        sent_to = known.sent_to,
        leased_to = greatest(known.leased_to, known.sent_to, case when not known.ended then t.leased_to end),
        moved_at = known.moved_at,
        ended_at = coalesce(t.ended_at, known.ended_at),
        settled = t.settled and not (t.ended_at is null and known.ended and known.sent_to < known.leased_to),
        seen_at = ${at}
      from known where t.id = known.id
    ),
    parts as (${partsOf(sql`known`)}),
    sums as (
      select download_id, min(address) as address, range_agg(part) as sent from parts group by download_id
    ),
    locked as (
      select d.id, sums.address, sums.sent from sums join ${downloads} d on d.id = sums.download_id
      order by d.id for update of d
    )
    update ${downloads} d set
      coverage = d.coverage + locked.sent,
      begun_at = coalesce(d.begun_at, ${at}),
      address = coalesce(d.address, locked.address),
      completed_at = coalesce(d.completed_at,
        case when d.coverage + locked.sent @> int8range(0, ${bytesTaken}) then ${at}::timestamptz end)
    from locked, ${takenFrom}
    where d.id = locked.id and ${isTaken}`);
}

/**
 * What bytes `was` to `sent_to` of files and bundles are of each file: a bundle's entries stand one after
 * another, so that those concerned begin with the last that starts at or before them. A file of no bytes
 * has been sent when its place was passed, or its answer ended.
 */
const partsOf = (moved: SQL) => sql`
  select m.download_id, m.address, int8range(m.was, m.sent_to) as part
  from ${moved} m where m.download_id is not null and (m.was < m.sent_to or m.ended)
  union all
  select e.download_id, m.address, ${inFile("m.was", "m.sent_to")}
  from ${moved} m
  join ${bundleEntries} e on e.bundle_id = m.bundle_id and e.download_id is not null
    and e.data_offset <= m.sent_to
    and e.data_offset >= coalesce((
      select max(before.data_offset) from ${bundleEntries} before
      where before.bundle_id = m.bundle_id and before.data_offset <= m.was), 0)
  where m.was < m.sent_to and case
    when e.bytes = 0 then e.data_offset > m.was
    else e.data_offset < m.sent_to and e.data_offset + e.bytes > m.was end`;

/** A range of a bundle as one of the file of entry `e`. */
const inFile = (from: string, to: string) => sql`int8range(
  greatest(${sql.raw(from)} - e.data_offset, 0), least(${sql.raw(to)} - e.data_offset, e.bytes))`;

/** What a download sends: its version, or the copy made in its stead; here only the length counts. */
const takenFrom = sql`${versions} v`;
const isTaken = sql`v.id = d.version_id`;
const bytesTaken = sql`coalesce((select c.bytes from ${proxyCopies} c where c.id = d.proxy_copy_id), v.bytes)`;
