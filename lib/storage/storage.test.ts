import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import S3rver from "s3rver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { folderStore } from "./folder";
import { withLocalFile } from "./local-file";
import { s3Store } from "./s3";
import type { ObjectStore, StoredObject } from "./types";

// What every object store must do, tried on each that we have.
describe.each([
  ["a folder", startFolder],
  ["S3", startS3],
])("an object store in %s", (_, start) => {
  let store: ObjectStore;
  let keys: () => Promise<string[]>;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ store, keys, stop } = await start());
  });
  afterAll(() => stop());

  test("gives back what was put, whole", async () => {
    const bytes = randomBytes(3_000_001);
    await store.put("versions/a.wav", inPieces(bytes, 65_537));
    const object = await opened("versions/a.wav");
    expect(object.size).toBe(bytes.length);
    expect((await readAll(object, 100_000)).equals(bytes)).toBe(true);
    await object.close();
  });

  test("keeps an object larger than one part of an upload", async () => {
    const piece = randomBytes(1_000_003);
    const pieces = Array.from({ length: 36 }, () => piece);
    await store.put("large", stream(pieces));
    const object = await opened("large");
    expect(object.size).toBe(36 * piece.length);
    const hash = createHash("md5");
    const buffer = Buffer.alloc(2 ** 20);
    for (let at = 0; at < object.size; at += buffer.length)
      hash.update(buffer.subarray(0, await object.read(buffer, at)));
    await object.close();
    expect(hash.digest("hex")).toBe(createHash("md5").update(Buffer.concat(pieces)).digest("hex"));
  });

  test("keeps what a source fills into one buffer again and again", async () => {
    const buffer = Buffer.alloc(2 ** 20);
    const fillings = Array.from({ length: 35 }, (_, i) => 65 + i);
    await store.put(
      "refilled",
      (async function* () {
        for (const letter of fillings) yield buffer.fill(letter);
      })(),
    );
    const object = await opened("refilled");
    for (const [i, letter] of fillings.entries()) {
      const read = Buffer.alloc(1_000);
      await object.read(read, i * buffer.length + 500);
      expect(read.equals(Buffer.alloc(1_000, letter))).toBe(true);
    }
    await object.close();
  });

  test("lets a program read an object as a file, and leaves no copy behind", async () => {
    const bytes = randomBytes(2_500_000);
    await store.put("as-a-file", stream([bytes]));
    let seen = "";
    await withLocalFile(store, "as-a-file", async (file) => {
      seen = file;
      expect((await readFile(file)).equals(bytes)).toBe(true);
    });
    expect(existsSync(seen)).toBe(store.fileOf("as-a-file") !== null);
    await expect(withLocalFile(store, "missing", readFile)).rejects.toThrow();
  });

  test("keeps an empty object", async () => {
    await store.put("empty", stream([]));
    const object = await opened("empty");
    expect(object.size).toBe(0);
    expect(await object.read(Buffer.alloc(10), 0)).toBe(0);
    await object.close();
  });

  test("reads at any offset, forwards and backwards, across the end and past it", async () => {
    const bytes = randomBytes(500_000);
    await store.put("offsets", stream([bytes]));
    const object = await opened("offsets");
    const cases = [
      [0, 10],
      [10, 10],
      [499_990, 10],
      [499_990, 1_000],
      [250_000, 100_000],
      [350_000, 1],
      [100_000, 300_000],
      [500_000, 10],
      [900_000, 10],
    ] as const;
    for (const [position, length] of cases) {
      const buffer = Buffer.alloc(length);
      const expected = bytes.subarray(position, position + length);
      expect(await object.read(buffer, position)).toBe(expected.length);
      expect(buffer.subarray(0, expected.length).equals(expected)).toBe(true);
    }
    await object.close();
  });

  test("reads on past the point where the reader meant to stop", async () => {
    const bytes = randomBytes(10_000);
    await store.put("until", stream([bytes]));
    const object = await opened("until");
    const buffer = Buffer.alloc(4_000);
    expect(await object.read(buffer, 1_000, 5_000)).toBe(4_000);
    expect(await object.read(buffer, 5_000, 9_000)).toBe(4_000);
    expect(buffer.equals(bytes.subarray(5_000, 9_000))).toBe(true);
    await object.close();
  });

  test("lets several readers read one object at once", async () => {
    const bytes = randomBytes(1_500_000);
    await store.put("shared", stream([bytes]));
    const reads = [1_000, 65_536, 333_333, 1_500_000].map(async (step) => {
      const object = await opened("shared");
      const read = await readAll(object, step);
      await object.close();
      return read.equals(bytes);
    });
    expect(await Promise.all(reads)).toEqual([true, true, true, true]);
  });

  test("says null for what is not there, whatever stands above or below its key", async () => {
    await store.put("above/below", stream([randomBytes(10)]));
    expect(await store.open("missing")).toBeNull();
    expect(await store.open("above")).toBeNull();
    expect(await store.open("above/below/deeper")).toBeNull();
  });

  test("removes an object, and minds not when it is gone", async () => {
    await store.put("removed", stream([randomBytes(10)]));
    await store.remove("removed");
    await store.remove("removed");
    expect(await store.open("removed")).toBeNull();
  });

  test.each([10, 40_000_000])("keeps nothing of a put that fails after %i bytes", async (bytes) => {
    const before = await keys();
    await expect(store.put("failed/object", failingAfter(bytes))).rejects.toThrow("line dropped");
    expect(await store.open("failed/object")).toBeNull();
    expect(await keys()).toEqual(before);
  });

  test("ends a read that is closed, and refuses to read on", async () => {
    await store.put("closed", stream([randomBytes(1_000_000)]));
    const object = await opened("closed");
    await object.read(Buffer.alloc(10), 0);
    await object.close();
    await expect(object.read(Buffer.alloc(10), 10)).rejects.toThrow();
    await object.close();
  });

  test.each(["", "/a", "a/", "a//b", "../a", "a/../b", "a/./b", "A", "a b", "a\\b", "ä"])(
    "refuses the key %j",
    async (key) => {
      await expect((async () => store.open(key))()).rejects.toThrow("bad object key");
      await expect((async () => store.put(key, stream([])))()).rejects.toThrow("bad object key");
    },
  );

  test("says that it works, and leaves nothing behind", async () => {
    const before = await keys();
    await store.check();
    expect(await keys()).toEqual(before);
  });

  async function opened(key: string): Promise<StoredObject> {
    const object = await store.open(key);
    if (!object) throw new Error(`${key} is not there`);
    return object;
  }
});

