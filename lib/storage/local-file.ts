import "server-only";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ObjectStore, StoredObject } from "./types";

const CHUNK_BYTES = 2 ** 20;

/**
 * Lets a program that wants a file of this machine read an object: where it stands, or as a copy that is gone
 * afterwards. The file must not be changed.
 * @throws Error when there is no such object
 */
export async function withLocalFile<T>(
  store: ObjectStore,
  key: string,
  use: (file: string) => Promise<T>,
): Promise<T> {
  const own = store.fileOf(key);
  if (own !== null) return use(own);
  const object = await store.open(key);
  if (!object) throw new Error(`there is no object ${key}`);
  const folder = await mkdtemp(path.join(tmpdir(), "turnover-object-"));
  try {
    const file = path.join(folder, "object");
    await writeFile(file, piecesOf(object));
    return await use(file);
  } finally {
    await object.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function* piecesOf(object: StoredObject) {
  const buffer = Buffer.alloc(CHUNK_BYTES);
  for (let at = 0; at < object.size; at += buffer.length)
    yield buffer.subarray(0, await object.read(buffer, at));
}
