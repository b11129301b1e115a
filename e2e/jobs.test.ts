import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { until } from "./support/clients";

// The engine that runs beside the app, and the app's functions, as they are.

const baseUrl = inject("baseUrl");
const database = new pg.Client(inject("databaseUrl"));
beforeAll(() => database.connect());
afterAll(() => database.end());

test("the health of the jobs is told", async () => {
  const answer = await fetch(`${baseUrl}/api/health`);
  expect(await answer.json()).toMatchObject({ status: "ok", jobs: "ok" });
});

test("what the clock starts runs through the app, every sweep of it", async () => {
  const began = new Date();
  await database.query(
    "update job_crons set next_at = now() where function_id = 'turnover-sweep-lost-work'",
  );
  await database.query("notify jobs");
  type Run = { id: string; state: string; output: unknown };
  const run = await until(
    async () => {
      const { rows } = await database.query<Run>(
        "select id, state, output from job_runs where function_id = 'turnover-sweep-lost-work' and started_at >= $1 and state <> 'running'",
        [began],
      );
      return rows[0];
    },
    (found) => found !== undefined,
  );
  expect(run).toMatchObject({ state: "completed" });
  const { rows } = await database.query<{ name: string }>(
    "select name from job_steps where run_id = $1",
    [run?.id],
  );
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(["abandoned parts"]));
});

test("a forged signature is refused", async () => {
  const forged = `t=${Math.floor(Date.now() / 1000)}&s=${"0".repeat(64)}`;
  const address = `${baseUrl}/api/inngest?fnId=turnover-sweep-lost-work&stepId=step`;
  for (const method of ["POST", "PUT"]) {
    const headers = {
      "content-type": "application/json",
      "x-inngest-signature": forged,
      "x-inngest-sync-kind": "in_band",
    };
    const answer = await fetch(address, {
      method,
      headers,
      body: JSON.stringify({ url: baseUrl }),
    });
    expect(answer.status).toBe(401);
  }
});
