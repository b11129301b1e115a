import "server-only";
import type { ChecksumsOfBytes } from "@/lib/media/checksums";
import { startChecksumsAside } from "@/lib/media/hashing-thread";
import { breath } from "@/lib/turns";
import type { ObjectStore } from "./types";

const CHUNK_BYTES = 2 ** 20;
/** One chunk being written, one being summed, one being filled. */
const RING = 3;

/** The sender's side failed: what was promised did not come. */
export class BrokenOff extends Error {}

/**
 * Keeps what comes, whole or not at all, in one pass: gathered into chunks of a MiB, counted, and summed on a
 * thread of its own. However much it is, it takes 3 MiB of memory.
 * @param length how many bytes are promised
 * @param onBytes told how many came so far
 * @throws BrokenOff when the source fails, or ends before or after so many bytes
 */
export async function receiveObject(
  store: ObjectStore,
  key: string,
  source: AsyncIterable<Uint8Array>,
  length: number,
  onBytes: (bytes: number) => void,
): Promise<ChecksumsOfBytes> {
  const sums = startChecksumsAside();
  try {
    await store.put(key, summed(promised(source, length, onBytes), length, sums));
  } catch (error) {
    await sums.result().catch(() => {});
    throw error;
  }
  return sums.result();
}

/** The source, for as long as it is what was promised. */
async function* promised(
  source: AsyncIterable<Uint8Array>,
  length: number,
  onBytes: (bytes: number) => void,
) {
  let bytes = 0;
  const fault = (what: string, cause?: unknown) =>
    new BrokenOff(`${what} after ${bytes} of ${length} bytes.`, { cause });
  const chunks = source[Symbol.asyncIterator]();
  for (;;) {
    const next = await chunks.next().catch((error: unknown) => {
      throw error instanceof BrokenOff ? error : fault("The upload broke off", error);
    });
    if (next.done) break;
    await breath();
    bytes += next.value.length;
    if (bytes > length) throw fault("The upload went on");
    onBytes(bytes);
    yield next.value;
  }
  if (bytes < length) throw fault("The upload ended");
}

type Shared = Uint8Array<SharedArrayBuffer>;

/** Hands each chunk on while it is being summed; a buffer is filled anew when both are done with it. */
async function* summed(
  source: AsyncIterable<Uint8Array>,
  length: number,
  { update }: Pick<ReturnType<typeof startChecksumsAside>, "update">,
): AsyncGenerator<Shared> {
  const ring: { buffer: Shared; done: Promise<void> }[] = [];
  let turn = 0;
  let filled = 0;

  function pass(): Shared {
    const slot = current();
    const chunk = slot.buffer.subarray(0, filled);
    slot.done = update(chunk);
    slot.done.catch(() => {}); // Who fills the buffer next hears of it, or who asks for the result.
    turn += 1;
    filled = 0;
    return chunk;
  }
  function current() {
    const place = turn % RING;
    ring[place] ??= {
      buffer: new Uint8Array(new SharedArrayBuffer(Math.min(CHUNK_BYTES, length))),
      done: Promise.resolve(),
    };
    return ring[place];
  }

  for await (const piece of source)
    for (let at = 0; at < piece.length; ) {
      const { buffer, done } = current();
      if (filled === 0) await done;
      const count = Math.min(piece.length - at, buffer.length - filled);
      buffer.set(piece.subarray(at, at + count), filled);
      at += count;
      filled += count;
      if (filled === buffer.length) yield pass();
    }
  if (filled > 0) yield pass();
}

/**
 * A request's body, given up when nothing comes for so long: no server limits how long an upload may take.
 * @param milliseconds of silence
 * @param inAll milliseconds that all of it may take; absent: as many as it likes
 * @throws BrokenOff
 */
export async function* patientBody(
  body: ReadableStream<Uint8Array>,
  milliseconds: number,
  inAll?: number,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let late: BrokenOff | undefined;
  const giveUp = (why: string) => {
    late ??= new BrokenOff(why);
    void reader.cancel(late).catch(() => {});
  };
  const timer = setTimeout(
    () => giveUp(`Nothing came for ${milliseconds / 1000} s.`),
    milliseconds,
  );
  const end = inAll && setTimeout(() => giveUp(`It was not whole after ${inAll / 1000} s.`), inAll);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (late) throw late;
      if (done) return;
      timer.refresh();
      yield value;
      timer.refresh();
    }
  } finally {
    clearTimeout(timer);
    clearTimeout(end);
    reader.releaseLock();
  }
}
