import http from "node:http";
import https from "node:https";
import { canonicalJson, parseStorable } from "./json";
import { signatureOf } from "./signing";

/** Where the functions are served, and how their SDK knows that it is us. */
export type App = { url: string; signingKey: string };

/** What the SDK answers to being called. */
export type Answer = {
  status: number;
  /** Whether a failure is for good. */
  noRetry: boolean;
  retryAfter: string | undefined;
  body: unknown;
};

/** The request never got there, or what answered was not the SDK: the app is not up. */
export class AppUnreachable extends Error {}

/** The app took the request and went away before it answered. */
class AppLost extends Error {}

export type Call = {
  functionId: string;
  stepId: string;
  /** What the SDK needs to go on: the event, the finished steps, and who calls. */
  state: object;
  signal: AbortSignal;
};

/**
 * Has the SDK run a function from its state. May take as long as the function's longest step.
 * @throws AppUnreachable, AppLost
 */
export async function callFunction(app: App, { functionId, stepId, state, signal }: Call) {
  const url = new URL(app.url);
  url.searchParams.set("fnId", functionId);
  url.searchParams.set("stepId", stepId);
  const { status, headers, body } = await request("POST", url, app, state, {}, signal);
  return {
    status,
    noRetry: headers["x-inngest-no-retry"] === "true",
    retryAfter: headers["retry-after"],
    body: parse(body),
  };
}

/** Longer than any app needs to say what it has, though it is still compiling. */
const listingMs = 60_000;

/**
 * Asks the SDK which functions there are.
 * @throws AppUnreachable; Error with what it said if not
 */
export async function listFunctions(app: App, signal: AbortSignal): Promise<unknown[]> {
  const kind = { "x-inngest-sync-kind": "in_band" };
  const { status, body } = await request(
    "PUT",
    new URL(app.url),
    app,
    { url: app.url },
    kind,
    AbortSignal.any([signal, AbortSignal.timeout(listingMs)]),
  );
  if (status !== 200) throw new Error(`the app does not list its functions: ${status} ${body}`);
  return (parse(body) as { functions: unknown[] }).functions;
}

type Received = { status: number; headers: http.IncomingHttpHeaders; body: string };

/** By node:http: fetch gives up after five minutes without a head of the answer, and steps take longer. */
function request(
  method: string,
  url: URL,
  { signingKey }: App,
  content: object,
  more: http.OutgoingHttpHeaders,
  signal: AbortSignal,
): Promise<Received> {
  const sent = canonicalJson(content);
  const headers = {
    ...more,
    "content-type": "application/json",
    "content-length": Buffer.byteLength(sent),
    "x-inngest-server-kind": "cloud",
    "x-inngest-signature": signatureOf(sent, signingKey),
  };
  const { request: begin } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    let connected = false;
    const fail = (error: Error) =>
      reject(connected ? new AppLost(error.message) : new AppUnreachable(error.message));
    const outgoing = begin(url, { method, headers, signal, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("error", fail);
      response.on("end", () => {
        const { statusCode: status = 0, headers } = response;
        // Every answer of the SDK says so; others come from an app that starts, or does not compile.
        if (headers["x-inngest-sdk"]) resolve({ status, headers, body });
        else reject(new AppUnreachable(`not the SDK but ${status} ${body.slice(0, 200)}`));
      });
    });
    // A step may say nothing for hours; a host that is gone is told by this.
    outgoing.setSocketKeepAlive(true, 30_000);
    outgoing.on("finish", () => {
      connected = true;
    });
    outgoing.on("error", fail);
    outgoing.end(sent);
  });
}

function parse(body: string): unknown {
  try {
    return parseStorable(body);
  } catch {
    return { name: "Error", message: body };
  }
}
