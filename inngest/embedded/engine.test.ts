import "@/db/testing";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { pool } from "@/db/client";
import { retryRun } from "@/lib/operations/commands";
import { listRuns } from "@/lib/operations/queries";
import { freePort } from "@/scripts/launcher/ports";
import { startEngine } from "./engine";
import { sampleClient, startSampleApp } from "./testing/sample-app";

const keys = { signingKey: "signkey-test-00ff11ee", eventKey: "events" };
const marks: { what: string; at: number }[] = [];
/** What a step waits for when it marks this. */
const gates = new Map<string, Promise<void>>();
const marked = () => marks.map(({ what }) => what);

let url: string;
let client: ReturnType<typeof sampleClient>;
let app: Awaited<ReturnType<typeof startSampleApp>>;
let stop: () => Promise<void>;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  client = sampleClient(url, keys);
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
beforeEach(() => {
  marks.length = 0;
});
afterAll(async () => {
  await stop();
  app.close();
});

test("steps run in turn, each once, and give the run's output", async () => {
  const run = await ended("sequence", await send("sequence", { steps: 5, tag: "a" }));
  expect(run).toMatchObject({ state: "completed", output: [0, 1, 2, 3, 4] });
  expect(marked()).toEqual(["a:s0", "a:s1", "a:s2", "a:s3", "a:s4"]);
});

test("a sleep lasts, and an event sent from a step is taken", async () => {
  const run = await ended("sleeper", await send("sleeper"));
  expect(run).toMatchObject({ state: "completed", output: ["told"] });
  const [before, after] = marks;
  expect((after?.at ?? 0) - (before?.at ?? 0)).toBeGreaterThan(950);
  expect(await ended("told", "told")).toMatchObject({ output: "heard" });
});

test("steps of one moment run side by side, and what follows waits for all", async () => {
  const open = aGate("part 1", "part 2", "part 3");
  const id = await send("fan-out");
  await vi.waitFor(() => expect(marked().sort()).toEqual(["part 1", "part 2", "part 3"]), 5000);
  open();
  expect(await ended("fan-out", id)).toMatchObject({ output: "3,1,2" });
  expect(marks).toHaveLength(3);
});

describe("what fails", () => {
  test("is tried again, and what was finished before is not", async () => {
    const run = await ended("flaky", await send("flaky", { failures: 2 }));
    expect(run).toMatchObject({ state: "completed", output: 2 });
    expect(marked()).toEqual(["flaky first", "shaky 0", "shaky 1", "shaky 2"]);
  });

  test("each time fails the run, for the reason of the last", async () => {
    const run = await ended("flaky", await send("flaky", { failures: 3 }));
    expect(run).toMatchObject({ state: "failed", output: { message: "boom 2" } });
    expect(marked()).toEqual(["flaky first", "shaky 0", "shaky 1", "shaky 2"]);
  });

  test("for good is not tried again, and is told once to who handles it", async () => {
    const id = await send("fatal");
    expect(await ended("fatal", id)).toMatchObject({
      state: "failed",
      output: { message: "never" },
    });
    await vi.waitFor(
      () => expect(marked()).toEqual(["fatal tried", `failed: never (${id})`]),
      5000,
    );
    const handled = await runsStartedBy("inngest/function.failed", id);
    expect(handled).toHaveLength(1);
  });

  test("may be caught by the function", async () => {
    const run = await ended("caught", await send("caught"));
    expect(run).toMatchObject({ state: "completed", output: "RangeError: nope" });
    expect(marked()).toEqual(["caught tried", "caught tried"]);
  });

  test("may say when to try again", async () => {
    const run = await ended("patient", await send("patient"));
    expect(run).toMatchObject({ state: "completed", output: 1 });
    const [first, second] = marks;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(950);
  });

  test("to be known to the engine says so", async () => {
    const run = await ended("waiter", await send("waiter"));
    expect(run).toMatchObject({
      state: "failed",
      output: { message: 'The embedded engine has no WaitForEvent (step "never").' },
    });
  });
});

