import "@/db/testing";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { canonicalJson } from "@/inngest/embedded/json";
import { callBody } from "@/inngest/embedded/queue";
import { signatureOf, tokenOf } from "@/inngest/embedded/signing";
import { functions } from "@/inngest/functions";
import { wantsEngine } from "@/scripts/launcher/jobs-engine";

// The engines that docs/operations.md names beside the embedded one: what the app tells each of them, where and
// with which key, and whom it believes. In their place stands a server that writes down what comes; what is for
// Inngest Cloud is led there, with the host that it was for.

const keys = {
  INNGEST_EVENT_KEY: "event-key",
  INNGEST_SIGNING_KEY: `signkey-prod-${"0a".repeat(32)}`,
};
const anothersKey = `signkey-prod-${"0b".repeat(32)}`;
const address = "http://localhost:3000/api/inngest";
const run = "01900000-0000-7000-8000-0000000000b1";
const proxyCopyId = "01900000-0000-7000-8000-0000000000a1";

const told: { what: string; headers: IncomingHttpHeaders; body: unknown }[] = [];
const server = createServer(async (request, response) => {
  let text = "";
  for await (const chunk of request) text += chunk;
  const { method, url, headers } = request;
  const what = `${method} ${headers["x-meant-for"] ?? "here"}${url}`;
  told.push({ what, headers, body: text && JSON.parse(text) });
  const answer = { ids: ["1"], status: 200, ok: true };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(() => server.close().closeAllConnections());
beforeEach(() => {
  told.length = 0;
});

const devServer = { INNGEST_DEV: here };
const cloud = keys;
const ownServer = { ...keys, INNGEST_BASE_URL: here };

test.each([
  [devServer, false],
  [cloud, false],
  [ownServer, false],
  [{}, true],
  [{ INNGEST_DEV: "0" }, true],
])("with %j the embedded engine is started: %s", (settings, started) => {
  expect(wantsEngine(settings)).toBe(started);
});

describe.each([
  {
    ...{ engine: "Inngest's dev server", settings: devServer, signs: false },
    ...{
      events: "here/e/NO_EVENT_KEY_SET",
      api: "here",
      bearer: "Bearer",
      health: ["GET here/health"],
    },
  },
  {
    ...{ engine: "Inngest Cloud", settings: cloud, signs: true },
    ...{ events: "https://inn.gs/e/event-key", api: "https://api.inngest.com", health: [] },
    bearer: `Bearer ${tokenOf(keys.INNGEST_SIGNING_KEY)}`,
  },
  {
    ...{ engine: "an Inngest server of one's own", settings: ownServer, signs: true },
    ...{ events: "here/e/event-key", api: "here", health: ["GET here/health"] },
    bearer: `Bearer ${tokenOf(keys.INNGEST_SIGNING_KEY)}`,
  },
])("with $engine", ({ settings, signs, events, api, bearer, health }) => {
  const app = theApp(settings);
  const unsigned = signs ? 401 : 200;

  test("events go to its address, with its key", async () => {
    const { sendEvents, proxyCopyQueued } = await import("@/inngest/client");
    await sendEvents(proxyCopyQueued.create({ proxyCopyId, onDemand: true }));
    expect(told).toMatchObject([
      { what: `POST ${events}`, body: [{ name: "proxy-copy/queued", data: { proxyCopyId } }] },
    ]);
  });

  test("it is told the functions that there are when it asks, and nobody else who can't sign", async () => {
    const body = { url: address };
    const inBand = { "x-inngest-sync-kind": "in_band" };
    const answer = await app.asked("PUT", address, body, keys.INNGEST_SIGNING_KEY, inBand);
    expect((await answer.json()).functions.length).toBeGreaterThanOrEqual(functions.length);
    for (const key of [undefined, anothersKey])
      expect((await app.asked("PUT", address, body, key, inBand)).status).toBe(unsigned);
    expect(told).toEqual([]);
  });

  test("at the wish of who can't sign the functions are registered with the dev server only", async () => {
    const answer = await app.asked("PUT", address);
    expect(answer.status).toBe(unsigned);
    const registered = { what: `POST ${api}/fn/register`, body: { url: address } };
    expect(told).toMatchObject(signs ? [] : [registered]);
  });

  test("it has a function begin, and is told of its step under its key", async () => {
    const answer = await call(keys.INNGEST_SIGNING_KEY);
    expect(answer.status).toBe(206);
    expect(await answer.json()).toMatchObject([{ op: "RunComplete", data: 0 }]);
    const steps = [{ op: "StepRun", displayName: "recalculate", data: 0 }];
    expect(told).toMatchObject([
      {
        what: `POST ${api}/v1/checkpoint/${run}/async`,
        headers: { authorization: bearer },
        body: { run_id: run, qi_id: "token", steps },
      },
    ]);
  });

  test(`who can't sign has ${signs ? "none" : "one too"}`, async () => {
    for (const key of [undefined, anothersKey])
      expect((await call(key)).status).toBe(signs ? 401 : 206);
    expect(told).toHaveLength(signs ? 0 : 2);
  });

  test("its health is asked for where it has an address", async () => {
    const { getHealth } = await import("@/lib/operations/queries");
    expect(await getHealth()).toMatchObject({ jobs: "ok" });
    expect(told.map(({ what }) => what)).toEqual(health);
  });

  /** As an engine has a function begin. */
  function call(signingKey?: string) {
    const functionId = "turnover-recalculate-newly-added";
    const due = { id: 1, run, step: "step", attempt: 0, timer: false, functionId, keys: [] };
    const event = { id: "e", name: "inngest/scheduled.timer", data: {}, ts: 0 };
    const body = callBody(due, 5, "token", { attempt: 0, event, steps: [] });
    return app.asked("POST", `${address}?fnId=${functionId}&stepId=step`, body, signingKey);
  }
});

describe("with a server of one's own that does not sign its asking", () => {
  const app = theApp({ ...ownServer, INNGEST_ENABLE_UNAUTHED_SYNC: "true" });

  test("the functions are registered with it under the signing key's hash", async () => {
    expect((await app.asked("PUT", address)).status).toBe(200);
    const authorization = `Bearer ${tokenOf(keys.INNGEST_SIGNING_KEY)}`;
    expect(told).toMatchObject([
      { what: "POST here/fn/register", headers: { authorization }, body: { url: address } },
    ]);
  });
});

/** The app's door for its engine, with only these of the engine's settings, for the tests of a group. */
function theApp(settings: Record<string, string>) {
  let route: typeof import("./route");
  beforeAll(async () => {
    for (const name of ["DEV", "BASE_URL", "EVENT_KEY", "SIGNING_KEY", "ENABLE_UNAUTHED_SYNC"])
      vi.stubEnv(`INNGEST_${name}`, settings[`INNGEST_${name}`] ?? "");
    const send = globalThis.fetch;
    vi.stubGlobal("fetch", (asked: string | URL, options: RequestInit = {}) => {
      const { origin, pathname, search } = new URL(asked);
      if (origin === here) return send(asked, options);
      const headers = new Headers(options.headers);
      headers.set("x-meant-for", origin);
      return send(new URL(pathname + search, here), { ...options, headers });
    });
    // Settings are read once.
    vi.resetModules();
    route = await import("./route");
  }, 60_000);
  afterAll(async () => {
    const { pool } = await import("@/db/client");
    await pool.end();
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
  });
  return {
    asked: (method: "PUT" | "POST", url: string, content?: object, key?: string, more = {}) => {
      const body = content && canonicalJson(content);
      const signed = body && key && { "x-inngest-signature": signatureOf(body, key) };
      const headers = { "content-type": "application/json", ...signed, ...more };
      const request = new Request(url, { method, headers, body: body ?? null });
      return route[method](request, { params: Promise.resolve({}) });
    },
  };
}
