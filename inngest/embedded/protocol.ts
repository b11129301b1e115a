/** An event as it is stored and sent to functions. */
export type JobEvent = { id: string; name: string; data: Record<string, unknown>; ts: number };

/** What became of a step. */
export type StepResult = { data: unknown } | { error: unknown };

/** What a function asks of the engine: one entry of the SDK's answer 206, or of a checkpoint. */
export type Operation = {
  /** The hash of the step's name. */
  id: string;
  op: string;
  /** Of a sleep, how long. */
  name?: string;
  displayName?: string;
  data?: unknown;
  error?: unknown;
};

/** The stepId by which the SDK is asked to go on from the finished steps. */
export const goOn = "step";

export const functionFailed = "inngest/function.failed";
export const functionCancelled = "inngest/function.cancelled";
export const scheduledTimer = "inngest/scheduled.timer";
