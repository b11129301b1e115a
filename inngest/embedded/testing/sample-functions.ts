import { setTimeout as sleep } from "node:timers/promises";
import {
  cron,
  eventType,
  type Inngest,
  NonRetriableError,
  RetryAfterError,
  staticSchema,
} from "inngest";

/** Notes that the body of a step has run; what it returns is waited for. */
export type Mark = (what: string) => unknown;

type SampleData = {
  steps: number;
  ms?: number;
  tag: string;
  failures: number;
  key: string;
  urgent: boolean;
};

/** Functions that use all that ours may use of the engine, each named for it. */
export function sampleFunctions(inngest: Inngest, mark: Mark) {
  // Named alike to TypeScript only, which would otherwise forget their data.
  const on = (name: string) =>
    eventType(`sample/${name}` as "sample", { schema: staticSchema<SampleData>() });
  return [
    inngest.createFunction(
      { id: "sequence", triggers: [on("sequence")] },
      async ({ event, step }) => {
        const done: number[] = [];
        for (let i = 0; i < event.data.steps; i += 1)
          done.push(
            await step.run(`s${i}`, async () => {
              await sleep(event.data.ms ?? 0);
              await mark(`${event.data.tag}:s${i}`);
              return i;
            }),
          );
        return done;
      },
    ),

    inngest.createFunction({ id: "sleeper", triggers: [on("sleeper")] }, async ({ step }) => {
      await step.run("before", () => mark("before"));
      await step.sleep("nap", "1s");
      await step.sleepUntil("past", new Date(0));
      await step.run("after", () => mark("after"));
      const { ids } = await step.sendEvent("tell", { name: "sample/told", data: {}, id: "told" });
      return ids;
    }),
    inngest.createFunction({ id: "told", triggers: [on("told")] }, () => "heard"),

    inngest.createFunction({ id: "fan-out", triggers: [on("fan-out")] }, async ({ step }) => {
      const parts = await Promise.all(
        [3, 1, 2].map((n) =>
          step.run(`part ${n}`, async () => {
            await mark(`part ${n}`);
            return n;
          }),
        ),
      );
      return step.run("join", () => parts.join());
    }),

    inngest.createFunction(
      { id: "flaky", retries: 2, triggers: [on("flaky")] },
      async ({ event, step, attempt }) => {
        await step.run("first", () => mark("flaky first"));
        return step.run("shaky", async () => {
          await mark(`shaky ${attempt}`);
          if (attempt < event.data.failures) throw new RangeError(`boom ${attempt}`);
          return attempt;
        });
      },
    ),

    inngest.createFunction(
      {
        id: "fatal",
        retries: 5,
        triggers: [on("fatal")],
        onFailure: async ({ event, error, step }) => {
          await step.run("record", () => mark(`failed: ${error.message} (${event.data.event.id})`));
        },
      },
      ({ step }) =>
        step.run("bad", async () => {
          await mark("fatal tried");
          throw new NonRetriableError("never");
        }),
    ),

    inngest.createFunction({ id: "odd", triggers: [on("odd")] }, ({ step }) =>
      step.run("odd", () => "nul \0, half \ud800, whole \u{1f39e}"),
    ),

    inngest.createFunction(
      { id: "caught", retries: 1, triggers: [on("caught")] },
      async ({ step }) => {
        try {
          await step.run("bad", async () => {
            await mark("caught tried");
            throw new RangeError("nope");
          });
        } catch (error) {
          return step.run(
            "roll back",
            () => `${(error as Error).name}: ${(error as Error).message}`,
          );
        }
      },
    ),

    inngest.createFunction({ id: "patient", triggers: [on("patient")] }, async ({ attempt }) => {
      await mark(`patient ${attempt}`);
      if (attempt === 0) throw new RetryAfterError("later", "1s");
      return attempt;
    }),

    inngest.createFunction(
      {
        id: "limited",
        triggers: [on("limited")],
        concurrency: [{ limit: 1, key: "event.data.key" }, { limit: 2 }],
      },
      async ({ event, step }) => {
        await step.run("work", async () => {
          await mark(`+${event.data.key}`);
          await mark(`-${event.data.key}`);
        });
      },
    ),

    inngest.createFunction(
      {
        id: "urgent",
        triggers: [on("urgent")],
        concurrency: 1,
        priority: { run: "event.data.urgent ? 600 : 0" },
      },
      async ({ event, step }) => {
        const { tag } = event.data;
        await step.run("begin", () => mark(tag));
        await Promise.all([1, 2].map((n) => step.run(`part ${n}`, () => mark(`${tag} ${n}`))));
        await step.run("end", () => mark(`${tag} ends`));
      },
    ),

    inngest.createFunction(
      {
        id: "single",
        triggers: [on("single")],
        singleton: { key: "event.data.key", mode: "skip" },
        cancelOn: [{ event: "sample/enough", match: "data.key" }],
      },
      async ({ step }) => {
        await step.run("begin", () => mark("begun"));
        await step.sleep("long", "1h");
        await mark("woken");
      },
    ),

    inngest.createFunction({ id: "tick", triggers: [cron("0 0 1 1 *")] }, async ({ event }) => {
      await mark(`tick ${(event.data as { cron: string }).cron}`);
    }),

    inngest.createFunction({ id: "waiter", triggers: [on("waiter")] }, async ({ step }) => {
      await step.waitForEvent("never", { event: "sample/never", timeout: "1s" });
    }),
  ];
}
