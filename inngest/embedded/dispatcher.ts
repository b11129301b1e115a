import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { type AnswerContext, applyAnswer, endSleep, type Work } from "./answers";
import { type JobEvent, scheduledTimer } from "./protocol";
import { callBody, type Due, lookAtQueue, stateOf } from "./queue";
import { endRun, lockRun, startRun } from "./runs";
import { type App, AppUnreachable, callFunction } from "./sdk";
import type { Store } from "./store";
import { nextTime } from "./times";

/** Does the work that is due, within the functions' limits. */
export type Dispatcher = {
  /** Looks for work now: something has changed. */
  wake(): void;
  /** The work that is being done under this token, by which the SDK names it in checkpoints. */
  workOf(token: string): Work | undefined;
  /** Stops; answers that come after are dropped, and the work is done again by the next session. */
  close(): Promise<void>;
};

export type DispatcherOptions = AnswerContext & {
  store: Store;
  app: App;
  log: (line: string) => void;
};

/** How much is done at once, whatever the functions' own limits. */
const mostInFlight = 32;
/** How soon to try again while the app does not answer, in milliseconds. */
const unreachableDelay = 1000;
/** How often the app may go away in the middle of a step before the step is taken for the reason. */
const mostLosses = 20;

export function startDispatcher(options: DispatcherOptions): Dispatcher {
  const { store, functions, app, log } = options;
  const inFlight = new Map<string, { work: Work; keys: string[]; done: Promise<void> }>();
  const ending = new AbortController();
  // One for each call that is under way.
  setMaxListeners(mostInFlight + 1, ending.signal);
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let timer: NodeJS.Timeout | undefined;

  function wake() {
    if (ending.signal.aborted) return;
    lookAgain = true;
    looking ??= look().finally(() => {
      looking = undefined;
      if (lookAgain) setImmediate(wake);
    });
  }

  async function look() {
    lookAgain = false;
    clearTimeout(timer);
    let rest = unreachableDelay;
    try {
      await startScheduled();
      const busy = [...inFlight.values()].map(({ work }) => work.id);
      const { due, untilNext } = await lookAtQueue(store, busy, mostInFlight);
      due.forEach(begin);
      rest = untilNext;
    } catch (error) {
      if (!ending.signal.aborted) log(`looking for work failed: ${(error as Error).message}`);
    }
    if (!ending.signal.aborted) timer = setTimeout(wake, rest);
  }

  /** Starts the functions whose time has come: once, however often it came while nobody looked. */
  async function startScheduled() {
    const { rows } = await store.query<{ functionId: string; expression: string; nextAt: Date }>(
      `select function_id as "functionId", expression, next_at as "nextAt" from job_crons where next_at <= now()`,
    );
    for (const { functionId, expression, nextAt } of rows)
      await store.change(async (tx) => {
        await tx.query(
          "update job_crons set next_at = $3 where function_id = $1 and expression = $2",
          [functionId, expression, nextTime(expression, new Date())],
        );
        const each = functions.get(functionId);
        const time = nextAt.toISOString();
        const event: JobEvent = {
          id: `${functionId} ${expression} ${time}`,
          name: scheduledTimer,
          data: { cron: expression, scheduledAt: time },
          ts: nextAt.getTime(),
        };
        if (each) await startRun(tx, each, event);
      });
  }

  function begin(due: Due) {
    const limits = functions.get(due.functionId)?.limits;
    const running = [...inFlight.values()];
    const isFull = (key: string, position: number) =>
      running.filter(({ keys }) => keys.includes(key)).length >=
      (limits?.[position]?.limit ?? Infinity);
    if (running.some(({ work }) => work.id === due.id)) return;
    if (!limits || running.length >= mostInFlight) return;
    if (!due.timer && due.keys.some(isFull)) return;
    const token = randomUUID();
    const done = doWork(due, token)
      .catch((error: Error) => {
        if (!ending.signal.aborted) log(`${due.functionId}: ${error.message}`);
      })
      .finally(() => {
        inFlight.delete(token);
        wake();
      });
    inFlight.set(token, { work: due, keys: due.timer ? [] : due.keys, done });
  }

  async function doWork(due: Due, token: string) {
    const each = functions.get(due.functionId);
    if (!each) return;
    // It may have been done between the look at the queue and now.
    const state = await stateOf(store, due);
    if (!state) return;
    if (due.timer) return store.change((tx) => endSleep(tx, due));
    try {
      const answer = await callFunction(app, {
        functionId: due.functionId,
        stepId: due.step,
        state: callBody(due, each.attempts, token, state),
        signal: ending.signal,
      });
      await store.change((tx) => applyAnswer(tx, options, due, each, answer));
    } catch (error) {
      if (ending.signal.aborted) throw error;
      await putBack(due, error as Error);
    }
  }

  /** No attempt is spent on an app that is away, but a step that takes the app with it each time must end. */
  async function putBack({ id, run, functionId }: Due, error: Error) {
    log(`${functionId}: ${error.message}`);
    await store.change(async (tx) => {
      if (!(await lockRun(tx, run))) return;
      const { rows } = await tx.query<{ losses: number }>(
        `update job_queue set due_at = now() + $2 * interval '1 millisecond', losses = losses + $3
         where id = $1 returning losses`,
        [id, unreachableDelay, error instanceof AppUnreachable ? 0 : 1],
      );
      if ((rows[0]?.losses ?? 0) < mostLosses) return;
      const message = `The app went away ${mostLosses} times in the middle of this step: ${error.message}`;
      await endRun(tx, functions, run, "failed", { name: "AppLost", message });
    });
  }

  return {
    wake,
    workOf: (token) => inFlight.get(token)?.work,
    close: async () => {
      ending.abort();
      clearTimeout(timer);
      await looking;
      await Promise.all([...inFlight.values()].map(({ done }) => done));
    },
  };
}
