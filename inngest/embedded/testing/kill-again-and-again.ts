import { setTimeout as sleep } from "node:timers/promises";
import { expect, vi } from "vitest";
import { randomFrom } from "@/db/seed/random";
import { parts, startVictims } from "./killing";

export type Ordeal = { rounds: number; runs: number; steps: number };

/** How long a step takes, in milliseconds. */
const ms = 150;

/**
 * Kills engine, app and Postgres, each once a round and sometimes two together, while runs go on; then sees
 * that each run has completed with all its steps, and that no step ran again once its result was kept.
 */
export async function killAgainAndAgain({ rounds, runs, steps }: Ordeal) {
  const seed = process.env.TEST_SEED ?? String(Date.now());
  console.info(`TEST_SEED=${seed}`);
  const random = randomFrom(seed);
  const victims = await startVictims();
  try {
    await vi.waitFor(async () => expect(await victims.isReady()).toBe(true), 60_000);
    const tags = Array.from({ length: runs }, (_, i) => `run ${i}`);
    await victims.client.send(
      tags.map((tag) => ({ name: "sample/sequence", id: tag, data: { tag, steps, ms } })),
    );
    for (let round = 0; round < rounds; round += 1)
      for (const part of random.shuffled([...parts])) {
        const before = victims.marks().length;
        // Only who is at work can be killed at work.
        await vi.waitFor(() => expect(victims.marks().length).toBeGreaterThan(before), 60_000);
        await sleep(random.int(0, 500));
        const together = random.chance(30) ? [random.pick(parts)] : [];
        const killed = [...new Set([part, ...together])];
        await victims.killAndRestart(killed, random.int(0, 300));
        console.info(`after ${victims.marks().length} steps killed ${killed.join(" and ")}`);
      }

    // As long as a busy machine takes for it, but never with nothing done for a minute.
    const running = "select from job_runs where state = 'running'";
    const isOver = async () => (await victims.query(running)).length === 0;
    for (let done = -1; !(await isOver()); done = victims.marks().length)
      await vi.waitFor(
        async () => expect(victims.marks().length > done || (await isOver())).toBe(true),
        { timeout: 60_000, interval: 200 },
      );

    expect(victims.fallen).toEqual([]);
    const output = Array.from({ length: steps }, (_, i) => i);
    expect(await victims.query("select event_id, state, output from job_runs order by id")).toEqual(
      tags.map((tag) => ({ event_id: tag, state: "completed", output })),
    );
    expect(await victims.query("select from job_queue")).toEqual([]);
    const kept = await victims.query<{ what: string; at: Date }>(
      "select event_id || ':' || name as what, finished_at as at from job_steps join job_runs on job_runs.id = run_id",
    );
    expect(kept).toHaveLength(runs * steps);
    const keptAt = new Map(kept.map(({ what, at }) => [what, at.getTime()]));
    const marks = victims.marks();
    expect(new Set(marks.map(({ what }) => what))).toEqual(new Set(keptAt.keys()));
    expect(marks.filter(({ what, at }) => at > (keptAt.get(what) ?? 0) + 2)).toEqual([]);
    const again = marks.length - keptAt.size;
    console.info(`${keptAt.size} steps; ${again} ran again, having been under way at a kill`);
  } finally {
    await victims.close();
  }
}
