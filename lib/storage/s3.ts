import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NotFound,
  S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { assertKey, type ObjectStore, type StoredObject } from "./types";

export type S3Settings = {
  bucket: string;
  region: string;
  /** Absent for Amazon's own. */
  endpoint: string | undefined;
  /** Absent: found as the AWS SDK finds them (role of the machine, environment, profile). */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined;
  forcePathStyle: boolean;
};

/** S3 allows 10,000 parts an object, so this bounds an object to 312 GiB and an upload to 64 MiB of memory. */
const PART_BYTES = 32 * 2 ** 20;
const PARTS_AT_ONCE = 2;

/** Each transfer that runs holds one connection; the SDK's default of 50 would make the others wait. */
const CONNECTIONS = 1024;

/** How often in a row a read that gets nowhere begins anew: stores drop connections that a slow client leaves idle. */
const READ_ATTEMPTS = 3;

/** An object store on any S3-compatible service, for more than one host or more than one disk. */
export function s3Store(settings: S3Settings): ObjectStore {
  const { bucket } = settings;
  const client = connect(settings);
  const at = (key: string) => {
    assertKey(key);
    return { Bucket: bucket, Key: key };
  };
  const store: ObjectStore = {
    async put(key, source) {
      const body = Readable.from(copied(source), { objectMode: false });
      let failure: Error | undefined;
      body.once("error", (error) => {
        failure = error;
      });
      const params = { ...at(key), Body: body };
      try {
        await new Upload({ client, params, partSize: PART_BYTES, queueSize: PARTS_AT_ONCE }).done();
      } catch (error) {
        // Why the source failed counts for more than what went wrong in clearing away its parts.
        throw failure ?? error;
      } finally {
        body.destroy();
      }
    },
    async open(key) {
      const size = await sizeOf(client, at(key));
      return size === null ? null : storedObject(client, at(key), size);
    },
    // Uploads that broke off are for a rule of the bucket to abort (docs/operations.md): not every service lists them.
    removeParts: async () => 0,
    async remove(key) {
      await client.send(new DeleteObjectCommand(at(key)));
    },
    fileOf: () => null,
    async check() {
      const key = `check/${randomUUID()}`;
      await store.put(key, asSource(new Uint8Array([1])));
      const found = await sizeOf(client, at(key));
      await store.remove(key);
      if (found !== 1) throw new Error("the object store did not keep what was put");
    },
  };
  return store;
}

function connect({ region, endpoint, credentials, forcePathStyle }: S3Settings) {
  const agent = { keepAlive: true, maxSockets: CONNECTIONS };
  return new S3Client({
    region,
    forcePathStyle,
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials }),
    // The SDK's newer checksums are unknown to many compatible stores; ours are recorded at delivery.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: { connectionTimeout: 10_000, httpAgent: agent, httpsAgent: agent },
  });
}

/** What is on its way to the store is held for longer than a chunk lasts. */
async function* copied(source: AsyncIterable<Uint8Array>) {
  for await (const chunk of source) yield Buffer.from(chunk);
}

async function* asSource(bytes: Uint8Array) {
  yield bytes;
}

type Location = { Bucket: string; Key: string };

async function sizeOf(client: S3Client, location: Location): Promise<number | null> {
  try {
    const { ContentLength } = await client.send(new HeadObjectCommand(location));
    return ContentLength ?? 0;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/** A stretch of the object on its way: one answer of the store, read in order. */
type Run = {
  body: Readable;
  chunks: AsyncIterator<Uint8Array>;
  rest: Uint8Array;
  next: number;
  end: number;
};

function storedObject(client: S3Client, location: Location, size: number): StoredObject {
  const closing = new AbortController();
  let run: Run | undefined;

  async function startRun(next: number, end: number): Promise<Run> {
    const command = new GetObjectCommand({ ...location, Range: `bytes=${next}-${end - 1}` });
    const { Body } = await client.send(command, { abortSignal: closing.signal });
    const body = Body as Readable;
    body.on("error", () => {}); // The reader hears of it from the iterator; after close nobody needs to.
    return { body, chunks: body[Symbol.asyncIterator](), rest: new Uint8Array(0), next, end };
  }

  function endRun() {
    run?.body.destroy();
    run = undefined;
  }

  /** Copies what has come of the run, awaiting more when there is nothing; 0 when the run is over. */
  async function take(from: Run, into: Uint8Array): Promise<number> {
    if (from.rest.length === 0) {
      const { done, value } = await from.chunks.next();
      if (done) return 0;
      from.rest = value;
    }
    const count = Math.min(from.rest.length, into.length);
    into.set(from.rest.subarray(0, count));
    from.rest = from.rest.subarray(count);
    from.next += count;
    return count;
  }

  return {
    size,
    async read(buffer, position, until = size) {
      const wanted = Math.min(buffer.length, Math.max(0, size - position));
      const end = Math.min(size, Math.max(until, position + wanted));
      let filled = 0;
      let failures = 0;
      while (filled < wanted) {
        const at = position + filled;
        try {
          if (closing.signal.aborted) throw new Error("read after close");
          if (run?.next !== at || run.end <= at) {
            endRun();
            run = await startRun(at, end);
          }
          const count = await take(run, buffer.subarray(filled, wanted));
          if (count === 0) throw new Error(`the object store ended ${location.Key} early at ${at}`);
          filled += count;
          failures = 0;
        } catch (error) {
          endRun();
          failures += 1;
          if (closing.signal.aborted || failures === READ_ATTEMPTS) throw error;
        }
      }
      return filled;
    },
    async close() {
      closing.abort();
      endRun();
    },
  };
}
