import type { ByteSource, ObjectStore } from "./types";

/** What the store has of an object is not what its record says. */
export class StoreFault extends Error {
  /**
   * @param fault in words, after the object's name: "is missing"
   * @param name what people call the object
   */
  constructor(
    readonly objectKey: string,
    readonly fault: string,
    name = objectKey,
  ) {
    super(`${name} ${fault}`);
  }
}

/**
 * An object as its record says.
 * @param name what people call it, for the log
 * @throws StoreFault when it is gone or has another size, and from `read` when it ends early
 */
export async function openRecorded(
  store: ObjectStore,
  { objectKey, bytes }: { objectKey: string; bytes: number },
  name?: string,
): Promise<ByteSource> {
  const source = await store.open(objectKey);
  if (!source) throw new StoreFault(objectKey, "is missing", name);
  if (source.size !== bytes) {
    await source.close();
    const fault = `has ${source.size} bytes, not the ${bytes} of its record`;
    throw new StoreFault(objectKey, fault, name);
  }
  return {
    ...source,
    async read(buffer, position, until) {
      const count = await source.read(buffer, position, until);
      if (count < Math.min(buffer.length, bytes - position))
        throw new StoreFault(objectKey, `ends early, at ${position + count}`, name);
      return count;
    },
  };
}
