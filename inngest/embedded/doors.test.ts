import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { pool } from "@/db/client";
import { retryRun } from "@/lib/jobs/commands";
import { listRuns } from "@/lib/jobs/queries";
import { client, ended, keys, marked, marks, runsOf, send, url } from "./testing/running-engine";

// What comes to the engine from outside: events, checkpoints, and operators.

describe("operators", () => {
  const failedRun = async (id: string) =>
    (await listRuns("failed")).rows.find((run) => run.id === id) ?? expect.fail("not listed");

  test("see why a run failed, and have it run again from its begin", async () => {
    const { id } = await ended("flaky", await send("flaky", { failures: 3 }));
    expect(await failedRun(id)).toMatchObject({
      functionId: "sample-flaky",
      event: "sample/flaky",
      reason: "boom 2",
    });
    marks.length = 0;
    await retryRun(id, new Date());
    await vi.waitFor(async () => expect((await failedRun(id)).reason).toBe("boom 2"), 10_000);
    expect(marked()).toEqual(["flaky first", "shaky 0", "shaky 1", "shaky 2"]);
  });

  test("see it fail again, and who handles failures is told again", async () => {
    const id = await send("fatal");
    const run = await ended("fatal", id);
    const told = ["fatal tried", `failed: never (${id})`];
    await vi.waitFor(() => expect(marked()).toEqual(told), 5000);
    // Not before whoever handles it has ended.
    await vi.waitFor(() => retryRun(run.id, new Date()), 5000);
    await vi.waitFor(() => expect(marked()).toEqual([...told, ...told]), 5000);
  });

  test("can't have a run begin again that has not failed, or whose like runs", async () => {
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
      const [run] = (await listRuns("running")).rows;
      expect(run).toMatchObject({ functionId: "sample-single", failedAttempts: 0, reason: null });
      expect(run?.dueAt?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
    }, 5000);
    await client.send({ name: "sample/enough", data: { key: "w" } });
    expect(await listRuns("cancelled", { at: "1970-01-01T00:00:00Z", id: randomUUID() })).toEqual({
      rows: [],
      next: null,
    });
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
