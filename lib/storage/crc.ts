import { Worker } from "node:worker_threads";
import { crc32 } from "node:zlib";

/** Fewer bytes are hashed sooner than they are handed over. */
const WORTH_HANDING_OVER = 2 ** 18;

const program = `
  const { parentPort } = require("node:worker_threads");
  const { crc32 } = require("node:zlib");
  parentPort.on("message", ({ id, bytes, crc }) => parentPort.postMessage({ id, crc: crc32(bytes, crc) }));`;

type Waiting = { resolve: (crc: number) => void; reject: (error: Error) => void };
let worker: Worker | undefined;
const waiting = new Map<number, Waiting>();
let count = 0;

/**
 * Goes on with a CRC-32. Of many bytes in shared memory on a thread of its own: the one that serves everybody
 * is busy enough with sending. The bytes may not change until it is there.
 */
export async function runningCrc32(bytes: Uint8Array, crc: number): Promise<number> {
  if (bytes.length < WORTH_HANDING_OVER || !(bytes.buffer instanceof SharedArrayBuffer))
    return crc32(bytes, crc);
  const id = ++count;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker ??= startWorker();
    worker.postMessage({ id, bytes, crc });
  });
}

function startWorker(): Worker {
  const started = new Worker(program, { eval: true });
  started.unref();
  started.on("message", ({ id, crc }: { id: number; crc: number }) => {
    waiting.get(id)?.resolve(crc);
    waiting.delete(id);
  });
  started.on("error", (error) => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return started;
}
