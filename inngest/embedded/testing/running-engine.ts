import "@/db/testing";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import { pool } from "@/db/client";
import { freePort } from "@/scripts/launcher/ports";
import { startEngine } from "../engine";
import { sampleClient, startSampleApp } from "./sample-app";

// Importing this file gives a test file an engine on a database of its own, and the sample functions to run.

export const keys = { signingKey: "signkey-test-00ff11ee", eventKey: "events" };
const port = await freePort();
export const url = `http://127.0.0.1:${port}`;
export const client = sampleClient(url, keys);

/** What steps have done in this test, and when. */
export const marks: { what: string; at: number }[] = [];
export const marked = () => marks.map(({ what }) => what);
/** What a step waits for when it marks this. */
const gates = new Map<string, Promise<void>>();

let app: Awaited<ReturnType<typeof startSampleApp>>;
let stop: () => Promise<void>;

beforeAll(async () => {
  app = await startSampleApp(client, (what) => {
    marks.push({ what, at: performance.now() });
    return gates.get(what);
  });
  stop = await startEngine({
    ...keys,
    databaseUrl: process.env.DATABASE_URL ?? "",
    appUrl: app.url,
    port,
    backoff: [0.05],
  });
  await vi.waitFor(async () => expect((await fetch(`${url}/health`)).status).toBe(200), 10_000);
});

// Before the database goes: of these, the last to be named runs first.
afterAll(async () => {
  await stop();
  app.close();
});

beforeEach(() => {
  marks.length = 0;
});

/** Steps that mark one of these wait until it is opened. */
export function aGate(...marks: string[]): () => void {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  for (const what of marks) gates.set(what, opened);
  return open;
}

/** Sends an event of the sample functions. @returns its id */
export async function send(name: string, data: object = {}, id: string = randomUUID()) {
  await client.send({ name: `sample/${name}`, data, id });
  return id;
}

type Run = { id: string; state: string; output: unknown };

export const runsOf = async (name: string, eventId: string) =>
  (
    await pool.query<Run>("select * from job_runs where function_id = $1 and event_id = $2", [
      `sample-${name}`,
      eventId,
    ])
  ).rows;

export const runsStartedBy = async (event: string, cause: string) =>
  (
    await pool.query<Run>(
      "select * from job_runs where event->>'name' = $1 and event->'data'->'event'->>'id' = $2",
      [event, cause],
    )
  ).rows;

/** The run of a function for an event, once it has ended. */
export function ended(name: string, eventId: string): Promise<Run> {
  return vi.waitFor(
    async () => {
      const [run] = await runsOf(name, eventId);
      if (!run || run.state === "running") throw new Error(`${name} has not ended`);
      return run;
    },
    { timeout: 10_000, interval: 20 },
  );
}
