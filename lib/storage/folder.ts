import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { ObjectStore, StoredObject } from "./types";

/** An object store in a folder of this machine: the default, and what a single host needs. */
export function folderStore(root: string): ObjectStore {
  const fileOf = (key: string) => {
    if (!/^[a-z0-9][a-z0-9./-]*$/.test(key) || key.includes(".."))
      throw new Error(`bad object key: ${key}`);
    return path.join(root, key);
  };
  return {
    async put(key, source) {
      const file = fileOf(key);
      const part = `${file}.${randomUUID()}.part`;
      await mkdir(path.dirname(file), { recursive: true });
      try {
        await writeWhole(part, source);
        await rename(part, file);
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
    open: (key) => openObject(fileOf(key)),
    remove: (key) => rm(fileOf(key), { force: true }),
    async check() {
      const probe = path.join(root, `.check-${randomUUID()}`);
      await mkdir(root, { recursive: true });
      await writeWhole(probe, [new Uint8Array([1])]);
      await rm(probe);
    },
  };
}

/** Written and on the disk: a rename may only follow what a power cut can't take back. */
async function writeWhole(file: string, source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
  const handle = await open(file, "wx");
  try {
    for await (const chunk of source) await handle.writeFile(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function openObject(file: string): Promise<StoredObject | null> {
  const handle = await open(file, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (!handle) return null;
  const { size } = await handle.stat();
  return {
    size,
    async read(buffer, position) {
      let filled = 0;
      while (filled < buffer.length) {
        const { bytesRead } = await handle.read(
          buffer,
          filled,
          buffer.length - filled,
          position + filled,
        );
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return filled;
    },
    close: () => handle.close(),
  };
}
