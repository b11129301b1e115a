import { v7 } from "uuid";
import { beforeEach, expect, test } from "vitest";
import "@/db/testing";
import { pool } from "@/db/client";
import { lookAtQueue } from "./queue";
import type { Store } from "./store";

const store = { query: pool.query.bind(pool) } as Store;

type Waiting = { key: string; minutes: number; priority?: number; losses?: number };

/** Puts runs in the queue, each with work that has been due since it was started so many minutes ago. */
async function queued(all: Waiting[]) {
  const ids = all.map(() => v7());
  await pool.query(
    `with given as (
       select * from unnest($1::uuid[], $2::text[], $3::float8[], $4::int[], $5::int[])
         as given (id, key, minutes, priority, losses)
     ), runs as (
       insert into job_runs (id, function_id, event_id, event, limit_keys, priority, started_at)
       select id, 'work', id::text, '{}', array[key], priority, now() - minutes * interval '1 minute' from given
     )
     insert into job_queue (run_id, step_id, due_at, losses)
     select id, 'step', case when losses > 0 then now() else now() - minutes * interval '1 minute' end, losses from given`,
    [
      ids,
      all.map(({ key }) => key),
      all.map(({ minutes }) => minutes),
      all.map(({ priority }) => priority ?? 0),
      all.map(({ losses }) => losses ?? 0),
    ],
  );
  return ids;
}

const due = async (most = 32) => (await lookAtQueue(store, [], most)).due.map(({ run }) => run);

beforeEach(() => pool.query("delete from job_runs"));

test("work goes by when its run was started, less its priority; what took the app with it, by when it is due again", async () => {
  const ids = await queued([
    { key: "a", minutes: 5 },
    { key: "a", minutes: 30, losses: 1 },
    { key: "a", minutes: 1, priority: 600 },
    { key: "a", minutes: 12, priority: -600 },
    { key: "a", minutes: 5 },
  ]);
  const [early, lost, urgent, pooled, late] = ids;
  expect(await due()).toEqual([urgent, early, late, pooled, lost]);
  expect(await due(2)).toEqual([urgent, early]);
  expect(await due(0)).toEqual([]);
});

test("thousands that wait for one limit hide nothing behind them", async () => {
  const crowd = Array.from({ length: 3_000 }, () => ({ key: "encodes", minutes: 60 }));
  const ids = await queued([...crowd, { key: "mails", minutes: 1 }]);
  const found = await due();
  expect(found).toHaveLength(33);
  expect(found.at(-1)).toBe(ids.at(-1));
});
