import { crc32 } from "@node-rs/crc32";
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

/** What is recorded of an object: its CRC-32 in eight lower-case hexadecimal digits. */
export type RecordedObject = { objectKey: string; bytes: number; crc32: string };

/**
 * An object as its record says. Read by one from its first byte to its last, without a gap, it is checked against its
 * CRC-32 before the last bytes are given away.
 * @param name what people call it, for the log
 * @throws StoreFault when it is gone or has another size, and from `read` when it ends early or has other bytes
 */
export async function openRecorded(
  store: ObjectStore,
  recorded: RecordedObject,
  name?: string,
): Promise<ByteSource> {
  const { objectKey, bytes } = recorded;
  const faultOf = (fault: string) => new StoreFault(objectKey, fault, name);
  const source = await store.open(objectKey);
  if (!source) throw faultOf("is missing");
  if (source.size !== bytes) {
    await source.close();
    throw faultOf(`has ${source.size} bytes, not the ${bytes} of its record`);
  }
  let checkedTo = 0;
  let crc = 0;
  return {
    ...source,
    async read(buffer, position, until) {
      const count = await source.read(buffer, position, until);
      if (count < Math.min(buffer.length, bytes - position))
        throw faultOf(`ends early, at ${position + count}`);
      if (position !== checkedTo) return count;
      crc = crc32(count < buffer.length ? buffer.subarray(0, count) : buffer, crc);
      checkedTo += count;
      const found = inHexadecimal(crc);
      if (checkedTo === bytes && found !== recorded.crc32)
        throw faultOf(`has the CRC-32 ${found}, not the ${recorded.crc32} of its record`);
      return count;
    },
  };
}

const inHexadecimal = (crc: number) => crc.toString(16).padStart(8, "0");
