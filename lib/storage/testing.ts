import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, readlink, rm } from "node:fs/promises";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { pipeToNodeResponse } from "next/dist/server/pipe-readable";
import { vi } from "vitest";
import { type DomainError, errorResponse } from "@/lib/errors";
import { folderStore } from "./folder";
import { type Sending, sendBytes } from "./send";

/** A file on a server of its own, and what the server does with it. */
export type Served = {
  file: string;
  beforeSending: ReturnType<typeof vi.fn<Sending["ledger"]["beforeSending"]>>;
  ended: ReturnType<typeof vi.fn<Sending["ledger"]["ended"]>>;
  mayGoOn: ReturnType<typeof vi.fn<Sending["mayGoOn"]>>;
  /** Calls of the source so far. */
  reads: number;
  closed: boolean;
  /** What closing takes, as on a busy disk. */
  closing: Promise<void>;
  /** Whether the last answer is over, as far as the server is concerned. */
  finished: boolean;
};

type Answering = (request: Request, outgoing: ServerResponse) => Promise<Response>;

const lastModified = new Date("2026-03-05T10:20:30Z");

/**
 * A server that sends files from a folder as Next would: its answers are piped to the socket by the very
 * function that Next uses.
 */
export async function startFileServer() {
  const root = await mkdtemp(path.join(tmpdir(), "send-"));
  const store = folderStore(root);
  const answers = new Map<string, Answering>();
  const server = http.createServer(async (incoming, outgoing) => {
    const headers = incoming.headers as Record<string, string>;
    const request = new Request("http://server/", { method: incoming.method ?? "GET", headers });
    const answer = answers.get(incoming.url ?? "");
    if (!answer) throw new Error(`nothing is served at ${incoming.url}`);
    const response = await answer(request, outgoing);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body) await pipeToNodeResponse(response.body, outgoing).catch(() => {});
    else outgoing.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  /** Puts the bytes into the store and serves them; as if they were `recorded` bytes long. */
  async function serve(bytes: Buffer, { recorded = bytes.length, checkEvery = 30_000 } = {}) {
    const key = randomUUID();
    await store.put(key, pieces(bytes));
    const served: Served = {
      file: path.join(root, key),
      beforeSending: vi.fn<Sending["ledger"]["beforeSending"]>(async () => {}),
      ended: vi.fn<Sending["ledger"]["ended"]>(),
      mayGoOn: vi.fn<Sending["mayGoOn"]>(async () => true),
      reads: 0,
      closed: false,
      closing: Promise.resolve(),
      finished: false,
    };
    const what = {
      size: recorded,
      etag: '"abc"',
      lastModified,
      fileName: "a.wav",
    };
    const open = async () => watched(await store.open(key), served);
    answers.set(`/${key}`, (request, outgoing) => {
      served.finished = false;
      outgoing.once("finish", () => {
        served.finished = true;
      });
      return sendBytes(request, what, {
        open,
        cut: () => outgoing.socket?.resetAndDestroy(),
        ledger: served,
        mayGoOn: served.mayGoOn,
        label: "a.wav",
        checkEvery,
      }).catch((error: DomainError) => errorResponse(error));
    });
    return { served, url: `${base}/${key}` };
  }

  return {
    serve,
    /** Names of the files of the store that this process holds open (Linux only). */
    async openFiles() {
      const links = (await readdir("/proc/self/fd")).map((fd) =>
        readlink(`/proc/self/fd/${fd}`).catch(() => ""),
      );
      return (await Promise.all(links)).filter((file) => file.startsWith(root));
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await rm(root, { recursive: true });
    },
  };
}

function watched(source: Awaited<ReturnType<Sending["open"]>>, served: Served) {
  return (
    source && {
      size: source.size,
      read: (buffer: Uint8Array, position: number, until?: number) => {
        served.reads += 1;
        return source.read(buffer, position, until);
      },
      close: async () => {
        served.closed = true;
        await source.close();
        await served.closing;
      },
    }
  );
}

async function* pieces(bytes: Buffer) {
  yield bytes;
}

/** Resolves when the answer's head has come; its body waits to be read. */
export async function request(
  url: string,
  headers: Record<string, string> = {},
  options: http.RequestOptions = {},
): Promise<IncomingMessage> {
  const asked = http.request(url, { headers, ...options }).end();
  asked.on("error", () => {}); // A connection that is cut later is heard of from the answer.
  const [answer] = await once(asked, "response");
  return answer;
}

/** Resolves when a client that takes nothing has made the server stop reading. */
export async function untilStalled(served: Served) {
  for (let before = -1; before !== served.reads || served.reads === 0; ) {
    before = served.reads;
    await setTimeout(100);
  }
}
