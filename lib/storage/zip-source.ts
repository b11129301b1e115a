import { type PlacedZipEntry, piecesOf, type ZipLayout } from "@/lib/formats/zip";
import type { ByteSource } from "./types";

/** An entry of a zip whose bytes are kept elsewhere. */
export type SourcedEntry = PlacedZipEntry & {
  /** Of the first byte of its file, from the start of the zip. */
  dataOffset: number;
  /** Where the store keeps it; null when it is kept elsewhere. */
  objectKey: string | null;
};

/** How many small files are read at once: one after another, a store's latency would be the pace. */
const FILES_AT_ONCE = 8;

/**
 * A zip that is nowhere, as a source of bytes: its structure is made as it is read, its files are opened when
 * their turn comes.
 * @param open an entry's file, as its entry says
 * @throws from `read`, as `open` and what it opened do, and for a file that ends early
 */
export function zipSource<Entry extends SourcedEntry>(
  layout: ZipLayout<Entry>,
  open: (entry: Entry) => Promise<ByteSource>,
): ByteSource {
  const files = new Map<Entry, ByteSource>();
  let closed = false;

  async function fileOf(entry: Entry): Promise<ByteSource> {
    const known = files.get(entry);
    if (known) return known;
    const file = await open(entry);
    files.set(entry, file);
    // Closed while it was being opened: nobody will close it later.
    if (closed) await file.close();
    return file;
  }

  async function readFile(part: Part<Entry>, until: number) {
    const { entry, start, room } = part;
    const file = await fileOf(entry);
    const last = Math.min(entry.bytes, until - entry.dataOffset);
    const count = await file.read(room, start, last);
    if (count < room.length) throw new Error(`${called(entry)} ends early, at ${start + count}`);
    if (start + count < last) return;
    files.delete(entry);
    await file.close();
  }

  return {
    size: layout.size,
    async read(buffer, position, until = layout.size) {
      if (closed) throw new Error("read after close");
      const count = Math.min(buffer.length, Math.max(0, layout.size - position));
      const parts: Part<Entry>[] = [];
      let filled = 0;
      for (const piece of piecesOf(layout, position, position + count)) {
        const size = piece.kind === "bytes" ? piece.bytes.length : piece.end - piece.start;
        const room = buffer.subarray(filled, filled + size);
        if (piece.kind === "bytes") room.set(piece.bytes);
        else parts.push({ entry: piece.entry, start: piece.start, room });
        filled += size;
      }
      const queue = parts.values();
      const reader = async () => {
        for (const part of queue) await readFile(part, Math.max(until, position + count));
      };
      await Promise.all(Array.from({ length: Math.min(FILES_AT_ONCE, parts.length) }, reader));
      return filled;
    },
    async close() {
      closed = true;
      await Promise.all(Array.from(files.values(), (file) => file.close()));
      files.clear();
    },
  };
}

/** Bytes of an entry's file, and where they are wanted. */
type Part<Entry> = { entry: Entry; start: number; room: Uint8Array };

/** For the operators' log: what people call it, and what the store does. */
const called = ({ path, objectKey }: SourcedEntry) => `${path} (${objectKey ?? "our own"})`;
