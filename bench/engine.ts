import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { migrate } from "../db/migrate";
import { sampleClient, startSampleApp } from "../inngest/embedded/testing/sample-app";
import { engineSettings, startEngine } from "../scripts/launcher/jobs-engine";
import { freePort } from "../scripts/launcher/ports";
import { ensureDatabase } from "../scripts/launcher/postgres";
import { makeThrowAway } from "../scripts/testing/throw-away";
import { median, percentile } from "./measure";
import { startSection } from "./results";

// How fast the embedded jobs' engine runs, and what it costs when there is nothing to run. `npm run bench:engine`
// writes the section of bench/RESULTS.md.

const runs = 1000;
const steps = 5;
const idleSeconds = 20;

// What was started is ended with this process, however that ends.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const { tell, limit, report } = startSection("The jobs' engine");
const throwAway = await makeThrowAway({ durable: true });
const { cluster, secrets, lock } = throwAway;
await ensureDatabase(cluster, "bench");
await migrate(cluster.url("bench"));
const database = new pg.Pool({ connectionString: cluster.url("bench"), max: 1 });
// From another database, whose transactions do not count.
const outside = new pg.Pool({ connectionString: cluster.url("postgres"), max: 1 });
// The server ends sooner than they notice that they are closed.
for (const pool of [database, outside]) pool.on("error", () => {});

const known = engineSettings(secrets, await freePort());
const keys = { signingKey: secrets.jobsSigningKey, eventKey: secrets.jobsEventKey };
const client = sampleClient(known.INNGEST_BASE_URL, keys);
const begun: number[] = [];
const app = await startSampleApp(client, () => begun.push(performance.now()));
const settings = { ...process.env, ...known, DATABASE_URL: cluster.url("bench") };
const engine = startEngine(settings, Number(new URL(app.url).port), lock);
try {
  await untilReady();
  await speed();
  await latency();
  await idle("nothing to do");
  await client.send(
    Array.from({ length: 100 }, (_, i) => ({ name: "sample/single", data: { key: `${i}` } })),
  );
  await untilMarked(100);
  await idle("100 runs asleep");
} finally {
  await engine.stop();
  app.close();
  await database.end();
  await outside.end();
  await throwAway.close();
}
report({
  command: "npm run bench:engine",
  how: "the engine as the launcher starts it, on a Postgres with fsync; steps that do nothing, in a plain HTTP server, so that only the engine and the SDK are measured.",
});

async function speed() {
  const before = performance.now();
  for (let first = 0; first < runs; first += 100)
    await client.send(
      Array.from({ length: 100 }, (_, i) => ({
        name: "sample/sequence",
        data: { steps, tag: `${first + i}` },
      })),
    );
  const sent = performance.now() - before;
  await untilMarked(runs * steps);
  for (;;) {
    const { rows } = await database.query<{ left: number }>(
      "select count(*)::int as left from job_runs where state = 'running'",
    );
    if (rows[0]?.left === 0) break;
    await sleep(50);
  }
  const seconds = (performance.now() - before) / 1000;
  tell(`${runs} runs of ${steps} steps`, `${seconds.toFixed(1)} s`);
  tell("runs a second", (runs / seconds).toFixed(0));
  tell("steps a second", ((runs * steps) / seconds).toFixed(0));
  tell("steps run twice", String(begun.length - runs * steps), "0", begun.length === runs * steps);
  tell(`taking ${runs} events in batches of 100`, `${(sent / 1000).toFixed(1)} s`);
}

/** From an event's sending to its first step's begin, one after another. */
async function latency() {
  const taken: number[] = [];
  for (let i = 0; i < 50; i += 1) {
    begun.length = 0;
    const sent = performance.now();
    await client.send({ name: "sample/sequence", data: { steps: 1, tag: "latency" } });
    await untilMarked(1);
    taken.push((begun[0] ?? Infinity) - sent);
  }
  begun.length = 0;
  limit("from an event to the first step, median", median(taken), 100);
  limit("the same, p95", percentile(taken, 95), 200);
}

/** Transactions a second while nothing happens. */
async function idle(what: string) {
  // A connection tells of its last transactions ten seconds after it has come to rest (PGSTAT_IDLE_INTERVAL).
  await sleep(12_000);
  const [before, from] = [await transactions(), performance.now()];
  await sleep(idleSeconds * 1000);
  const rate = ((await transactions()) - before) / ((performance.now() - from) / 1000);
  tell(`transactions a second, ${what}`, rate.toFixed(2), "< 20", rate < 20);
}

async function transactions(): Promise<number> {
  const { rows } = await outside.query<{ count: number }>(
    "select (xact_commit + xact_rollback)::float as count from pg_stat_database where datname = 'bench'",
  );
  return rows[0]?.count ?? 0;
}

async function untilReady() {
  while (!(await fetch(`${known.INNGEST_BASE_URL}/health`).catch(() => null))?.ok) await sleep(50);
}

async function untilMarked(count: number) {
  while (begun.length < count) await sleep(1);
}
