import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { prepared } from "@/db/prepared";
import { proxyCopies } from "@/db/schema";
import type { PartnerUser } from "@/lib/auth/types";
import type { Checksums } from "@/lib/materials/types";
import { bestCopyFirst, isOwnCopy } from "./queries";
import type { ProxyCopyState } from "./types";

/**
 * Binds ready copies to the user, in one statement: what they asked for, and, of versions of which they have
 * nothing that will come, the oldest of the pool that nobody else is just drawing.
 * @returns these, what they had drawn before, and what is being made for them: one a version at most
 */
export async function drawCopies(
  tx: Transaction,
  user: PartnerUser,
  versionIds: string[],
  now: Date,
) {
  const { id, partnerId } = user;
  const values = { user: id, partner: partnerId, now: now.toISOString() };
  const [version, ...others] = versionIds;
  const rows =
    others.length === 0
      ? await drawOne(tx, { ...values, version })
      : await drawMany(tx, { ...values, versions: versionIds });
  return rows.map(({ id, version_id, state, from_pool, object_key, serial, bytes, ...sums }) => ({
    ...{ copyId: id, versionId: version_id, state, fromPool: from_pool },
    file: { ...sums, objectKey: object_key, serial: Number(serial), bytes: Number(bytes) },
  }));
}

const given = (name: string) => sql.placeholder(name);
const drawnColumns = sql.raw("id, version_id, state, serial, bytes, md5, xxh64, crc32, object_key");

/** @param wanted the versions, as one column of a `from` */
const drawing = (name: string, wanted: SQL) =>
  prepared<DrawnCopy>(
    name,
    sql`
    with own as materialized (
      select distinct on (version_id) * from ${proxyCopies}
      where version_id in (select wanted.version_id from ${wanted} as wanted (version_id)) and ${isOwnCopy({ id: given("user") })} and state <> 'failed'
      order by version_id, ${sql.join(bestCopyFirst, sql`, `)}
    ), pool as materialized (
      select picked.id from ${wanted} as lacking (version_id) cross join lateral (
        select c.id from ${proxyCopies} c
        where c.version_id = lacking.version_id and c.partner_id = ${given("partner")}
          and c.state = 'ready' and c.drawn_by_id is null and c.requested_by_id is null
          and not exists (select from own where own.version_id = lacking.version_id)
        order by c.ready_at limit 1
        for update of c skip locked
      ) picked
    ), drawn as (
      update ${proxyCopies} set drawn_by_id = ${given("user")}, drawn_at = ${given("now")}, changed_at = ${given("now")}
      where id in (select id from pool union all select id from own where state = 'ready' and drawn_by_id is null)
      returning *
    )
    select ${drawnColumns}, requested_by_id is null as from_pool from drawn
    union all
    select ${drawnColumns}, false from own where state <> 'ready' or drawn_by_id is not null`,
  );

// Apart from the many: of a list Postgres expects ten, and would plan anew each time in the hope of fewer.
const drawOne = drawing("draw a copy", sql`(values (${given("version")}::uuid))`);
const drawMany = drawing("draw copies", sql`unnest(${given("versions")}::uuid[])`);

type DrawnCopy = {
  id: string;
  version_id: string;
  state: ProxyCopyState;
  from_pool: boolean;
  serial: string;
  bytes: string;
  object_key: string;
} & Checksums;
