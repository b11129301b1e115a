import "server-only";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { transfers } from "@/db/schema";
import { advance } from "./commands";
import { DEAD_AFTER } from "./rules";
import type { TransferState } from "./types";

/**
 * Finds out which transfers went on where another had stopped, which proves that the other had sent all up to
 * there: the last bytes before a connection broke, or before a process died.
 *
 * Of one that has ended, its own process knew what it had handed over, and so it had sent all up to the last place
 * within that at which another begins, whenever that began and whatever began between: a client that comes by
 * several connections closes each where the next has begun, and opens some that it closes at once. What a dead
 * process had handed over nobody wrote down, so that only the word of a client counts that came to another process
 * after, only within what was leased, and only of the transfer whose start is the nearest before. Looked at is every
 * file and bundle of which a transfer has begun or broken off since.
 * @returns how many are still to be settled, because the transfer that they may go on from still runs
 */
export async function settleTransfers(instance: string, now: Date): Promise<number> {
  const dead = new Date(now.getTime() - DEAD_AFTER).toISOString();
  return db.transaction(async (tx) => {
    const { rows } = await tx.execute<Judged>(sql`
      with waiting as (
        select id, download_id, bundle_id from ${transfers}
        where not settled and (instance = ${instance} or seen_at < ${dead})
        order by id for update skip locked
      )
      select n.id, n.from_byte, earlier.id as earlier_id, earlier.moved_at,
        n.id in (select id from waiting) as waiting,
        case
          when earlier.id is null or earlier.sent_to >= n.from_byte then 'no'
          when earlier.ended_at is not null then 'yes'
          when earlier.seen_at >= ${dead} then 'unknown'
          when earlier.instance <> n.instance and n.started_at > earlier.seen_at then 'yes'
          else 'no'
        end as resumes
      from ${transfers} n left join lateral (
        select *, row_number() over (order by t.from_byte desc, t.id desc) as distance
        from ${transfers} t
        where (t.download_id = n.download_id or t.bundle_id = n.bundle_id)
          and (t.from_byte < n.from_byte or t.from_byte = n.from_byte and t.id < n.id)
          and t.leased_to >= n.from_byte
      ) earlier on earlier.distance = 1
        or earlier.ended_at is not null and earlier.sent_to < n.from_byte
      where n.download_id in (select download_id from waiting)
        or n.bundle_id in (select bundle_id from waiting)`);
    await advance(tx, provenBy(rows), now);
    const waiting = rows.filter((row) => row.waiting);
    const open = new Set(
      waiting.filter(({ resumes }) => resumes === "unknown").map(({ id }) => id),
    );
    const settled = waiting.filter(({ id }) => !open.has(id)).map(({ id }) => id);
    await tx.execute(
      sql`update ${transfers} set settled = true where id = any(${sql.param(settled)}::uuid[])`,
    );
    return open.size;
  });
}

type Judged = {
  id: string;
  from_byte: string;
  earlier_id: string;
  moved_at: Date;
  waiting: boolean;
  resumes: "yes" | "no" | "unknown";
};

/** Each transfer that was resumed, ended at the furthest place at which it was. */
function provenBy(judged: Judged[]): TransferState[] {
  const proven = new Map<string, TransferState>();
  for (const { resumes, earlier_id: id, from_byte, moved_at } of judged) {
    if (resumes !== "yes") continue;
    const to = Math.max(Number(from_byte), proven.get(id)?.sentTo ?? 0);
    const movedAt = new Date(moved_at);
    proven.set(id, { id, sentTo: to, leasedTo: to, movedAt, endedAt: movedAt });
  }
  return [...proven.values()];
}
