import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { migrate } from "@/db/migrate";
import { freePort } from "@/scripts/launcher/ports";
import { type Cluster, ensureDatabase, startCluster } from "@/scripts/launcher/postgres";
import { ended, signalProcess } from "@/scripts/launcher/processes";
import { makeThrowAway } from "@/scripts/testing/throw-away";
import { openDoor } from "./door";
import { sampleClient } from "./sample-app";

const keys = { signingKey: "signkey-test-00ff11ee", eventKey: "events" };
export const parts = ["engine", "app", "postgres"] as const;
type Part = (typeof parts)[number];

/** The engine, an app and a Postgres as processes of their own, each of which can be killed and started again. */
export async function startVictims() {
  // Else a killed Postgres loses the last of what it said was kept.
  const throwAway = await makeThrowAway({ durable: true });
  let cluster: Cluster = throwAway.cluster;
  await ensureDatabase(cluster, "victim");
  await migrate(cluster.url("victim"));
  const door = await openDoor(() => Number(new URL(cluster.url("")).port));
  const databaseUrl = cluster.url("victim").replace(/:\d+\//, `:${door.port}/`);
  const [enginePort, appPort] = [await freePort(), await freePort()];
  const engineUrl = `http://127.0.0.1:${enginePort}`;
  const ledger = path.join(throwAway.home, "ledger");
  const appUrl = `http://127.0.0.1:${appPort}/api/inngest`;
  const running: Partial<Record<"engine" | "app", ChildProcess>> = {};
  const fallen: string[] = [];

  const start = {
    engine: () => {
      running.engine = run("inngest/embedded/main.ts", [appUrl], {
        DATABASE_URL: databaseUrl,
        INNGEST_BASE_URL: engineUrl,
        INNGEST_SIGNING_KEY: keys.signingKey,
        INNGEST_EVENT_KEY: keys.eventKey,
      });
    },
    app: () => {
      const args = [engineUrl, String(appPort), keys.signingKey, keys.eventKey, ledger];
      running.app = run("inngest/embedded/testing/sample-main.ts", args, {});
    },
    postgres: async () => {
      const { clusterId, postgresPassword: password } = throwAway.secrets;
      const onSpawn = (pid: number | undefined) => throwAway.lock.add("postgres", pid);
      const place = { home: throwAway.home, clusterId, password, durable: true, onSpawn };
      cluster = await startCluster(place);
    },
  };

  function run(file: string, args: string[], env: Record<string, string>) {
    const program = ["--conditions=react-server", "--import", "tsx", file, ...args];
    const child = spawn(process.execPath, program, {
      env: { ...process.env, ...env },
      detached: true,
      stdio: process.env.SHOW_VICTIMS ? "inherit" : "ignore",
    });
    throwAway.lock.add(file, child.pid);
    child.once("exit", (code, signal) => {
      if (signal !== "SIGKILL") fallen.push(`${file} ended with ${code ?? signal}`);
    });
    return child;
  }

  async function kill(part: Part) {
    if (part === "postgres") {
      // All of it: the server would clear up after one of its processes.
      signalProcess(-cluster.pid, "SIGKILL");
      await cluster.gone;
      return;
    }
    const child = running[part];
    if (!child?.pid) return;
    signalProcess(-child.pid, "SIGKILL");
    await ended(child);
  }

  start.engine();
  start.app();
  return {
    client: sampleClient(engineUrl, keys),
    isReady: async () => {
      const answer = await fetch(`${engineUrl}/health`).catch(() => null);
      return answer?.status === 200;
    },
    /** Who ended though nobody killed them. */
    fallen,
    /** Kills these at once, and starts them again a moment later. */
    killAndRestart: async (victims: Part[], pauseMs: number) => {
      await Promise.all(victims.map(kill));
      await sleep(pauseMs);
      for (const part of victims) await start[part]();
    },
    query: async <T extends pg.QueryResultRow>(text: string): Promise<T[]> => {
      const client = new pg.Client(cluster.url("victim"));
      await client.connect();
      const { rows } = await client.query<T>(text).finally(() => client.end());
      return rows;
    },
    /** Which steps ran, and when; in order. */
    marks: () => {
      const text = existsSync(ledger) ? readFileSync(ledger, "utf8") : "";
      return [...text.matchAll(/^(\d+) (.+)$/gm)].map(([, at, what = ""]) => ({
        at: Number(at),
        what,
      }));
    },
    close: async () => {
      await Promise.all([kill("engine"), kill("app")]);
      door.close();
      await cluster.stop();
      await throwAway.close();
    },
  };
}
