import type { ByteRange } from "./ranges";
import { StoreFault } from "./recorded";
import type { ByteSource } from "./types";

/** Each costs a trip to another thread and back: the fewer the better, as far as 4 MB a slow client go. */
const CHUNK_BYTES = 1.625 * 2 ** 20;
/** The first goes out soon: of a zip of small files a whole chunk takes hundreds, each opened and read. */
const FIRST_CHUNK_BYTES = 2 ** 17;

/**
 * One chunk being written, one being filled meanwhile. A buffer may be filled anew only when its last bytes have left
 * for the operating system. Next's pipe asks for a chunk only when the one before was written (Streams Standard,
 * `pipeTo`: backpressure), and awaits that when `write` says "wait", which it does for any chunk larger than the
 * socket's high-water mark (16 to 64 KiB): so every chunk is larger and filled to the brim, and only the last, after
 * which nothing is filled any more, may be smaller.
 */
const RING = 2;

/** How often a running response asks whether it may go on, in milliseconds. Two checks without an answer end it too. */
const CHECK_EVERY = 30_000;

/** Keeps the books of what goes out. */
export type Ledger = {
  /** Awaited when bytes of the source are at hand and before they go out. */
  beforeSending(range: ByteRange): Promise<void>;
  /** Told once, and only after bytes went out: whether all of the body was handed over, or it broke off. */
  ended(whole: boolean): void;
};

export type Progress = {
  ledger: Ledger;
  /** Asked again and again while bytes flow; a no ends the response. */
  mayGoOn(): Promise<boolean>;
  /** Cuts the connection at once, with whatever of the response still waits to go out. */
  cut(): void;
  /** What operators read in the log when something is wrong; no secrets. */
  label: string;
  /** Told when the store has not what a record says. */
  faulty?(fault: StoreFault): void;
  /** Milliseconds; for tests. */
  checkEvery?: number;
};

/**
 * A body of ranges of the source and bytes of our own between them, read as the client takes it, through a
 * small ring of reused buffers: as fast as sendfile, at 3.25 MiB a response. It is the last hop before the
 * socket: nothing may keep its chunks. The source is closed when the body ends, fails or is cancelled; a
 * body that nobody reads opens nothing.
 * @param length of all pieces together, in bytes; not 0
 */
export function pieceStream(
  source: ByteSource,
  pieces: (Uint8Array | ByteRange)[],
  length: number,
  progress: Progress,
): ReadableStream<Uint8Array> {
  const ring: Buffer[] = [];
  const fill = filler(source, pieces);
  let turn = 0;
  let sent = 0;
  let ended = false;
  let stopChecking = () => {};
  let next: ReturnType<typeof nextChunk> | undefined;

  async function end() {
    if (ended) return;
    ended = true;
    stopChecking();
    progress.ledger.ended(sent === length);
    await source.close();
  }

  async function nextChunk() {
    const slot = turn++ % RING;
    ring[slot] ??= Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, length));
    const room = turn === 1 ? ring[slot].subarray(0, FIRST_CHUNK_BYTES) : ring[slot];
    const { filled, ranges } = await fill(room);
    return { chunk: room.subarray(0, filled), ranges };
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { chunk, ranges } = await (next ?? nextChunk());
          next = undefined;
          for (const range of ranges) {
            if (ended) return;
            await progress.ledger.beforeSending(range);
          }
          if (ended) return;
          if (sent === 0)
            stopChecking = checkAgainAndAgain(progress, (reason) => {
              if (ended) return;
              console.error(`storage: sending ${progress.label} was cut: ${reason}`);
              controller.error(brokenOff(reason));
              progress.cut();
              void end();
            });
          sent += chunk.length;
          controller.enqueue(chunk);
          if (sent < length) {
            // Read while the last is being written; whoever pulls next hears how that went.
            next = nextChunk();
            next.catch(() => {});
            return;
          }
          // The body ends first: a client that has its last byte leaves, and an answer that is not over by then
          // looks broken off, for as long as a busy disk takes to close a file.
          const over = end();
          controller.close();
          await over;
        } catch (error) {
          if (ended) return; // The client is gone, and with it the file that was being read.
          console.error(`storage: sending ${progress.label} broke off after ${sent} bytes:`, error);
          if (error instanceof StoreFault) progress.faulty?.(error);
          await end();
          throw brokenOff(String(error));
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}

/** Ends the response by cutting its connection. By this name Next does not log again what is logged here. */
const brokenOff = (reason: string) => new DOMException(reason, "AbortError");

/** @returns a function that fills a buffer with the next bytes of the pieces, full but for the last time */
function filler(source: ByteSource, pieces: (Uint8Array | ByteRange)[]) {
  let index = 0;
  let done = 0; // Bytes of the current piece.
  return async (buffer: Buffer): Promise<{ filled: number; ranges: ByteRange[] }> => {
    const ranges: ByteRange[] = [];
    let filled = 0;
    for (let piece = pieces[index]; piece && filled < buffer.length; piece = pieces[index]) {
      const size = "start" in piece ? piece.end - piece.start : piece.length;
      const count = Math.min(size - done, buffer.length - filled);
      const room = buffer.subarray(filled, filled + count);
      if ("start" in piece) {
        const start = piece.start + done;
        await readWhole(source, room, start, piece.end);
        ranges.push({ start, end: start + count });
      } else room.set(piece.subarray(done, done + count));
      filled += count;
      done += count;
      if (done < size) break;
      index += 1;
      done = 0;
    }
    return { filled, ranges };
  };
}

async function readWhole(source: ByteSource, room: Buffer, position: number, until: number) {
  const count = await source.read(room, position, until);
  if (count < room.length) throw new Error(`the object ends early, at ${position + count}`);
}

function checkAgainAndAgain(progress: Progress, end: (reason: string) => void) {
  let unanswered = 0;
  const timer = setInterval(async () => {
    try {
      if (!(await progress.mayGoOn())) end("the right to it was lost");
      unanswered = 0;
    } catch (error) {
      unanswered += 1;
      if (unanswered === 2) end(`the right to it could not be checked: ${error}`);
    }
  }, progress.checkEvery ?? CHECK_EVERY);
  timer.unref();
  return () => clearInterval(timer);
}
