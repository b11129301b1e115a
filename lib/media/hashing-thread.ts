import "server-only";
import { Worker } from "node:worker_threads";
import type { ChecksumsOfBytes } from "./checksums";

// The one thread that serves everybody would stand still for two seconds a gigabyte while it hashes.

const program = `
  const { parentPort } = require("node:worker_threads");
  const { createHash } = require("node:crypto");
  const { crc32 } = require("@node-rs/crc32");
  const sums = new Map();
  require("xxhash-wasm")().then(({ create64 }) => {
    const begin = () => ({ md5: createHash("md5"), xxh64: create64(), crc: 0, bytes: 0 });
    parentPort.on("message", ({ turn, task, bytes, last }) => {
      const sum = sums.get(task) ?? begin();
      sums.set(task, sum);
      if (bytes) {
        sum.md5.update(bytes);
        sum.xxh64.update(bytes);
        sum.crc = crc32(bytes, sum.crc);
        sum.bytes += bytes.length;
      }
      if (last) sums.delete(task);
      parentPort.postMessage({ turn, result: last && {
        bytes: sum.bytes,
        md5: sum.md5.digest("hex"),
        xxh64: sum.xxh64.digest().toString(16).padStart(16, "0"),
        crc32: sum.crc.toString(16).padStart(8, "0"),
      } });
    });
  });`;

type Answer = { turn: number; result?: ChecksumsOfBytes };
type Waiting = {
  resolve: (result: ChecksumsOfBytes | undefined) => void;
  reject: (e: Error) => void;
};

let worker: Worker | undefined;
let count = 0;
const waiting = new Map<number, Waiting>();

/**
 * Sums bytes as `startChecksums` does, on a thread of its own that all share. The bytes lie in shared memory,
 * and may not change until their `update` has resolved. `result` is asked for once, also of sums that are
 * given up.
 */
export function startChecksumsAside() {
  const task = ++count;
  return {
    update: async (bytes: Uint8Array<SharedArrayBuffer>) => void (await ask({ task, bytes })),
    result: async () => {
      const result = await ask({ task, last: true });
      if (!result) throw new Error("the hashing thread gave no result");
      return result;
    },
  };
}

function ask(message: { task: number; bytes?: Uint8Array; last?: true }) {
  const turn = ++count;
  return new Promise<ChecksumsOfBytes | undefined>((resolve, reject) => {
    waiting.set(turn, { resolve, reject });
    worker ??= startWorker();
    worker.ref();
    worker.postMessage({ turn, ...message });
  });
}

function startWorker(): Worker {
  const started = new Worker(program, { eval: true });
  started.on("message", ({ turn, result }: Answer) => {
    waiting.get(turn)?.resolve(result);
    waiting.delete(turn);
    if (waiting.size === 0) started.unref();
  });
  started.on("error", (error) => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return started;
}
