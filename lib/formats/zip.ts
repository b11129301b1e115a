import {
  directoryRecord,
  directoryRecordLength,
  endRecords,
  localHeader,
  localHeaderLength,
  type PlacedZipEntry,
  type ZipEntry,
} from "./zip-records";

export type { PlacedZipEntry, ZipEntry } from "./zip-records";

/** Where everything stands in a zip that is never written down: any part of it can be made at any time. */
export type ZipLayout<Entry extends PlacedZipEntry = PlacedZipEntry> = {
  entries: readonly Entry[];
  /** Where each entry's record in the central directory stands, from the start of the zip. */
  recordOffsets: Float64Array;
  directoryOffset: number;
  /** Where the directory ends and the records that end the zip begin. */
  endOffset: number;
  size: number;
};

/** A part of a zip: bytes of its structure, or bytes `start` to `end` (not included) of an entry's file. */
export type ZipPiece<Entry extends PlacedZipEntry = PlacedZipEntry> =
  | { kind: "bytes"; bytes: Uint8Array }
  | { kind: "entry"; entry: Entry; start: number; end: number };

/** About as many bytes of the central directory are made at once. */
const DIRECTORY_SLICE = 2 ** 16;

/**
 * Gives each entry its offset: one after another, in the order given, with nothing between them.
 * @throws RangeError for what a zip can't hold: two entries of one path, a path of more than 65,535 bytes or
 * of none, a size or CRC-32 that is none, no date
 */
export function placeInZip<Entry extends ZipEntry>(
  entries: readonly Entry[],
): (Entry & { offset: number })[] {
  const paths = new Set<string>();
  let offset = 0;
  return entries.map((entry) => {
    assertFits(entry);
    if (paths.has(entry.path)) throw new RangeError(`two zip entries at ${entry.path}`);
    paths.add(entry.path);
    const placed = { ...entry, offset };
    offset = endOf(placed);
    return placed;
  });
}

function assertFits({ path, bytes, crc32, modifiedAt }: ZipEntry) {
  const length = Buffer.byteLength(path);
  if (length === 0 || length > 0xffff)
    throw new RangeError(`a zip entry's path has ${length} bytes of UTF-8: ${path.slice(0, 100)}`);
  if (!Number.isSafeInteger(bytes) || bytes < 0)
    throw new RangeError(`zip entry ${path}: bytes are ${bytes}`);
  if (!/^[0-9a-f]{8}$/i.test(crc32)) throw new RangeError(`zip entry ${path}: crc32 is ${crc32}`);
  if (Number.isNaN(modifiedAt.getTime())) throw new RangeError(`zip entry ${path}: no date`);
}

/**
 * The zip of entries that were placed before, in order of their offsets. What the entries carry besides
 * (an object's key, say) comes back with the pieces.
 * @throws RangeError when an entry does not begin where the one before it ends
 */
export function zipOf<Entry extends PlacedZipEntry>(entries: readonly Entry[]): ZipLayout<Entry> {
  let directoryOffset = 0;
  for (const entry of entries) {
    if (entry.offset !== directoryOffset)
      throw new RangeError(`zip entry ${entry.path} is at ${entry.offset}, not ${directoryOffset}`);
    directoryOffset = endOf(entry);
  }
  let endOffset = directoryOffset;
  const recordOffsets = Float64Array.from(entries, (entry) => {
    const offset = endOffset;
    endOffset += directoryRecordLength(entry);
    return offset;
  });
  const size = endOffset + endRecords(entries.length, directoryOffset, endOffset).length;
  return { entries, recordOffsets, directoryOffset, endOffset, size };
}

/**
 * The pieces that make up the bytes `start` to `end` (not included) of the zip, in order. Finding the first
 * is a binary search; headers and directory are made as they are asked for, a slice at a time.
 * @throws RangeError for a range that does not lie within the zip
 */
export function* piecesOf<Entry extends PlacedZipEntry>(
  layout: ZipLayout<Entry>,
  start = 0,
  end = layout.size,
): Generator<ZipPiece<Entry>> {
  if (!(0 <= start && start <= end && end <= layout.size))
    throw new RangeError(`bytes ${start} to ${end} of a zip of ${layout.size}`);
  yield* entryPieces(layout, start, end);
  for (const [at, slice] of tailSlices(layout, start, end)) yield* cut(slice, at, start, end);
}

function* entryPieces<Entry extends PlacedZipEntry>(
  { entries, directoryOffset }: ZipLayout<Entry>,
  start: number,
  end: number,
): Generator<ZipPiece<Entry>> {
  if (start >= directoryOffset) return;
  let index = lastNotAfter(start, entries.length, (i) => entries[i]?.offset ?? Infinity);
  for (let entry = entries[index]; entry && entry.offset < end; entry = entries[++index]) {
    const dataOffset = entry.offset + localHeaderLength(entry);
    if (start < dataOffset) yield* cut(localHeader(entry), entry.offset, start, end);
    const from = Math.max(0, start - dataOffset);
    const to = Math.min(entry.bytes, end - dataOffset);
    if (from < to) yield { kind: "entry", entry, start: from, end: to };
  }
}

/** Slices of what follows the entries, each with its place: the central directory, then the records that end the zip. */
function* tailSlices(
  { entries, recordOffsets, directoryOffset, endOffset }: ZipLayout,
  start: number,
  end: number,
): Generator<[at: number, slice: Buffer]> {
  if (end <= directoryOffset) return;
  const at = (i: number) => recordOffsets[i] ?? endOffset;
  let index = lastNotAfter(start, entries.length, at);
  while (index < entries.length && at(index) < end) {
    const first = index;
    while (index < entries.length && at(index) < at(first) + DIRECTORY_SLICE) index += 1;
    yield [at(first), Buffer.concat(entries.slice(first, index).map(directoryRecord))];
  }
  yield [endOffset, endRecords(entries.length, directoryOffset, endOffset)];
}

/** What of the bytes, which stand at `at`, lies between start and end. */
function* cut(bytes: Buffer, at: number, start: number, end: number) {
  const part = bytes.subarray(Math.max(0, start - at), Math.max(0, end - at));
  if (part.length > 0) yield { kind: "bytes" as const, bytes: part };
}

/** The last of `count` ascending numbers that is not after the wanted one; 0 when all are. */
function lastNotAfter(wanted: number, count: number, at: (index: number) => number) {
  let low = 0;
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (at(middle) <= wanted) low = middle;
    else high = middle;
  }
  return low;
}

const endOf = (entry: PlacedZipEntry) => entry.offset + localHeaderLength(entry) + entry.bytes;
