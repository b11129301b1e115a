import type { FunctionConfiguration } from "./configuration";
import { goOn, type Operation } from "./protocol";
import {
  endRun,
  enqueue,
  type Functions,
  finishStep,
  goOnWhenReady,
  lockRun,
  planStep,
} from "./runs";
import type { Answer } from "./sdk";
import type { Changes } from "./store";
import { millisecondsUntil, retryDelay } from "./times";

/** Work that is being done. */
export type Work = { id: number; run: string; step: string };

export type AnswerContext = { functions: Functions; backoff: readonly number[] };

/** Turns the SDK's answer to a piece of work into the run's next state, and its next work. */
export async function applyAnswer(
  tx: Changes,
  { functions, backoff }: AnswerContext,
  { id, run, step }: Work,
  { attempts }: FunctionConfiguration,
  answer: Answer,
) {
  if (!(await lockRun(tx, run))) return;
  const { rows } = await tx.query<{ attempt: number }>(
    "delete from job_queue where id = $1 returning attempt",
    [id],
  );
  const [work] = rows;
  // It was done by another dispatch meanwhile, or cancelled.
  if (!work) return;
  const final = answer.noRetry || work.attempt + 1 >= attempts;
  const retry = () =>
    enqueue(tx, run, step, {
      attempt: work.attempt + 1,
      delayMs: retryDelay(work.attempt, answer.retryAfter, backoff, new Date()),
    });

  if (answer.status === 200) return endRun(tx, functions, run, "completed", answer.body);
  if (answer.status !== 206)
    return final ? endRun(tx, functions, run, "failed", answer.body) : retry();

  for (const operation of answer.body as Operation[]) {
    const named = { id: operation.id, name: operation.displayName ?? operation.name ?? "" };
    switch (operation.op) {
      case "StepRun":
        await finishStep(tx, run, named, { data: operation.data ?? null });
        break;
      case "StepError":
        if (!final) return retry();
        await finishStep(tx, run, named, { error: operation.error });
        break;
      case "StepFailed":
        await finishStep(tx, run, named, { error: operation.error });
        break;
      case "StepPlanned":
        if (await planStep(tx, run, named)) await enqueue(tx, run, operation.id);
        break;
      case "Sleep": {
        const delayMs = millisecondsUntil(operation.name ?? "", new Date());
        if (await planStep(tx, run, named))
          await enqueue(tx, run, operation.id, { delayMs, timer: true });
        break;
      }
      case "DiscoveryRequest":
        break;
      case "RunComplete":
        return endRun(tx, functions, run, "completed", operation.data);
      default:
        return endRun(tx, functions, run, "failed", {
          name: "NotSupported",
          message: `The embedded engine has no ${operation.op} (step "${named.name}").`,
        });
    }
  }
  await goOnWhenReady(tx, run);
}

/** Ends a sleep. */
export async function endSleep(tx: Changes, { run, step }: Work) {
  if (!(await lockRun(tx, run))) return;
  await finishStep(tx, run, { id: step, name: "" }, { data: null });
  await goOnWhenReady(tx, run);
}

/**
 * Keeps the steps that a function has finished while it goes on with the next.
 * @returns false when the run has ended or the work was done by another: the function is to stop
 */
export async function keepCheckpoint(
  tx: Changes,
  work: Work,
  operations: Operation[],
): Promise<boolean> {
  if (!(await lockRun(tx, work.run))) return false;
  // The next step has all its attempts before it.
  const { rowCount } = await tx.query(
    "update job_queue set attempt = 0, losses = 0 where id = $1 and step_id = $2",
    [work.id, goOn],
  );
  if (rowCount !== 1) return false;
  for (const { id, displayName, name, data } of operations)
    await finishStep(tx, work.run, { id, name: displayName ?? name ?? "" }, { data: data ?? null });
  return true;
}
