import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { pool } from "@/db/client";
import {
  aGate,
  client,
  ended,
  marked,
  marks,
  runsOf,
  runsStartedBy,
  send,
} from "./testing/running-engine";

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

  test("let what is urgent go first, and what has begun be ended before the next begins", async () => {
    const open = aGate("running");
    await send("urgent", { tag: "running" });
    await vi.waitFor(() => expect(marked()).toEqual(["running"]), 5000);
    // Of one moment.
    const two = ["first", "second"].map((tag) => ({ data: { tag }, id: randomUUID() }));
    await client.send(two.map((each) => ({ name: "sample/urgent", ...each })));
    const ids = [...two.map(({ id }) => id), await send("urgent", { tag: "urgent", urgent: true })];
    open();
    await Promise.all(ids.map((id) => ended("urgent", id)));
    const goesOn = (tag: string) => [`${tag} 1`, `${tag} 2`, `${tag} ends`];
    const whole = (tag: string) => [tag, ...goesOn(tag)];
    expect(marked()).toEqual([
      ...["running", ...whole("urgent"), ...goesOn("running")],
      ...[...whole("first"), ...whole("second")],
    ]);
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

test("what Postgres can't hold is told apart no longer, and no reason to try again", async () => {
  const run = await ended("odd", await send("odd"));
  expect(run).toMatchObject({
    state: "completed",
    output: "nul \ufffd, half \ufffd, whole \u{1f39e}",
  });
});
