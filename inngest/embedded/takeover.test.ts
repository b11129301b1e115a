import "@/db/testing";
import pg from "pg";
import { afterEach, expect, test, vi } from "vitest";
import { freePort } from "@/scripts/launcher/ports";
import { startEngine } from "./engine";
import { openDoor } from "./testing/door";
import { sampleClient, startSampleApp } from "./testing/sample-app";

const keys = { signingKey: "signkey-test-00ff11ee", eventKey: "events" };
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

test("one engine works a database; the next takes over when it ends", async () => {
  const first = await anEngine();
  await ready(first);
  const second = await anEngine();
  expect(await healthOf(second)).toMatchObject({
    reason: expect.stringContaining("Another engine"),
  });
  await expect(sent(second)).resolves.toBe(503);

  await first.stop();
  await ready(second);
  expect(await sent(second)).toBe(200);
});

test("an engine that loses its database takes it up again", async () => {
  const engine = await anEngine();
  await ready(engine);
  const admin = new pg.Client(process.env.DATABASE_URL);
  await admin.connect();
  await admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'turnover jobs' and datname = current_database()",
  );
  await admin.end();
  await vi.waitFor(() => expect(engine.log.join()).toContain("the database was lost"), 5000);
  await ready(engine);
  expect(await sent(engine)).toBe(200);
});

test("an engine whose connections are reset, in the middle of a change too, goes on", async () => {
  const door = await openDoor(() => Number(new URL(process.env.DATABASE_URL ?? "").port));
  closers.push(door.close);
  const engine = await anEngine(door.port);
  await ready(engine);
  const admin = new pg.Client(process.env.DATABASE_URL);
  closers.push(() => admin.end());
  await admin.connect();
  await admin.query("begin");
  await admin.query("lock table job_events");
  const answered = sent(engine);
  const waiting = "select from pg_locks where not granted and relation = 'job_events'::regclass";
  await vi.waitFor(async () => expect((await admin.query(waiting)).rowCount).toBe(1), 5000);

  door.reset();
  expect(await answered).toBe(503);
  await admin.query("rollback");
  await vi.waitFor(async () => expect(await sent(engine)).toBe(200), 10_000);
  expect(engine.log.join()).toContain("the database was lost");
});

async function anEngine(databasePort?: number) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const app = await startSampleApp(sampleClient(url, keys), () => {});
  const log: string[] = [];
  const database = new URL(process.env.DATABASE_URL ?? "");
  if (databasePort) database.port = String(databasePort);
  const databaseUrl = database.href;
  const stop = await startEngine({
    ...keys,
    databaseUrl,
    appUrl: app.url,
    port,
    log: (line) => log.push(line),
  });
  closers.push(app.close, stop);
  return { url, log, stop };
}

type Engine = Awaited<ReturnType<typeof anEngine>>;

const healthOf = async ({ url }: Engine) => (await fetch(`${url}/health`)).json();
const ready = (engine: Engine) =>
  vi.waitFor(async () => expect(await healthOf(engine)).toEqual({ status: "ok" }), 10_000);

async function sent({ url }: Engine) {
  const body = JSON.stringify([{ name: "sample/nobody" }]);
  return (await fetch(`${url}/e/${keys.eventKey}`, { method: "POST", body })).status;
}