test("what Postgres can't hold is told apart no longer, and no reason to try again", async () => {
  const run = await ended("odd", await send("odd"));
  expect(run).toMatchObject({
    state: "completed",
    output: "nul \ufffd, half \ufffd, whole \u{1f39e}",
  });
});

describe("operators", () => {
  const failedRun = async (id: string) =>
    (await listRuns("failed")).find((run) => run.id === id) ?? expect.fail("not listed");

  test("see why a run failed, and have it go on without what it had finished", async () => {
    const { id } = await ended("flaky", await send("flaky", { failures: 3 }));
    expect(await failedRun(id)).toMatchObject({
      functionId: "sample-flaky",
      event: "sample/flaky",
      reason: "boom 2",
    });
    marks.length = 0;
    await retryRun(id, new Date());
    await vi.waitFor(async () => expect((await failedRun(id)).reason).toBe("boom 2"), 10_000);
    expect(marked()).toEqual(["shaky 0", "shaky 1", "shaky 2"]);
  });

  test("can't have a run go on that has not failed, or whose like runs", async () => {
    const { id } = await ended("sequence", await send("sequence", { steps: 1 }));
    await expect(retryRun(id, new Date())).rejects.toMatchObject({ code: "not_found" });

    const first = await send("single", { key: "z" });
    const [run] = await runsOf("single", first);
    await pool.query(
      "update job_runs set state = 'failed', ended_at = now(), output = '{}' where id = $1",
      [run?.id],
    );
    const second = await send("single", { key: "z" });
    await expect(retryRun(run?.id ?? "", new Date())).rejects.toMatchObject({
      code: "not_available",
    });
    await client.send({ name: "sample/enough", data: { key: "z" } });
    await ended("single", second);
  });

  test("see what runs, what it waits for, and how often it has failed", async () => {
    await pool.query("delete from job_runs");
    await send("single", { key: "w" });
    await vi.waitFor(async () => {
      const [run] = await listRuns("running");
      expect(run).toMatchObject({ functionId: "sample-single", failedAttempts: 0, reason: null });
      expect(run?.dueAt?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
    }, 5000);
    await client.send({ name: "sample/enough", data: { key: "w" } });
    expect(await listRuns("cancelled", { before: new Date(0) })).toEqual([]);
  });
});

describe("events", () => {
  test("of one id count once, in one batch and in several", async () => {
    const id = randomUUID();
    const event = { name: "sample/sequence", data: { steps: 1, tag: id }, id };
    await Promise.all([client.send([event, event]), client.send(event)]);
    await ended("sequence", id);
    await client.send(event);
    expect(await runsOf("sequence", id)).toHaveLength(1);
    expect(marked()).toEqual([`${id}:s0`]);
  });

  test("that nobody waits for are taken", async () => {
    await expect(client.send({ name: "sample/nobody" })).resolves.toMatchObject({
      ids: [expect.any(String)],
    });
  });

  test.each([
    ["without the key", "wrong", [{ name: "sample/sequence" }], 401],
    ["that are none", keys.eventKey, [{ data: {} }], 400],
    ["that are no JSON", keys.eventKey, undefined, 400],
  ])("%s are refused", async (_, key, events, status) => {
    const body = events ? JSON.stringify(events) : "{";
    const answer = await fetch(`${url}/e/${key}`, { method: "POST", body });
    expect(answer.status).toBe(status);
  });

  test("and checkpoints are taken from nobody who does not know the signing key", async () => {
    const body = JSON.stringify({ qi_id: "x", steps: [] });
    const at = `${url}/v1/checkpoint/${randomUUID()}/async`;
    expect((await fetch(at, { method: "POST", body })).status).toBe(401);
  });
});

describe("limits", () => {
  test("hold for the function and for each key", async () => {
    const open = aGate("+a", "+b", "+c");
    const ids: string[] = [];
    for (const key of ["a", "a", "b", "c", "b", "c", "a"]) ids.push(await send("limited", { key }));
    await vi.waitFor(() => expect(marked()).toEqual(["+a", "+b"]), 5000);
    open();
    await Promise.all(ids.map((id) => ended("limited", id)));
    expect(marks).toHaveLength(14);
    const running: string[] = [];
    let most = 0;
    for (const mark of marked()) {
      const key = mark.slice(1);
      if (mark.startsWith("-")) running.splice(running.indexOf(key), 1);
      else {
        expect(running).not.toContain(key);
        most = Math.max(most, running.push(key));
      }
    }
    expect(most).toBe(2);
  });

  test("let what is urgent go first", async () => {
    const open = aGate("running");
    await send("urgent", { tag: "running" });
    await vi.waitFor(() => expect(marked()).toEqual(["running"]), 5000);
    const ids = [];
    for (const tag of ["first", "second"]) ids.push(await send("urgent", { tag }));
    ids.push(await send("urgent", { tag: "urgent", urgent: true }));
    open();
    await Promise.all(ids.map((id) => ended("urgent", id)));
    expect(marked()).toEqual(["running", "urgent", "first", "second"]);
  });
});

test("a singleton runs once a key; an event that is meant for it ends it, and it may run again", async () => {
  const [first, again, other] = [
    await send("single", { key: "x" }),
    await send("single", { key: "x" }),
    await send("single", { key: "y" }),
  ];
  await vi.waitFor(() => expect(marked()).toEqual(["begun", "begun"]), 5000);
  expect(await runsOf("single", again)).toEqual([]);

  await client.send({ name: "sample/enough", data: { key: "x" } });
  expect(await ended("single", first)).toMatchObject({ state: "cancelled" });
  expect(await runsOf("single", other)).toMatchObject([{ state: "running" }]);
  const { rowCount } = await pool.query("select from job_queue where run_id = any($1)", [
    (await runsOf("single", first)).map(({ id }) => id),
  ]);
  expect(rowCount).toBe(0);

  const anew = await send("single", { key: "x" });
  expect(await runsOf("single", anew)).toMatchObject([{ state: "running" }]);
  for (const key of ["x", "y"]) await client.send({ name: "sample/enough", data: { key } });
  await ended("single", anew);
});

test("what the clock starts and nobody was there for is started once, at the next look", async () => {
  await pool.query("update job_crons set next_at = now() - interval '3 days'");
  await pool.query("notify jobs");
  await vi.waitFor(() => expect(marked()).toEqual(["tick 0 0 1 1 *"]), 5000);
  const { rows } = await pool.query<{ next_at: Date }>("select next_at from job_crons");
  expect(rows.map(({ next_at }) => next_at.toISOString().slice(4, 19))).toEqual([
    "-01-01T00:00:00",
  ]);
  expect(rows[0]?.next_at.getTime()).toBeGreaterThan(Date.now());
});

/** Steps that mark one of these wait until it is opened. */
function aGate(...marks: string[]): () => void {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  for (const what of marks) gates.set(what, opened);
  return open;
}

async function send(name: string, data: object = {}, id: string = randomUUID()) {
  await client.send({ name: `sample/${name}`, data, id });
  return id;
}

type Run = { id: string; state: string; output: unknown };

const runsOf = async (name: string, eventId: string) =>
  (
    await pool.query<Run>("select * from job_runs where function_id = $1 and event_id = $2", [
      `sample-${name}`,
      eventId,
    ])
  ).rows;

const runsStartedBy = async (event: string, cause: string) =>
  (
    await pool.query<Run>(
      "select * from job_runs where event->>'name' = $1 and event->'data'->'event'->>'id' = $2",
      [event, cause],
    )
  ).rows;

function ended(name: string, eventId: string): Promise<Run> {
  return vi.waitFor(
    async () => {
      const [run] = await runsOf(name, eventId);
      if (!run || run.state === "running") throw new Error(`${name} has not ended`);
      return run;
    },
    { timeout: 10_000, interval: 20 },
  );
}
