import type { Work } from "./answers";
import type { JobEvent, StepResult } from "./protocol";
import type { Store } from "./store";

/** Work whose time has come. */
export type Due = Work & {
  /** A sleep that is over. */
  timer: boolean;
  functionId: string;
  /** What of each of the function's limits it counts against. */
  keys: string[];
};

const mostLookedAt = 1000;
/** A look at the queue without any occasion, in milliseconds: for a clock that was set, or a hand in the tables. */
const longestRest = 30_000;

/**
 * What is due, that of the run first that began first, and how long it is until something else comes due, in
 * milliseconds: seen in one moment, so that nothing comes due between the two.
 * @param busy what is under way
 * @param most how much may be under way at all
 */
export async function lookAtQueue(store: Store, busy: number[], most: number) {
  const { rows } = await store.query<{ due: Due[]; ms: number | null }>(
    `select coalesce((select json_agg(due) from (
       select queue.id, run_id as run, step_id as step, timer, function_id as "functionId", limit_keys as keys
       from job_queue queue join job_runs runs on runs.id = run_id
       where due_at <= now() and queue.id <> all($1::bigint[])
       order by started_at - priority * interval '1 second', run_id, queue.id limit $2) as due), '[]') as due,
     (extract(epoch from least(
       (select min(due_at) from job_queue where due_at > now()),
       (select min(next_at) from job_crons)) - clock_timestamp()) * 1000)::float as ms`,
    [busy, busy.length < most ? mostLookedAt : 0],
  );
  const [{ due, ms } = { due: [], ms: null }] = rows;
  return { due, untilNext: Math.min(Math.max(ms ?? longestRest, 5), longestRest) };
}

type State = { attempt: number; event: JobEvent; steps: { id: string; result: StepResult }[] };

/** What the SDK needs to go on with a run; undefined when the work is no longer to be done. */
export async function stateOf(store: Store, { id }: Due): Promise<State | undefined> {
  const { rows } = await store.query<State>(
    `select attempt, event, (
       select coalesce(json_agg(json_build_object('id', steps.id, 'result', result) order by finished_at, steps.id), '[]')
       from job_steps steps where steps.run_id = runs.id and result is not null
     ) as steps
     from job_queue queue join job_runs runs on runs.id = queue.run_id
     where queue.id = $1 and due_at <= now()`,
    [id],
  );
  return rows[0];
}

/** The body of a call, as the SDK of version 4 expects it. */
export function callBody(due: Due, attempts: number, token: string, state: State) {
  const { event, steps, attempt } = state;
  return {
    event,
    events: [event],
    version: 2,
    use_api: false,
    steps: Object.fromEntries(steps.map(({ id, result }) => [id, result])),
    ctx: {
      run_id: due.run,
      fn_id: due.functionId,
      // By which its checkpoints are told from those of a dispatch before.
      qi_id: token,
      attempt,
      max_attempts: attempts,
      step_id: due.step,
      disable_immediate_execution: false,
      use_api: false,
      env: "embedded",
      stack: { stack: steps.map(({ id }) => id), current: steps.length },
    },
  };
}
