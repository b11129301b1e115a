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

/** A look at the queue without any occasion, in milliseconds: for a clock that was set, or a hand in the tables. */
const longestRest = 30_000;

/**
 * What is due, and how long it is until something else comes due, in milliseconds: seen in one moment, so that
 * nothing comes due between the two. Work goes by when its run was started, less its priority, so that runs are
 * ended rather than many begun; what took the app with it goes by when it is due again.
 * @param busy what is under way
 * @param most how much may be under way at all; of what shares its limits no more is looked at, so that a
 *   thousand that wait for one limit hide nothing behind them
 */
export async function lookAtQueue(store: Store, busy: number[], most: number) {
  const { rows } = await store.query<{ due: Due[]; ms: number | null }>(
    `select coalesce((
       select json_agg(json_build_object('id', id, 'run', run_id, 'step', step_id, 'timer', timer,
         'functionId', function_id, 'keys', limit_keys) order by turn, run_id, id)
       from (
         select queue.id, run_id, step_id, timer, function_id, limit_keys, turn,
           row_number() over (partition by limit_keys, timer order by turn, run_id, queue.id) as place
         from job_queue queue join job_runs runs on runs.id = run_id, lateral (
           select case when losses > 0 then due_at else started_at end - priority * interval '1 second'
         ) as turns (turn)
         where due_at <= now() and queue.id <> all($1::bigint[])) as due
       where place <= $2), '[]') as due,
     (extract(epoch from least(
       (select min(due_at) from job_queue where due_at > now()),
       (select min(next_at) from job_crons)) - clock_timestamp()) * 1000)::float as ms`,
    [busy, Math.max(0, most - busy.length)],
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
