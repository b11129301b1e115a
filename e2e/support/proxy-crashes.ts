import { mkdtemp, readdir, rm, stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { expect } from "vitest";
import type { Random } from "@/db/seed/random";
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
  const throwAway = await makeThrowAway();
  const { home, secrets, lock, cluster } = throwAway;
  await ensureDatabase(cluster, "turnover");
  const databaseUrl = cluster.url("turnover");
  await migrate(databaseUrl);
  const port = await freePort();
  const { NODE_ENV: _, ...blank } = blankSettings();
  const settings = {
    ...blank,
    DATABASE_URL: databaseUrl,
    OBJECTS_DIR: path.join(home, "objects"),
    OUTBOX_DIR: path.join(home, "outbox"),
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

  return {
    databaseUrl,
    objectsDir: settings.OBJECTS_DIR,
    workDir: settings.WORK_DIR,
    baseUrl: settings.APP_URL,
    /** A user whose only material is a proxy with an empty pool. */
    async aWaiter() {
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
      return { session: await signedInAs(settings.APP_URL, email), materialId };
    },
    kills: {
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
      /** Kills a server process, upon which Postgres ends them all, recovers and starts anew. */
      async postgres() {
        const client = new pg.Client(databaseUrl);
        client.on("error", () => {}); // It loses its connection, as all do.
        await client.connect();
        const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
        signalProcess(rows[0]?.pid ?? expect.fail(), "SIGKILL");
        await client.end().catch(() => {});
      },
    },
    async stop() {
      await app.stop();
      await engine.stop();
      await throwAway.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Asks for a copy, kills the app, the engine or Postgres at a random moment of its making, and waits until it is ready. */
export async function survives(world: CrashWorld, random: Random, longest: number) {
  const { session, materialId } = await world.aWaiter();
  const answer = await session.postJson("/api/proxies", { materialId });
  expect(answer.status).toBe(202);
  const victim = random.pick(["app", "app", "engine", "postgres"] as const);
  const moment = random.int(0, longest);
  await new Promise((resolve) => setTimeout(resolve, moment));
  await world.kills[victim]();
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
}

/** Every copy ready once, and nothing beside it in the store. */
export async function expectNothingLeft(world: CrashWorld, copies: number) {
  const { rows } = await query(world.databaseUrl, "select id, state from proxy_copies", []);
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

/** Exactly one mail told of each copy, in the end. */
export async function expectOneMailEach(world: CrashWorld, copies: number) {
  const told = async () => {
    const { rows } = await query(
      world.databaseUrl,
      "select proxy_copy_id from notifications n join mails m on m.id = n.mail_id where m.state = 'sent'",
      [],
    );
    return rows.map((row) => row.proxy_copy_id);
  };
  const ids = await until(told, (found) => found.length >= copies, 2 * patience);
  expect(new Set(ids).size).toBe(copies);
  expect(ids).toHaveLength(copies);
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

async function query(databaseUrl: string, text: string, values: unknown[]) {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    return await client.query<Record<string, string>>(text, values);
  } finally {
    await client.end();
  }
}
