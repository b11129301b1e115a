import { crc32 } from "@node-rs/crc32";
import { type PlacedZipEntry, piecesOf, type ZipLayout } from "@/lib/formats/zip";
import { StoreFault } from "./recorded";
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
 * their turn comes. A file that is read from its first byte to its last is checked against its CRC-32
 * before the last bytes are given away.
 * @param open an entry's file, as its entry says
 * @throws from `read`, as `open` does, and for a file that ends early or has other bytes than its entry says
 */
export function zipSource<Entry extends SourcedEntry>(
  layout: ZipLayout<Entry>,
  open: (entry: Entry) => Promise<ByteSource>,
): ByteSource {
  const files = new Map<Entry, OpenFile>();
  let closed = false;

  async function fileOf(entry: Entry): Promise<OpenFile> {
    const known = files.get(entry);
    if (known) return known;
    const source = await open(entry);
    const file = { source, checkedTo: 0, crc: 0 };
    files.set(entry, file);
    // Closed while it was being opened: nobody will close it later.
    if (closed) await source.close();
    return file;
  }

  async function readFile(part: Part<Entry>, until: number) {
    const { entry, start, room } = part;
    const file = await fileOf(entry);
    const last = Math.min(entry.bytes, until - entry.dataOffset);
    const count = await file.source.read(room, start, last);
    if (count < room.length) throw new Error(`${called(entry)} ends early, at ${start + count}`);
    check(entry, file, start, room);
    if (start + count < last) return;
    files.delete(entry);
    await file.source.close();
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
      await Promise.all(Array.from(files.values(), ({ source }) => source.close()));
      files.clear();
    },
  };
}

type OpenFile = {
  source: ByteSource;
  /** How far the file was read without a gap from its start, and the CRC-32 of that. */
  checkedTo: number;
  crc: number;
};

/** Bytes of an entry's file, and where they are wanted. */
type Part<Entry> = { entry: Entry; start: number; room: Uint8Array };

/** For the operators' log: what people call it, and what the store does. */
const called = ({ path, objectKey }: SourcedEntry) => `${path} (${objectKey ?? "our own"})`;

const faultOf = (entry: SourcedEntry, fault: string) =>
  entry.objectKey
    ? new StoreFault(entry.objectKey, fault, called(entry))
    : new Error(`${called(entry)} ${fault}`);

function check(entry: SourcedEntry, file: OpenFile, start: number, bytes: Uint8Array) {
  if (file.checkedTo !== start) return;
  file.crc = crc32(bytes, file.crc);
  file.checkedTo += bytes.length;
  if (file.checkedTo < entry.bytes) return;
  const found = file.crc.toString(16).padStart(8, "0");
  if (found !== entry.crc32)
    throw faultOf(entry, `has the CRC-32 ${found}, not the ${entry.crc32} of its record`);
}
