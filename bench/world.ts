import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, mkdirSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { crc32 } from "node:zlib";
import { type ChecksumsOfBytes, startChecksums } from "@/lib/media/checksums";
import { Session } from "../e2e/support/session";
import { addTakeable, type Place, type Started, type Takeable } from "../e2e/support/takeable";

const MiB = 2 ** 20;

export type Stored = ChecksumsOfBytes & { objectKey: string };

/** An object of so many random bytes. */
export async function randomObject({ objectsDir }: Place, objectKey: string, bytes: number) {
  const file = path.join(objectsDir, objectKey);
  mkdirSync(path.dirname(file), { recursive: true });
  const out = createWriteStream(file);
  const checksums = await startChecksums();
  for (let left = bytes; left > 0; left -= MiB) {
    const chunk = randomBytes(Math.min(left, MiB));
    checksums.update(chunk);
    if (!out.write(chunk)) await once(out, "drain");
  }
  out.end();
  await once(out, "close");
  return { objectKey, ...checksums.result() };
}

/** An object of zeros that takes no room on the disk. */
export function sparseObject({ objectsDir }: Place, objectKey: string, bytes: number): Stored {
  const file = path.join(objectsDir, objectKey);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "");
  truncateSync(file, bytes);
  const unread = { md5: "0".repeat(32), xxh64: "0".repeat(16) };
  const crc32 = crcsOfZeros.get(bytes) ?? crcOfZeros(bytes);
  crcsOfZeros.set(bytes, crc32);
  return { objectKey, bytes, ...unread, crc32 };
}

const crcsOfZeros = new Map<number, string>();

function crcOfZeros(bytes: number) {
  const zeros = Buffer.alloc(MiB);
  let crc = 0;
  for (let left = bytes; left > 0; left -= MiB)
    crc = crc32(left < MiB ? zeros.subarray(0, left) : zeros, crc);
  return crc.toString(16).padStart(8, "0");
}

/** Has a user of their own take these files at once. */
export async function taken(place: Place, baseUrl: string, files: Takeable[]) {
  const { email, materialIds } = await addTakeable(place, files);
  const session = new Session(baseUrl);
  await session.signIn(email);
  const start = async (): Promise<Started & { milliseconds: number }> => {
    const began = performance.now();
    const answer = await session.postJson("/api/downloads", { materialIds });
    const started = (await answer.json()) as Started;
    if (answer.status !== 201) throw new Error(JSON.stringify(started));
    return { ...started, milliseconds: performance.now() - began };
  };
  return { session, start };
}
