import { mkdtemp, readdir, rm, stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { expect } from "vitest";
import type { Random } from "@/db/seed/random";
import { resendServer } from "@/lib/email/testing";
import type { RequestedProxy } from "@/lib/proxies/types";
import { migrate } from "../../db/migrate";
import { startApp } from "../../scripts/launcher/app-server";
import { engineSettings, startEngine } from "../../scripts/launcher/jobs-engine";
import { freePort } from "../../scripts/launcher/ports";
import { ensureDatabase } from "../../scripts/launcher/postgres";
import { signalProcess } from "../../scripts/launcher/processes";
import { blankSettings } from "../../scripts/testing/test-settings";
import { makeThrowAway } from "../../scripts/testing/throw-away";
import { until } from "./clients";
import { aClip, deliverClip } from "./proxies";
import { signedInAs } from "./session";
import { addTakeable } from "./takeable";

// An app, an engine and a database of their own, to be killed while copies are made.

/** How long a copy takes on a busy machine, kills and restarts included, in milliseconds. */
const patience = 180_000;

export type CrashWorld = Awaited<ReturnType<typeof startCrashWorld>>;

export async function startCrashWorld() {
  const folder = await mkdtemp(path.join(tmpdir(), "turnover-proxy-crashes-"));
  const clip = await aClip(folder);
  // Else a killed Postgres loses the last of what it said was kept.
  const throwAway = await makeThrowAway({ durable: true });
  const { home, secrets, lock, cluster } = throwAway;
  await ensureDatabase(cluster, "turnover");
  const databaseUrl = cluster.url("turnover");
  await migrate(databaseUrl);
  const port = await freePort();
  const { NODE_ENV: _, ...blank } = blankSettings();
  const resend = await resendServer();
  const settings = {
    ...blank,
    DATABASE_URL: databaseUrl,
    OBJECTS_DIR: path.join(home, "objects"),
    RESEND_API_KEY: "re_test",
    RESEND_BASE_URL: resend.url,
    MAIL_FROM: "Turnover <turnover@studio.example>",
    WORK_DIR: path.join(home, "work"),
    PROXY_POOL_TARGET: "0",
    TURNOVER_HOME: home,
    APP_URL: `http://localhost:${port}`,
    NEXTAUTH_SECRET: secrets.nextAuthSecret,
    LINK_SIGNING_KEYS: secrets.linkSigningKeys,
    ...engineSettings(secrets, await freePort()),
  };
  const pids = { app: 0, engine: 0 };
  const keeping = (of: keyof typeof pids) => ({
    add(name: string, pid?: number) {
      pids[of] = pid ?? 0;
      lock.add(name, pid);
    },
  });
  const stopping = new AbortController().signal;
  // The suite's global set-up has built the app by now.
  const appLike = () => startApp({ mode: "start", port, settings, lock: keeping("app"), stopping });
  const engineLike = () => startEngine(settings, port, keeping("engine"));
  let engine = engineLike();
  let app = await appLike();
  const place = { databaseUrl, objectsDir: settings.OBJECTS_DIR };

  let busy: Promise<unknown> = Promise.resolve();
  /** Kills, and what is prepared between them, one after the other: each finds everything up. */
  const inTurn = <T>(work: () => Promise<T>) => {
    const done = busy.then(work);
    busy = done.catch(() => {});
    return done;
  };
  const healthy = () =>
    until(
      () => fetch(`${settings.APP_URL}/api/health`).catch(() => undefined),
      (answer) => answer?.status === 200,
      60_000,
    );

  const kills = {
    async app() {
      signalProcess(-pids.app, "SIGKILL");
      await app.gone;
      app = await appLike();
    },
    async engine() {
      signalProcess(-pids.engine, "SIGKILL");
      await engine.gone;
      engine = engineLike();
    },
    /** Kills a server process, upon which Postgres ends them all, recovers and starts anew; waits until it has. */
    async postgres() {
      const [victim, witness] = [await connected(databaseUrl), await connected(databaseUrl)];
      const { rows } = await victim.query<{ pid: number }>("select pg_backend_pid() as pid");
      const felt = new Promise((resolve) => witness.once("end", resolve));
      signalProcess(rows[0]?.pid ?? expect.fail(), "SIGKILL");
      await felt;
      await victim.end().catch(() => {});
      await (await connected(databaseUrl)).end();
    },
  };
  type Victim = keyof typeof kills;

  return {
    databaseUrl,
    /** What takes the mails, and knows one again by its idempotency key. */
    resend,
    objectsDir: settings.OBJECTS_DIR,
    workDir: settings.WORK_DIR,
    baseUrl: settings.APP_URL,
    /** A user who has asked for a copy of their only material, a proxy with an empty pool. */
    aWaiter: () =>
      inTurn(async () => {
        const { email, materialIds } = await addTakeable(place, [
          { fileName: "GLASS.mov", content: Buffer.from("to be replaced") },
        ]);
        const materialId = materialIds[0] ?? expect.fail();
        await query(
          databaseUrl,
          `update asset_types set watermarked = true, media_kind = 'video'
           where code = (select asset_type_code from materials where id = $1)`,
          [materialId],
        );
        const world = {
          query: (text: string, values: unknown[]) => query(databaseUrl, text, values),
        };
        await deliverClip(world, { materialId, clip, objectsDir: place.objectsDir });
        const session = await signedInAs(settings.APP_URL, email);
        const answer = await session.postJson("/api/proxies", { materialId });
        expect(answer.status).toBe(202);
        return { session, email };
      }),
    kill: (victim: Victim) => inTurn(() => kills[victim]().then(healthy)),
    async stop() {
      await app.stop();
      await engine.stop();
      await throwAway.close();
      await resend.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Asks for a copy, kills the app, the engine or Postgres at a random moment of its making, and waits until it is ready.
 * @returns whose it is
 */
export async function survives(world: CrashWorld, random: Random, longest: number) {
  const { session, email } = await world.aWaiter();
  const victim = aVictim(random);
  const moment = random.int(0, longest);
  await new Promise((resolve) => setTimeout(resolve, moment));
  await world.kill(victim);
  const asked = () =>
    session
      .json<{ proxies: RequestedProxy[] }>("/api/proxies")
      .then(({ proxies }) => proxies[0])
      .catch(() => undefined);
  const proxy = await until(
    asked,
    (found) => found?.state === "ready" || found?.state === "failed",
    patience,
  );
  expect([victim, moment, proxy?.state, proxy?.reason]).toEqual([victim, moment, "ready", null]);
  return email;
}

const aVictim = (random: Random) => random.pick(["app", "app", "engine", "postgres"] as const);

/** Has somebody killed each time that a mail was taken, before the one who sent it has heard of it; so often. */
export function killAtMails(world: CrashWorld, random: Random, times: number) {
  for (let i = 0; i < times; i++) {
    const victim = aVictim(random);
    world.resend.plan.push(async () => {
      console.info(`a mail was taken: killed ${victim}`);
      await world.kill(victim);
    });
  }
}

/** Every copy ready once, and nothing beside it in the store. */
export async function expectNothingLeft(world: CrashWorld, copies: number) {
  const copiesOf = () => query(world.databaseUrl, "select id, state from proxy_copies", []);
  // Whoever is just sending a mail may be killing Postgres meanwhile.
  const { rows } = await copiesOf().catch(copiesOf);
  expect(rows.map(({ state }) => state)).toEqual(Array.from({ length: copies }, () => "ready"));
  const kept = await filesIn(path.join(world.objectsDir, "proxies"));
  const whole = kept.filter((file) => !file.endsWith(".part"));
  expect(whole.sort()).toEqual(rows.map(({ id }) => `${id}/copy`).sort());
}

/** What is half-written goes with the next sweep, once nobody can be writing to it any more. */
export async function expectSwept(world: CrashWorld) {
  for (const file of await filesIn(world.objectsDir))
    if (file.endsWith(".part")) {
      const hoursAgo = new Date(Date.now() - 7_200_000);
      await utimes(path.join(world.objectsDir, file), hoursAgo, hoursAgo);
    }
  await until(
    async () => [
      ...(await filesIn(world.objectsDir)).filter((file) => file.endsWith(".part")),
      ...(await filesIn(world.workDir)),
    ],
    (left) => left.length === 0,
    patience,
  );
}

/** Each user had exactly one mail of their one copy, in the end. */
export async function expectOneMailEach(world: CrashWorld, users: string[]) {
  const sent = async () => {
    const text =
      "select u.email from mails m join users u on u.id = m.user_id where state = 'sent'";
    // Whoever sends them may be just killing Postgres.
    const { rows } = await query(world.databaseUrl, text, []).catch(() => ({ rows: [] }));
    return rows.map(({ email }) => email);
  };
  const told = await until(sent, (found) => found.length >= users.length, 2 * patience);
  expect(told.sort()).toEqual(users.toSorted());
  const taken = world.resend.mails().map(({ to }) => to);
  expect(taken.sort()).toEqual(users.toSorted());
}

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      const entry = await stat(path.join(folder, name)).catch(() => null);
      return entry?.isFile() ? [name] : [];
    }),
  );
  return found.flat();
}

/** A client that can lose its connection, as soon as the server takes one. */
async function connected(databaseUrl: string): Promise<pg.Client> {
  const tryOnce = () => {
    const client = new pg.Client(databaseUrl);
    client.on("error", () => {});
    return client.connect().then(
      () => client,
      () => null,
    );
  };
  return (await until(tryOnce, (client) => client !== null)) ?? expect.fail("no connection");
}

async function query(databaseUrl: string, text: string, values: unknown[]) {
  const client = await connected(databaseUrl);
  try {
    return await client.query<Record<string, string>>(text, values);
  } finally {
    await client.end();
  }
}
