import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { randomFrom } from "@/db/seed/random";
import { migrate } from "../db/migrate";
import { type AppServer, startApp } from "../scripts/launcher/app-server";
import { engineSettings } from "../scripts/launcher/jobs-engine";
import { freePort } from "../scripts/launcher/ports";
import { ensureDatabase } from "../scripts/launcher/postgres";
import { signalProcess } from "../scripts/launcher/processes";
import { startEventSink } from "../scripts/testing/event-sink";
import { blankSettings } from "../scripts/testing/test-settings";
import { makeThrowAway, type ThrowAway } from "../scripts/testing/throw-away";
import { keptByAria2, md5Of, run, runUntil, sizeOf, until } from "./support/clients";
import { type Session, signedInAs } from "./support/session";
import { addTakeable, type BundleSaid, type Started } from "./support/takeable";

// An app and a database of their own, to be killed while bytes flow.

const MiB = 2 ** 20;
const seed = process.env.TEST_SEED ?? String(Date.now());
const random = randomFrom(seed);
console.info(`TEST_SEED=${seed}`);

let folder: string;
let throwAway: ThrowAway;
let databaseUrl: string;
let baseUrl: string;
let app: AppServer;
let sink: Awaited<ReturnType<typeof startEventSink>>;
let appProcess: number | undefined;
let taker: Session;
let materialIds: string[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "turnover-crashes-"));
  throwAway = await makeThrowAway();
  await ensureDatabase(throwAway.cluster, "turnover");
  databaseUrl = throwAway.cluster.url("turnover");
  await migrate(databaseUrl);
  baseUrl = `http://localhost:${await freePort()}`;
  const place = { databaseUrl, objectsDir: path.join(throwAway.home, "objects") };
  const files = [
    { fileName: "a.wav", content: randomBytes(40 * MiB + 1) },
    { fileName: "b.wav", content: randomBytes(40 * MiB) },
    { fileName: "c.srt", content: Buffer.alloc(0) },
  ];
  const world = await addTakeable(place, files);
  materialIds = world.materialIds;
  sink = await startEventSink();
  app = await start();
  taker = await signedInAs(baseUrl, world.email);
}, 180_000);

afterAll(async () => {
  await app?.stop();
  sink?.close();
  await throwAway?.close();
  await rm(folder, { recursive: true, force: true });
});

function start() {
  const { NODE_ENV: _, ...blank } = blankSettings();
  const settings = {
    ...blank,
    DATABASE_URL: databaseUrl,
    OBJECTS_DIR: path.join(throwAway.home, "objects"),
    TURNOVER_HOME: throwAway.home,
    APP_URL: baseUrl,
    NEXTAUTH_SECRET: throwAway.secrets.nextAuthSecret,
    LINK_SIGNING_KEYS: throwAway.secrets.linkSigningKeys,
    ...engineSettings(throwAway.secrets, sink.port),
  };
  const add = (name: string, pid?: number) => {
    appProcess = pid;
    throwAway.lock.add(name, pid);
  };
  // The suite's global set-up has built the app by now.
  const port = Number(new URL(baseUrl).port);
  const stopping = new AbortController().signal;
  return startApp({ mode: "start", port, settings, lock: { add }, stopping });
}

async function killApp() {
  if (appProcess === undefined) expect.fail("there is no app");
  signalProcess(-appProcess, "SIGKILL");
  await app.gone;
}

/** Kills a server process of Postgres, upon which it ends them all, recovers and starts anew. */
async function crashPostgres() {
  const client = new pg.Client(databaseUrl);
  client.on("error", () => {}); // It loses its connection, as all do.
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  signalProcess(rows[0]?.pid ?? expect.fail(), "SIGKILL");
  await client.end().catch(() => {});
}

/** Where nothing lies yet, also when a test is walked again: clients would go on with what they find. */
const aPlaceFor = async (name: string) => path.join(await mkdtemp(path.join(folder, "of-")), name);

async function take(): Promise<Started> {
  const answer = await taker.postJson("/api/downloads", { materialIds });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Started;
}

async function said({ bundle }: Started): Promise<BundleSaid> {
  const { bundles } = await taker.json<{ bundles: BundleSaid[] }>("/api/downloads");
  return bundles.find(({ id }) => id === bundle.id) ?? expect.fail("not in the list");
}

async function expectCompleted(started: Started, file: string) {
  const { sentBytes, fileBytes } = await until(
    () => said(started),
    ({ state }) => state === "completed",
  );
  expect(sentBytes).toBe(fileBytes);
  expect(sizeOf(file)).toBe(started.bundle.bytes);
  const whole = path.join(folder, "whole.zip");
  await run("curl", ["-sSf", "-o", whole, started.bundle.url]);
  expect(await md5Of(file)).toBe(await md5Of(whole));
}

test("the app is killed while it sends: a resumed download ends completed, and never said too much", async () => {
  const started = await take();
  const { url, bytes } = started.bundle;
  const file = await aPlaceFor("killed-app.zip");
  const curl = ["-sS", "-C", "-", "-o", file, url];
  for (const share of [random.int(10, 30), random.int(45, 80)]) {
    const limited = ["--limit-rate", "20M", ...curl];
    const reaching = until(
      async () => sizeOf(file),
      (size) => size >= (bytes * share) / 100,
    ).then(killApp);
    await Promise.all([run("curl", limited).catch(() => {}), reaching]);
    const arrived = sizeOf(file);
    app = await start();
    const { sentBytes, state } = await said(started);
    expect(sentBytes).toBeLessThanOrEqual(arrived);
    expect(state).not.toBe("completed");
  }
  await run("curl", ["-f", ...curl]);
  await expectCompleted(started, file);
}, 180_000);

test("the database crashes while bytes flow: the download goes on, or resumes, and ends completed", async () => {
  const started = await take();
  const { url, bytes } = started.bundle;
  const file = await aPlaceFor("crashed-database.zip");
  const curl = ["-sS", "-C", "-", "-o", file, url];
  const crashing = until(
    async () => sizeOf(file),
    (size) => size >= bytes * 0.4,
  ).then(crashPostgres);
  await Promise.all([run("curl", ["--limit-rate", "15M", ...curl]).catch(() => {}), crashing]);
  expect((await said(started)).sentBytes).toBeLessThanOrEqual(sizeOf(file));
  if (sizeOf(file) < bytes) await run("curl", ["-f", "--retry", "5", ...curl]);
  await expectCompleted(started, file);
}, 180_000);

test("both at once, and the client by eight connections", async () => {
  const started = await take();
  const { url } = started.bundle;
  const file = await aPlaceFor("both.zip");
  const aria2c = [
    ...["-q", "-x8", "-s8", "--min-split-size=1M", "--file-allocation=none", "--continue=true"],
    ...["--auto-save-interval=1", "--auto-file-renaming=false", "--max-tries=20", "--retry-wait=1"],
    ...["-d", path.dirname(file), "-o", path.basename(file), url],
  ];
  const limited = ["--max-overall-download-limit=20M", ...aria2c];
  await runUntil("aria2c", limited, file, 30 * MiB, keptByAria2);
  await Promise.all([killApp(), crashPostgres()]);
  app = await start();
  await run("aria2c", aria2c);
  await expectCompleted(started, file);
}, 180_000);
