import { Inngest } from "inngest";
import { describe, expect, test } from "vitest";
import { functions } from "../functions";
import { readConfigurations } from "./configuration";

const inngest = new Inngest({ id: "app" });
type Options = Parameters<typeof inngest.createFunction>[0];
type Listed = { getConfig(about: { baseUrl: URL; appPrefix: string }): unknown[] };

/** As the SDK reports a function, by HTTP. */
function listed(each: unknown): unknown[] {
  // Not among its public types.
  const about = { baseUrl: new URL("http://app/api/inngest"), appPrefix: "app" };
  return JSON.parse(JSON.stringify((each as Listed).getConfig(about)));
}
const reported = (options: object) =>
  listed(
    inngest.createFunction(
      { id: "f", triggers: [{ event: "e" }], ...options } as Options,
      () => {},
    ),
  );
const read = (options: object) => readConfigurations(reported(options))[0] ?? expect.fail();
const event = (data: object) => ({ data });

test("every function of the app is one that the engine can run", () => {
  const all = readConfigurations(functions.flatMap(listed));
  expect(all.length).toBeGreaterThanOrEqual(functions.length);
});

describe("a function is understood", () => {
  test("with nothing said", () => {
    expect(read({})).toMatchObject({ id: "app-f", attempts: 5, triggers: [{ event: "e" }] });
    expect(read({}).priorityOf(event({}))).toBe(0);
  });

  test("with its limits, by function, by key, and across functions", () => {
    const { limits } = read({
      concurrency: [{ limit: 2 }, { limit: 1, key: "event.data.user" }],
    });
    expect(limits.map(({ limit, keyOf }) => [limit, keyOf(event({ user: "ada" }))])).toEqual([
      [2, "app-f 0 "],
      [1, "app-f 1 ada"],
    ]);
    const shared = { concurrency: { limit: 4, scope: "env", key: '"encode"' } };
    const other = listed(
      inngest.createFunction(
        { id: "g", triggers: [{ event: "e" }], ...shared } as Options,
        () => {},
      ),
    );
    const keys = [...readConfigurations(other), read(shared)].map(({ limits: [limit] }) =>
      limit?.keyOf(event({})),
    );
    expect(keys[0]).toBe(keys[1]);
  });

  test("with a priority, within bounds", () => {
    const { priorityOf } = read({ priority: { run: "event.data.waited ? 900 : -5" } });
    expect(priorityOf(event({ waited: true }))).toBe(600);
    expect(priorityOf(event({ waited: false }))).toBe(-5);
    expect(priorityOf(event({}))).toBe(0);
  });

  test("with what starts and cancels it", () => {
    const { triggers, cancels } = read({
      triggers: [{ event: "e", if: "event.data.n > 1" }],
      cancelOn: [{ event: "stop", match: "data.id" }],
    });
    expect(triggers[0]?.when?.({ event: event({ n: 2 }) })).toBe(true);
    expect(triggers[0]?.when?.({ event: event({ n: 1 }) })).toBe(false);
    const when = cancels[0]?.when;
    expect(when?.({ event: event({ id: 1 }), async: event({ id: 1 }) })).toBe(true);
    expect(when?.({ event: event({ id: 1 }), async: event({ id: 2 }) })).toBe(false);
    // Neither names one: that is no match.
    expect(when?.({ event: event({}), async: event({}) })).toBeUndefined();
  });
});

test.each([
  ["throttle", { throttle: { limit: 1, period: "1s" } }, 'it has no "throttle"'],
  ["rateLimit", { rateLimit: { limit: 1, period: "1s" } }, 'it has no "rateLimit"'],
  ["debounce", { debounce: { period: "1s" } }, 'it has no "debounce"'],
  ["batchEvents", { batchEvents: { maxSize: 2, timeout: "1s" } }, 'it has no "batchEvents"'],
  ["idempotency", { idempotency: "event.data.id" }, 'it has no "idempotency"'],
  ["timeouts", { timeouts: { finish: "1h" } }, 'it has no "timeouts"'],
  ["singleton", { singleton: { mode: "cancel" } }, 'its "singleton.mode" is not one that it has'],
  ["cancelOn", { cancelOn: [{ event: "x", timeout: "1h" }] }, 'it has no "cancel.0.timeout"'],
  ["a pattern", { triggers: [{ event: "e/*" }] }, 'it has no patterns of events ("e/*")'],
  ["jitter", { triggers: [{ cron: "* * * * *", jitter: "1m" }] }, 'it has no "triggers.0.jitter"'],
  ["six fields", { triggers: [{ cron: "* * * * * *" }] }, "app-f: "],
  ["no cron", { triggers: [{ cron: "every day" }] }, "app-f: "],
  ["no date", { triggers: [{ cron: "0 0 31 2 *" }] }, "names a time that never comes"],
  ["a scope", { concurrency: { limit: 1, scope: "account" } }, 'scope "account" needs a key'],
  ["a call", { concurrency: { limit: 1, key: "size(event.data.x)" } }, 'names "size"'],
  ["a word", { priority: { run: "event.data.x in y" } }, 'is not understood at "in"'],
  ["a sign", { priority: { run: "event.data.x + 1" } }, 'is not understood from "+ 1" on'],
  ["an end", { priority: { run: "event.data." } }, 'is not understood at "its end"'],
])("what the engine does not have is refused in words: %s", (_, options, words) => {
  const refusal = () => readConfigurations(reported(options));
  expect(refusal).toThrow("The embedded engine can't run these functions. app-f: ");
  expect(refusal).toThrow(words);
});

test("all functions that are refused are named at once", () => {
  const faulty = [
    ...reported({ idempotency: "x" }),
    ...reported({}),
    ...reported({ timeouts: {} }),
  ];
  expect(() => readConfigurations(faulty)).toThrow(/"idempotency".*"timeouts"/);
});
