import { v7 } from "uuid";
import type { FunctionConfiguration } from "./configuration";
import {
  functionCancelled,
  functionFailed,
  goOn,
  type JobEvent,
  type StepResult,
} from "./protocol";
import type { Changes } from "./store";

export type Functions = ReadonlyMap<string, FunctionConfiguration>;

/**
 * Takes events: starts the runs that they trigger and cancels those that they end. One whose id was taken
 * before does nothing.
 */
export async function takeEvents(tx: Changes, functions: Functions, events: JobEvent[]) {
  const { rows } = await tx.query<{ id: string }>(
    `insert into job_events (id, name, received_at) select *, now() from unnest($1::text[], $2::text[])
     on conflict do nothing returning id`,
    [events.map(({ id }) => id), events.map(({ name }) => name)],
  );
  const fresh = new Set(rows.map(({ id }) => id));
  for (const event of events) {
    // Twice in one batch counts once too.
    if (!fresh.delete(event.id)) continue;
    for (const each of functions.values()) {
      if (each.cancels.length > 0) await cancelRuns(tx, functions, each, event);
      const starts = each.triggers.some(
        ({ event: name, when }) => name === event.name && (!when || when({ event }) === true),
      );
      if (starts) await startRun(tx, each, event);
    }
  }
}

/** Starts a function, unless the event has done so before, or a singleton of it runs. */
export async function startRun(tx: Changes, each: FunctionConfiguration, event: JobEvent) {
  await tx.query(
    `with run as (
       insert into job_runs (id, function_id, event_id, event, limit_keys, singleton_key, priority, started_at)
       values ($1, $2, $3, $4, $5, $6, $7, now()) on conflict do nothing returning id
     )
     insert into job_queue (run_id, step_id, due_at) select id, $8, now() from run`,
    [
      v7(),
      each.id,
      event.id,
      event,
      each.limits.map(({ keyOf }) => keyOf(event)),
      each.singletonKey?.(event),
      each.priorityOf(event),
      goOn,
    ],
  );
}

async function cancelRuns(
  tx: Changes,
  functions: Functions,
  { id, cancels }: FunctionConfiguration,
  async: JobEvent,
) {
  const hits = cancels.filter(({ event }) => event === async.name);
  if (hits.length === 0) return;
  const { rows } = await tx.query<{ id: string; event: JobEvent }>(
    "select id, event from job_runs where function_id = $1 and state = 'running' order by id for update",
    [id],
  );
  for (const run of rows)
    if (hits.some(({ when }) => !when || when({ event: run.event, async }) === true))
      await endRun(tx, functions, run.id, "cancelled", null);
}

/** Whether the run goes on; it is locked until the transaction ends. */
export async function lockRun(tx: Changes, run: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    "select from job_runs where id = $1 and state = 'running' for update",
    [run],
  );
  return rowCount === 1;
}

/** Puts work in the queue, unless the same waits there already. */
export async function enqueue(
  tx: Changes,
  run: string,
  step: string,
  { delayMs = 0, timer = false, attempt = 0 } = {},
) {
  await tx.query(
    `insert into job_queue (run_id, step_id, timer, attempt, due_at)
     values ($1, $2, $3, $4, now() + $5 * interval '1 millisecond') on conflict do nothing`,
    [run, step, timer, attempt, delayMs],
  );
}

/** Notes a step that has no result yet. @returns whether it is new. */
export async function planStep(tx: Changes, run: string, step: { id: string; name: string }) {
  const { rowCount } = await tx.query(
    "insert into job_steps (run_id, id, name) values ($1, $2, $3) on conflict do nothing",
    [run, step.id, step.name],
  );
  return rowCount === 1;
}

/** Keeps a step's result, the first that comes, and takes the step from the queue. */
export async function finishStep(
  tx: Changes,
  run: string,
  step: { id: string; name: string },
  result: StepResult,
) {
  await tx.query(
    `with done as (delete from job_queue where run_id = $1 and step_id = $2)
     insert into job_steps (run_id, id, name, result, finished_at) values ($1, $2, $3, $4, clock_timestamp())
     on conflict (run_id, id) do update set result = excluded.result, finished_at = excluded.finished_at
     where job_steps.result is null`,
    [run, step.id, step.name, result],
  );
}

/** Once no step is outstanding, has the function go on. */
export async function goOnWhenReady(tx: Changes, run: string) {
  const { rowCount } = await tx.query(
    "select from job_steps where run_id = $1 and result is null limit 1",
    [run],
  );
  if (rowCount === 0) await enqueue(tx, run, goOn);
}

/** Ends a run, and tells the functions that wait for just that (`onFailure`). */
export async function endRun(
  tx: Changes,
  functions: Functions,
  run: string,
  state: "completed" | "failed" | "cancelled",
  output: unknown,
) {
  const { rows } = await tx.query<{ function_id: string; event: JobEvent }>(
    `update job_runs set state = $2, output = $3, ended_at = now() where id = $1 and state = 'running'
     returning function_id, event`,
    [run, state, JSON.stringify(output ?? null)],
  );
  await tx.query("delete from job_queue where run_id = $1", [run]);
  const [ended] = rows;
  if (!ended || state === "completed") return;
  const name = state === "failed" ? functionFailed : functionCancelled;
  // A failure of what handles failures would go round in circles.
  if (ended.event.name === name) return;
  const { function_id, event } = ended;
  const data = { function_id, run_id: run, error: output, event, events: [event] };
  // A run that operators have go on may fail again.
  await takeEvents(tx, functions, [{ id: v7(), name, data, ts: Date.now() }]);
}