test("a store in a folder that can't be made says so", async () => {
  await expect(folderStore("/dev/null/objects").check()).rejects.toThrow();
});

test("a store on S3 that can't be reached says so, and is not taken for one without the object", async () => {
  const { store, stop } = await startS3();
  await stop();
  await expect(store.check()).rejects.toThrow();
  await expect(store.open("anything")).rejects.toThrow();
});

async function startFolder() {
  const root = await mkdtemp(path.join(tmpdir(), "objects-"));
  return {
    store: folderStore(root),
    keys: () => filesBelow(root),
    stop: () => rm(root, { recursive: true }),
  };
}

async function startS3() {
  const directory = await mkdtemp(path.join(tmpdir(), "s3-"));
  const server = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: "turnover" }],
  });
  const { port } = await server.run();
  const client = new S3Client(s3At(port));
  return {
    store: s3Store(s3At(port)),
    keys: async () => {
      const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: "turnover" }));
      return (Contents ?? []).map(({ Key }) => String(Key));
    },
    stop: async () => {
      await server.close();
      await rm(directory, { recursive: true });
    },
  };
}

const s3At = (port: number) => ({
  bucket: "turnover",
  region: "us-east-1",
  endpoint: `http://127.0.0.1:${port}`,
  credentials: { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" },
  forcePathStyle: true,
});

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
}

async function* stream(pieces: Uint8Array[]) {
  yield* pieces;
}

async function* inPieces(bytes: Buffer, length: number) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function* failingAfter(bytes: number) {
  yield* inPieces(Buffer.alloc(bytes), 1_000_000);
  throw new Error("line dropped");
}

async function readAll(object: StoredObject, step: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let at = 0; ; ) {
    const buffer = Buffer.alloc(step);
    const count = await object.read(buffer, at);
    pieces.push(buffer.subarray(0, count));
    at += count;
    if (count < step) return Buffer.concat(pieces);
  }
}
