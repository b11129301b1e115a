import { createReadStream } from "node:fs";
import { startChecksums } from "@/lib/media/checksums";
import type { ObjectStore } from "@/lib/storage/types";
import type { MediaFile } from "./media/pool";

type SummedFile = Pick<MediaFile, "path" | "bytes" | "md5">;

/** By content: the same bytes have the same key, however often the seed begins anew. */
export const objectKeyOf = ({ md5, xxh64 }: Pick<MediaFile, "md5" | "xxh64">) =>
  `versions/${md5.slice(0, 2)}/${md5}-${xxh64}`;

/**
 * Puts every file of the pool into the store; what is there already stays.
 * @throws Error when a file is no longer what it was when it was summed
 */
export async function storeMedia(store: ObjectStore, files: MediaFile[]) {
  const queue = [...new Map(files.map((file) => [objectKeyOf(file), file]))];
  const work = async () => {
    for (let next = queue.pop(); next; next = queue.pop()) await storeOne(store, ...next);
  };
  await Promise.all([work(), work(), work(), work()]);
}

/** Puts one file into the store, unless it is there. */
export async function storeOne(store: ObjectStore, key: string, file: SummedFile) {
  const there = await store.open(key);
  const size = there?.size;
  await there?.close();
  if (size !== file.bytes) await store.put(key, checked(file));
}

/** The file's bytes, ending in an error when they are not those that were summed: nothing is kept then. */
async function* checked(file: SummedFile) {
  const running = await startChecksums();
  for await (const chunk of createReadStream(file.path, { highWaterMark: 1 << 20 })) {
    running.update(chunk);
    yield chunk as Uint8Array;
  }
  if (running.result().md5 !== file.md5)
    throw new Error(`${file.path} was damaged after it was made; remove it and start again.`);
}
