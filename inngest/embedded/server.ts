import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { z } from "zod";
import { parseStorable } from "./json";
import type { JobEvent, Operation } from "./protocol";
import { isSecret, tokenOf } from "./signing";

/** What the SDK may ask of the engine. Each answers undefined while the engine is not ready for it. */
export type Doors = {
  takeEvents(events: JobEvent[]): Promise<void> | undefined;
  /** @returns false when the function is to stop. */
  keepCheckpoint(run: string, token: string, operations: Operation[]): Promise<boolean> | undefined;
  /** Why the engine can't work just now; undefined when it can. */
  trouble(): string | undefined;
};

export type ServerOptions = {
  port: number;
  signingKey: string;
  eventKey: string;
  log: (line: string) => void;
};

type Reply = [status: number, body: object];

/** More than any of our events; a function's output may be larger. */
const mostBytes = 16 * 2 ** 20;

const sentEvents = z.array(
  z.looseObject({
    id: z.string().optional(),
    name: z.string(),
    data: z.record(z.string(), z.unknown()).default({}),
    ts: z.number().optional(),
  }),
);
const checkpoint = z.looseObject({
  qi_id: z.string(),
  steps: z.array(z.looseObject({ id: z.string(), op: z.string() })),
});

/** Serves what the SDK calls, on 127.0.0.1. @returns how to close it. */
export async function serve(options: ServerOptions, doors: Doors) {
  const server = createServer((request, response) => {
    answer(request, options, doors).then(
      ([status, body]) => reply(status, body),
      (error: Error) => {
        const wrong = error instanceof z.ZodError || error instanceof SyntaxError;
        if (!wrong) options.log(`${request.method} ${request.url}: ${error.message}`);
        reply(wrong ? 400 : 503, { error: error.message, status: wrong ? 400 : 503 });
      },
    );
    const reply = (status: number, body: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  return () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

async function answer(request: IncomingMessage, options: ServerOptions, doors: Doors) {
  const { pathname } = new URL(request.url ?? "", "http://engine");
  const [, first, second, third, fourth] = pathname.split("/").map(decodeURIComponent);
  if (request.method === "GET" && first === "health") return health(doors);
  if (request.method !== "POST") return unknown;
  if (first === "e") {
    if (!isSecret(second ?? "", options.eventKey)) return unauthorized;
    return receiveEvents(request, doors);
  }
  if (first === "v1" && second === "checkpoint" && third && fourth === "async") {
    const sent = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
    if (!isSecret(sent, tokenOf(options.signingKey))) return unauthorized;
    return receiveCheckpoint(request, third, doors);
  }
  return unknown;
}

const unknown: Reply = [404, { error: "There is nothing here.", status: 404 }];
const unauthorized: Reply = [401, { error: "The key is not the engine's.", status: 401 }];
const notReady: Reply = [503, { error: "The engine is not ready.", status: 503 }];

function health(doors: Doors): Reply {
  const trouble = doors.trouble();
  return trouble ? [503, { status: "failed", reason: trouble }] : [200, { status: "ok" }];
}

async function receiveEvents(request: IncomingMessage, doors: Doors): Promise<Reply> {
  // The same in all of the SDK's tries to send: makes of them one event.
  const seed = request.headers["x-inngest-event-id-seed"];
  const events = sentEvents.parse(await readJson(request)).map((event, position) => ({
    ...event,
    id: event.id || (seed ? `${seed} ${position}` : randomUUID()),
    ts: event.ts ?? Date.now(),
  }));
  const taken = doors.takeEvents(events);
  if (!taken) return notReady;
  await taken;
  return [200, { ids: events.map(({ id }) => id), status: 200 }];
}

async function receiveCheckpoint(request: IncomingMessage, run: string, doors: Doors) {
  const { qi_id, steps } = checkpoint.parse(await readJson(request));
  const kept = doors.keepCheckpoint(run, qi_id, steps as Operation[]);
  if (!kept) return notReady;
  return (await kept) ? ok : stale;
}

const ok: Reply = [200, {}];
const stale: Reply = [409, { error: "Somebody else goes on with this run.", status: 409 }];

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new SyntaxError("That is too much at once.");
    chunks.push(chunk);
  }
  return parseStorable(Buffer.concat(chunks).toString());
}
