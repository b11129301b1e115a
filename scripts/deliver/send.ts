import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import path from "node:path";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import * as tus from "tus-js-client";

// Its types leave out what only Node has.
const { FileUrlStorage } = tus as unknown as {
  FileUrlStorage: new (file: string) => tus.UrlStorage;
};

/** Where to, and as whom. */
export type Place = {
  url: string;
  token: string;
  /** Remembers uploads that were broken off. */
  memory: string;
};

/** What is said of a file: title, assetType, variant … as `POST /api/deliveries` names them. */
export type Said = Record<string, string>;

export type Sent = { created: boolean; version: number; bytes: number };

/** From this size on a file goes in pieces, and on from where it was broken off. */
const RESUMABLE_FROM = 100_000_000;

/**
 * Hands one file in.
 * @param onProgress told how many bytes have been sent
 * @throws Error in the server's words
 */
export async function sendFile(
  file: string,
  said: Said,
  place: Place,
  onProgress: (bytes: number) => void,
): Promise<Sent> {
  const { size, mtimeMs } = await stat(file);
  const all = { ...said, fileName: path.basename(file) };
  if (size <= RESUMABLE_FROM) {
    const query = new URLSearchParams({ ...all, md5: await md5Of(file) });
    return post(place, query, { file, size, onProgress });
  }
  const mark = JSON.stringify([place.url, path.resolve(file), size, mtimeMs, all]);
  const [upload, md5] = await Promise.all([
    sendInPieces(file, all, mark, place, onProgress),
    md5Of(file),
  ]);
  return post(place, new URLSearchParams({ upload, md5 }));
}

/** By the tus protocol. @returns the upload's id */
async function sendInPieces(
  file: string,
  metadata: Said,
  mark: string,
  { url, token, memory }: Place,
  onProgress: (bytes: number) => void,
): Promise<string> {
  const { promise, resolve, reject } = withResolvers<void>();
  // Its types know the browser's inputs only; in Node it takes a file's stream.
  const upload = new tus.Upload(createReadStream(file) as unknown as Blob, {
    endpoint: `${url}/api/uploads`,
    metadata,
    headers: { Authorization: `Bearer ${token}` },
    retryDelays: [0, 1_000, 3_000, 5_000, 10_000, 20_000],
    fingerprint: async () => createHash("sha256").update(mark).digest("hex"),
    urlStorage: new FileUrlStorage(memory),
    removeFingerprintOnSuccess: true,
    onProgress,
    onSuccess: () => resolve(),
    onError: (error) => reject(new Error(wordsOf(error, url))),
  });
  const [before] = await upload.findPreviousUploads();
  if (before) upload.resumeFromPreviousUpload(before);
  upload.start();
  await promise;
  return upload.url?.split("/").at(-1) ?? "";
}

/** The server's own, where it has answered: errors of ours are JSON, of the protocol's plain text. */
function wordsOf(error: Error, url: string): string {
  const said = "originalResponse" in error ? (error as tus.DetailedError).originalResponse : null;
  const body = said?.getBody().trim();
  if (!body) return `${notReached(url)} Run it again to go on.`;
  return answerOf(body)?.error?.message ?? body;
}

const notReached = (url: string, why?: string) =>
  `The server at ${url} can't be reached${why ? ` (${why})` : ""}.`;

type Answer = Sent & { error?: { code: string; message: string } };

/** Null for what is no JSON: a proxy in front has words of its own. */
function answerOf(body: string): Answer | null {
  try {
    return JSON.parse(body) as Answer;
  } catch {
    return null;
  }
}

type Body = { file: string; size: number; onProgress: (bytes: number) => void };

/** Not by `fetch`, which waits for an answer no longer than 300 s: a long mix is looked into for longer. */
async function post(place: Place, query: URLSearchParams, body?: Body): Promise<Sent> {
  const address = new URL(`/api/deliveries?${query}`, place.url);
  const request = (address.protocol === "https:" ? https : http).request(address, {
    method: "POST",
    headers: { authorization: `Bearer ${place.token}`, "content-length": body?.size ?? 0 },
  });
  const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once("response", resolve).once("error", reject);
  });
  // A refusal may come before all is sent: its words say more than the broken pipe.
  const sent = body ? pipeline(counted(body), request).catch(() => {}) : request.end();
  const answer = await answered.catch((error: NodeJS.ErrnoException) => {
    throw new Error(notReached(place.url, error.code ?? error.message));
  });
  const said = answerOf(await text(answer));
  await sent;
  if (!said)
    throw new Error(`The server at ${place.url} answered ${answer.statusCode} without words.`);
  if (!body && said.error?.code === "in_progress") {
    await sleep(2_000);
    return post(place, query);
  }
  if (said.error) throw new Error(said.error.message);
  return { ...said, created: answer.statusCode === 201 };
}

async function* counted({ file, onProgress }: Body) {
  let bytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 })) {
    yield chunk;
    bytes += chunk.length;
    onProgress(bytes);
  }
}

async function md5Of(file: string): Promise<string> {
  const hash = createHash("md5");
  for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 })) hash.update(chunk);
  return hash.digest("hex");
}

/** Promise.withResolvers comes with Node 22. */
function withResolvers<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
