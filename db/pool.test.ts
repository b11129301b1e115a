import "@/db/testing";
import { sql } from "drizzle-orm";
import pg from "pg";
import { expect, test } from "vitest";
import { db, pool } from "./client";

test("a connection that breaks leaves the pool: in a transaction, in its first statement, and between two", async () => {
  for (let i = 0; i < 3; i++) {
    await expect(breaking((tx) => tx.execute(sql`select pg_sleep(10)`))).rejects.toThrow();
    await expect(
      breaking(() => new Promise((resolve) => setTimeout(resolve, 50))),
    ).rejects.toThrow();
    await expect(breakingAtBegin()).rejects.toThrow();
  }
  await expect.poll(() => pool.totalCount - pool.idleCount).toBe(0);
  const all = Array.from({ length: pool.options.max }, () =>
    db.transaction((tx) => tx.execute(sql`select 1 as one`)),
  );
  expect((await Promise.all(all)).map(({ rows }) => rows)).toEqual(all.map(() => [{ one: 1 }]));
});

test("every connection plans the joins of a long list together, and compiles none", async () => {
  const asked = Array.from({ length: pool.options.max }, () =>
    db.transaction((tx) =>
      tx.execute(
        sql`select current_setting('join_collapse_limit') as joins, current_setting('jit') as jit`,
      ),
    ),
  );
  for (const { rows } of await Promise.all(asked))
    expect(rows).toEqual([{ joins: "11", jit: "off" }]);
});

type Work = Parameters<typeof db.transaction>[0];

/** A transaction whose connection is ended while it works. */
const breaking = (work: Work) =>
  db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    const working = work(tx);
    await end(rows[0]?.pid ?? expect.fail());
    return working;
  });

/** A transaction whose connection was ended without its process having heard of it. */
async function breakingAtBegin() {
  const client = await pool.connect();
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  // Nothing is read from now on, as when the end comes in the same moment.
  const { stream } = (client as unknown as { connection: { stream: NodeJS.ReadableStream } })
    .connection;
  stream.pause();
  await end(rows[0]?.pid ?? expect.fail());
  client.release();
  const begun = db.transaction(async () => {});
  setTimeout(() => stream.resume(), 20);
  return begun;
}

async function end(pid: number) {
  const admin = new pg.Client(process.env.DATABASE_URL);
  await admin.connect();
  await admin.query("select pg_terminate_backend($1, 5000)", [pid]);
  await admin.end();
}
