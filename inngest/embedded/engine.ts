import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { serve } from "./server";
import { type Session, startSession } from "./session";
import { usualBackoff } from "./times";

export type EngineOptions = {
  databaseUrl: string;
  /** Where the app serves its functions: http://127.0.0.1:3000/api/inngest. */
  appUrl: string;
  /** The port of 127.0.0.1 on which the SDK finds the engine. */
  port: number;
  signingKey: string;
  eventKey: string;
  /** How long to wait before each further attempt, in seconds. */
  backoff?: readonly number[];
  log?: (line: string) => void;
};

/** Any number will do, as long as no other program locks the same one in this database. */
const engineLock = 7_301_947;
/** By which other processes say that they have changed the tables: `notify jobs`. */
const channel = "jobs";
const reconnectDelay = 500;
/** How often a connection that has nothing to say is asked whether it is still one, in milliseconds. */
const heartbeat = 10_000;
const patience = { connectionTimeoutMillis: 10_000, query_timeout: 10_000 };

/**
 * Runs the functions that the SDK serves at the app, durably: whatever is killed, the tables say what is left
 * to do. One engine works a database; a second waits for its end, and takes over.
 * @returns how to stop it
 */
export async function startEngine(options: EngineOptions): Promise<() => Promise<void>> {
  const { databaseUrl, appUrl, signingKey, backoff = usualBackoff } = options;
  const log = options.log ?? ((line) => console.error(`jobs: ${line}`));
  const ending = new AbortController();
  let session: Session | undefined;
  const close = await serve(
    { ...options, log },
    {
      takeEvents: (events) => session?.takeEvents(events),
      keepCheckpoint: (run, token, operations) => session?.keepCheckpoint(run, token, operations),
      trouble: () => (session ? session.trouble() : "Another engine has the database, or nobody."),
    },
  );
  const working = workForEver();

  async function workForEver() {
    while (!ending.signal.aborted) {
      try {
        await work();
      } catch (error) {
        if (!ending.signal.aborted) log(`the database was lost: ${(error as Error).message}`);
      }
      if (!ending.signal.aborted) await sleep(reconnectDelay);
    }
  }

  /** Works as long as the connection lasts that holds the lock. */
  async function work() {
    const client = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      ...patience,
      application_name: "turnover jobs",
    });
    const lost = new AbortController();
    // More than once: a reset is told of twice, and what nobody listens to ends the process.
    client.on("error", (error) => lost.abort(error));
    client.once("end", () => lost.abort(new Error("the connection ended")));
    const leave = () => lost.abort(new Error("the engine ends"));
    ending.signal.addEventListener("abort", leave);
    const unlessLost = <T>(work: Promise<T>) => unless(lost.signal, work);
    const pause = (ms: number) => unlessLost(sleep(ms, undefined, { ref: false }));
    try {
      await unlessLost(client.connect());
      // Asked again and again: a wait for the lock would not notice that the database has gone.
      while (!(await unlessLost(takeLock(client)))) await pause(reconnectDelay);
      session = startSession({ databaseUrl, app: { url: appUrl, signingKey }, backoff, log });
      client.on("notification", () => session?.wake());
      await unlessLost(client.query(`listen ${channel}`));
      for (;;) {
        await pause(heartbeat);
        await unlessLost(client.query("select"));
      }
    } finally {
      ending.signal.removeEventListener("abort", leave);
      const ended = session;
      session = undefined;
      await ended?.close();
      // Only now may another have the lock: it would do the same work as we.
      await client.end().catch(() => {});
    }
  }

  return async () => {
    ending.abort();
    await working;
    await close();
  };
}

async function takeLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    "select pg_try_advisory_lock($1) as taken",
    [engineLock],
  );
  return rows[0]?.taken ?? false;
}

/**
 * What the work comes to, unless the signal comes first. It leaves nothing with the signal, where each race against
 * a promise that lasts as long would leave what it was to be told: a second engine asks twice a second, for months.
 */
function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener("abort", leave);
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
}
