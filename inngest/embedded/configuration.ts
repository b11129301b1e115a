import { z } from "zod";
import { type Expression, parseExpression } from "./expressions";
import { nextTime } from "./times";

/** A function as the engine runs it. */
export type FunctionConfiguration = {
  id: string;
  /** How often a step is tried in all. */
  attempts: number;
  /** By which events it is started, if the expression says true. */
  triggers: { event: string; when?: Expression }[];
  crons: string[];
  limits: { limit: number; keyOf: (event: object) => string }[];
  /** While a run with this key goes on, no other starts. */
  singletonKey?: (event: object) => string;
  /** By how many seconds its runs go before their turn. */
  priorityOf: (event: object) => number;
  cancels: { event: string; when?: Expression }[];
};

const limit = z.strictObject({
  limit: z.number(),
  key: z.string().optional(),
  scope: z.enum(["fn", "env", "account"]).optional(),
});

/** What the SDK says of a function in a sync; of what it may say, that which the engine can do. */
const reported = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  triggers: z.array(
    z.union([
      z.strictObject({ event: z.string(), expression: z.string().optional() }),
      z.strictObject({ cron: z.string() }),
    ]),
  ),
  steps: z.strictObject({
    step: z.looseObject({
      retries: z.strictObject({ attempts: z.number().optional() }).optional(),
    }),
  }),
  concurrency: z.union([z.number(), limit, z.array(limit)]).optional(),
  singleton: z.strictObject({ key: z.string().optional(), mode: z.literal("skip") }).optional(),
  priority: z.strictObject({ run: z.string().optional() }).optional(),
  cancel: z.array(z.strictObject({ event: z.string(), if: z.string().optional() })).optional(),
});
type Reported = z.output<typeof reported>;

/** Retries where a function does not say: as many as Inngest's own server makes. */
const usualRetries = 4;
/** The most that a priority counts, either way, in seconds: as with Inngest's own server. */
const highestPriority = 600;

/**
 * Makes the engine's configuration of what the SDK reports.
 * @throws Error that names every function with an option that the engine does not have: what it ignored would
 * be found out in production.
 */
export function readConfigurations(functions: unknown[]): FunctionConfiguration[] {
  const faults: string[] = [];
  const read = functions.flatMap((given) => {
    try {
      return [readConfiguration(given)];
    } catch (error) {
      faults.push(`${(given as { id?: string }).id}: ${(error as Error).message}`);
      return [];
    }
  });
  if (faults.length > 0)
    throw new Error(`The embedded engine can't run these functions. ${faults.join(" ")}`);
  return read;
}

function readConfiguration(given: unknown): FunctionConfiguration {
  const result = reported.safeParse(given);
  if (!result.success) throw new Error(result.error.issues.map(inWords).join(" "));
  const { id, triggers, steps, concurrency, singleton, priority, cancel = [] } = result.data;
  const crons = triggers.flatMap((trigger) => ("cron" in trigger ? [trigger.cron] : []));
  for (const expression of crons) nextTime(expression, new Date());
  const events = triggers.flatMap((trigger) => ("event" in trigger ? [trigger] : []));
  for (const { event } of [...events, ...cancel])
    if (event.includes("*")) throw new Error(`it has no patterns of events ("${event}").`);
  return {
    id,
    attempts: (steps.step.retries?.attempts ?? usualRetries) + 1,
    triggers: events.map(({ event, expression }) => conditional(event, expression, ["event"])),
    crons,
    limits: limitsOf(id, concurrency),
    ...(singleton && { singletonKey: keyOf(singleton.key) }),
    priorityOf: priorityOf(priority?.run),
    cancels: cancel.map(({ event, if: text }) => conditional(event, text, ["event", "async"])),
  };
}

function conditional(event: string, text: string | undefined, roots: string[]) {
  return text === undefined ? { event } : { event, when: parseExpression(text, roots) };
}

function limitsOf(
  id: string,
  concurrency: Reported["concurrency"],
): FunctionConfiguration["limits"] {
  const all = concurrency === undefined ? [] : [concurrency].flat();
  return all
    .map((given) => (typeof given === "number" ? { limit: given } : given))
    .filter(({ limit }) => limit > 0)
    .map(({ limit, key, scope = "fn" }, position) => {
      if (scope !== "fn" && key === undefined)
        throw new Error(`a concurrency limit of scope "${scope}" needs a key.`);
      const owner = scope === "fn" ? `${id} ${position}` : `${scope} ${key}`;
      const value = keyOf(key);
      return { limit, keyOf: (event: object) => `${owner} ${value(event)}` };
    });
}

function keyOf(text: string | undefined): (event: object) => string {
  if (text === undefined) return () => "";
  const expression = parseExpression(text, ["event"]);
  return (event) => String(expression({ event }));
}

function priorityOf(text: string | undefined): (event: object) => number {
  if (text === undefined) return () => 0;
  const expression = parseExpression(text, ["event"]);
  return (event) => {
    const seconds = Number(expression({ event }) ?? 0);
    if (!Number.isFinite(seconds)) return 0;
    return Math.round(Math.min(highestPriority, Math.max(-highestPriority, seconds)));
  };
}

function inWords(issue: z.core.$ZodIssue): string {
  const place = issue.path.join(".");
  if (issue.code === "unrecognized_keys")
    return `it has no ${issue.keys.map((key) => `"${place ? `${place}.` : ""}${key}"`).join(", ")}.`;
  return `its "${place}" is not one that it has: ${issue.message}.`;
}
