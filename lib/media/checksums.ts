import "server-only";
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import xxhash from "xxhash-wasm";

/** Lower-case hexadecimal: 32, 16 and 8 digits; `bytes` is how many were counted. */
export type ChecksumsOfBytes = { bytes: number; md5: string; xxh64: string; crc32: string };

/** The three checksums of a version, and its size, in one pass over its bytes. */
export async function checksumsOf(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<ChecksumsOfBytes> {
  const running = await startChecksums();
  for await (const chunk of source) running.update(chunk);
  return running.result();
}

/** The same for bytes that pass by on their way elsewhere; `result` is read once, at the end. */
export async function startChecksums() {
  const md5 = createHash("md5");
  const xxh64 = (await xxhash()).create64();
  let crc = 0;
  let bytes = 0;
  return {
    update(chunk: Uint8Array) {
      md5.update(chunk);
      xxh64.update(chunk);
      crc = crc32(chunk, crc);
      bytes += chunk.length;
    },
    result: (): ChecksumsOfBytes => ({
      bytes,
      md5: md5.digest("hex"),
      xxh64: xxh64.digest().toString(16).padStart(16, "0"),
      crc32: crc.toString(16).padStart(8, "0"),
    }),
  };
}
