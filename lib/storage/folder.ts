import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { turns } from "@/lib/turns";
import { assertKey, type ObjectStore, type StoredObject } from "./types";

/** An object store in a folder of this machine: the default, and what a single host needs. */
export function folderStore(root: string): ObjectStore {
  const fileOf = (key: string) => {
    assertKey(key);
    return path.join(root, key);
  };
  return {
    put: (key, source) => putFile(fileOf(key), source),
    open: (key) => openFile(fileOf(key)),
    remove: (key) => rm(fileOf(key), { force: true }),
    fileOf,
    removeParts: (before) => removeParts(root, before),
    async check() {
      const probe = path.join(root, `.check-${randomUUID()}`);
      await mkdir(root, { recursive: true });
      try {
        await writeWhole(probe, [new Uint8Array([1])], atOnce);
      } finally {
        await rm(probe, { force: true });
      }
    },
  };
}

async function putFile(file: string, source: AsyncIterable<Uint8Array>) {
  const folder = path.dirname(file);
  const part = `${file}.${randomUUID()}.part`;
  await mkdir(folder, { recursive: true });
  try {
    await writeWhole(part, source);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** Also the probes of a check that was killed. */
async function removeParts(root: string, before: Date): Promise<number> {
  const names = await readdir(root, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  let removed = 0;
  for (const name of names) {
    if (!name.endsWith(".part") && !/^\.check-/.test(name)) continue;
    const file = path.join(root, name);
    // One that is finished meanwhile has another name by now.
    const found = await stat(file).catch(() => null);
    if (!found || found.mtime >= before) continue;
    await rm(file, { force: true });
    removed += 1;
  }
  return removed;
}

/**
 * What waits for the disk holds one of Node's four threads for files, which also compress pages. Hundreds of files at
 * once would have readers of pages wait behind all of them.
 */
const atDisk = turns(2);

/** So much is brought to the disk at a time while the rest still comes: else all of it is waited for at the end. */
const FLUSH_BYTES = 32 * 2 ** 20;

/** Who asks whether the store works does not mean to wait behind what it works at. */
const atOnce: typeof atDisk = (work) => work();

/** Written and on the disk: a rename may only follow what a power cut can't take back. */
async function writeWhole(
  file: string,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  inTurn = atDisk,
) {
  const handle = await open(file, "wx");
  let flush = Promise.resolve();
  let flushing = false;
  let unflushed = 0;
  try {
    for await (const chunk of source) {
      await writeChunk(handle, chunk);
      unflushed += chunk.length;
      if (flushing || unflushed < FLUSH_BYTES) continue;
      unflushed = 0;
      flushing = true;
      // After the one before, whose failure it keeps: the system tells of a write that was lost only once.
      flush = flush
        .then(() => inTurn(() => handle.datasync()))
        .finally(() => {
          flushing = false;
        });
      flush.catch(() => {}); // It is heard of at the end.
    }
    await flush;
    await inTurn(() => handle.sync());
  } finally {
    await flush.catch(() => {});
    await handle.close();
  }
}

/** In one call of the system where that will: `writeFile` would cut it into pieces of half a MiB. */
async function writeChunk(handle: FileHandle, chunk: Uint8Array) {
  for (let at = 0; at < chunk.length; )
    at += (await handle.write(chunk, at, chunk.length - at)).bytesWritten;
}

/** The rename itself is safe only when the folder is on the disk. Windows can't open one, and needs no such step. */
async function syncFolder(folder: string) {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await atDisk(() => handle.sync());
  } finally {
    await handle.close();
  }
}

async function openFile(file: string): Promise<StoredObject | null> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw error;
  });
  if (!found?.isFile()) return null;
  let opening: Promise<FileHandle> | undefined;
  let closed = false;
  return {
    size: found.size,
    async read(buffer, position) {
      if (closed) throw new Error("read after close");
      opening ??= open(file, "r");
      return readFully(await opening, buffer, position);
    },
    async close() {
      closed = true;
      // A handle that is just being opened is closed too; one that could not be opened needs no closing.
      const handle = await opening?.catch(() => undefined);
      opening = undefined;
      await handle?.close();
    },
  };
}

async function readFully(handle: FileHandle, buffer: Uint8Array, position: number) {
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
}
