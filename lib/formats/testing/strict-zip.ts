import assert from "node:assert/strict";

// A reader of zips that forgives nothing: it knows where every byte has to be, and that what a header says
// twice is the same both times. Written from APPNOTE 6.3.10, not from our writer.

export type ReadZip = { size: number; read(offset: number, length: number): Buffer };

export type FoundEntry = {
  path: string;
  bytes: number;
  crc32: string;
  dataOffset: number;
  modifiedAt: Date | null;
  zip64: { local: boolean; central: boolean };
};

export const zipInMemory = (bytes: Buffer): ReadZip => ({
  size: bytes.length,
  read: (offset, length) => bytes.subarray(offset, offset + length),
});

/** All entries of the zip; it fails at the first byte that is not as the specification, and a strict reader, wants it. */
export function readStrictly(zip: ReadZip): { entries: FoundEntry[]; zip64: boolean } {
  const { count, directoryOffset, directoryBytes, zip64 } = readEnd(zip);
  const directory = zip.read(directoryOffset, directoryBytes);
  const entries: FoundEntry[] = [];
  const names = new Set<string>();
  let at = 0;
  let nextLocal = 0;
  while (at < directory.length) {
    assert.equal(directory.readUInt32LE(at), 0x02014b50);
    const record = directory.subarray(at, at + recordLength(directory, at));
    const entry = readEntry(zip, record, nextLocal);
    nextLocal = entry.dataOffset + entry.bytes;
    at += record.length;
    assert(!names.has(entry.path), entry.path);
    names.add(entry.path);
    entries.push(entry);
  }
  assert.equal(at, directoryBytes);
  assert.equal(entries.length, count);
  assert.equal(nextLocal, directoryOffset);
  return { entries, zip64 };
}

/** Figures of the end records; nothing may stand after them, and zip64 only where a figure needs it. */
function readEnd(zip: ReadZip) {
  const end = zip.read(zip.size - 22, 22);
  assert.equal(end.readUInt32LE(0), 0x06054b50);
  assert.deepEqual([end.readUInt16LE(4), end.readUInt16LE(6), end.readUInt16LE(20)], [0, 0, 0]);
  assert.equal(end.readUInt16LE(8), end.readUInt16LE(10));
  const short = {
    count: end.readUInt16LE(10),
    directoryBytes: end.readUInt32LE(12),
    directoryOffset: end.readUInt32LE(16),
  };
  const zip64 =
    short.count === 0xffff ||
    short.directoryBytes === 0xffffffff ||
    short.directoryOffset === 0xffffffff;
  if (!zip64) {
    assert.equal(short.directoryOffset + short.directoryBytes, zip.size - 22);
    return { ...short, zip64 };
  }
  const locator = zip.read(zip.size - 42, 20);
  assert.equal(locator.readUInt32LE(0), 0x07064b50);
  assert.deepEqual([locator.readUInt32LE(4), locator.readUInt32LE(16)], [0, 1]);
  const recordOffset = Number(locator.readBigUInt64LE(8));
  assert.equal(recordOffset, zip.size - 98);
  const record = zip.read(recordOffset, 56);
  assert.equal(record.readUInt32LE(0), 0x06064b50);
  assert.equal(record.readBigUInt64LE(4), 44n);
  assert.equal(record.readUInt16LE(14), 45);
  assert.deepEqual([record.readUInt32LE(16), record.readUInt32LE(20)], [0, 0]);
  assert.equal(record.readBigUInt64LE(24), record.readBigUInt64LE(32));
  const long = {
    count: Number(record.readBigUInt64LE(32)),
    directoryBytes: Number(record.readBigUInt64LE(40)),
    directoryOffset: Number(record.readBigUInt64LE(48)),
  };
  assert.equal(short.count, Math.min(long.count, 0xffff));
  assert.equal(short.directoryBytes, Math.min(long.directoryBytes, 0xffffffff));
  assert.equal(short.directoryOffset, Math.min(long.directoryOffset, 0xffffffff));
  assert.equal(long.directoryOffset + long.directoryBytes, recordOffset);
  return { ...long, zip64 };
}

/** One entry by both of its headers, which agree; its local header stands where the entry before it ended. */
function readEntry(zip: ReadZip, record: Buffer, localOffset: number): FoundEntry {
  const local = readLocal(zip, localOffset);
  assert.equal(local.readUInt32LE(0), 0x04034b50);
  // From "version needed" to the length of the name.
  assert(local.subarray(4, 28).equals(record.subarray(6, 30)));
  const [madeBy, flags, method] = [4, 8, 10].map((at) => record.readUInt16LE(at));
  assert.deepEqual({ madeBy, flags, method }, { madeBy: (3 << 8) | 63, flags: 1 << 11, method: 0 });
  // Comment, disk, internal attributes; then a regular file that all may read.
  assert.deepEqual(
    [32, 34, 36].map((at) => record.readUInt16LE(at)),
    [0, 0, 0],
  );
  assert.equal(record.readUInt32LE(38), 0o100644 * 2 ** 16);
  const nameLength = record.readUInt16LE(28);
  const name = record.subarray(46, 46 + nameLength);
  assert(local.subarray(30, 30 + nameLength).equals(name));
  const inRecord = readExtra(record.subarray(46 + nameLength));
  const inLocal = readExtra(local.subarray(30 + nameLength));
  assert.deepEqual(inLocal.timestamp, inRecord.timestamp);

  const [stored, original, offset] = [20, 24, 42].map((at) => record.readUInt32LE(at));
  const wide = [...inRecord.zip64];
  const resolve = (short?: number) => (short === 0xffffffff ? Number(wide.shift()) : Number(short));
  const sizes = [resolve(original), resolve(stored)];
  assert.equal(sizes[0], sizes[1]);
  assert.equal(resolve(offset), localOffset);
  assert.deepEqual(wide, []);
  const big = original === 0xffffffff;
  assert.deepEqual(inLocal.zip64, big ? sizes.map(BigInt) : []);
  assert(inRecord.zip64.every((value) => value >= 0xffffffffn));
  assert.equal(record.readUInt16LE(6), inRecord.zip64.length > 0 ? 45 : 10);
  return {
    path: new TextDecoder("utf-8", { fatal: true }).decode(name),
    bytes: sizes[0] ?? Number.NaN,
    crc32: record.readUInt32LE(16).toString(16).padStart(8, "0"),
    dataOffset: localOffset + local.length,
    modifiedAt: agreedInstant(record, inRecord.timestamp),
    zip64: { local: inLocal.zip64.length > 0, central: inRecord.zip64.length > 0 },
  };
}

function readLocal(zip: ReadZip, offset: number) {
  const fixed = zip.read(offset, 30);
  return zip.read(offset, 30 + fixed.readUInt16LE(26) + fixed.readUInt16LE(28));
}

const recordLength = (directory: Buffer, at: number) =>
  46 + directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30);

/** The two extra fields that may be there, each at most once, with nothing left over. */
function readExtra(extra: Buffer) {
  let zip64: bigint[] = [];
  let timestamp: number | null = null;
  const seen: number[] = [];
  for (let at = 0; at < extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    const id = extra.readUInt16LE(at);
    const data = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    assert.equal(data.length, extra.readUInt16LE(at + 2));
    assert(!seen.includes(id));
    seen.push(id);
    assert([0x0001, 0x5455].includes(id));
    if (id === 0x0001) {
      zip64 = Array.from({ length: data.length / 8 }, (_, i) => data.readBigUInt64LE(8 * i));
    } else {
      assert.deepEqual([data.length, data[0]], [5, 1]);
      timestamp = data.readInt32LE(1);
    }
  }
  return { zip64, timestamp };
}

/** The instant of the extended timestamp, which the DOS fields say too, in UTC and two seconds' steps. */
function agreedInstant(record: Buffer, timestamp: number | null): Date | null {
  const time = record.readUInt16LE(12);
  const date = record.readUInt16LE(14);
  const dos = Date.UTC(
    1980 + (date >> 9),
    ((date >> 5) & 15) - 1,
    date & 31,
    time >> 11,
    (time >> 5) & 63,
    2 * (time & 31),
  );
  if (timestamp === null) return null;
  if (timestamp >= Date.UTC(1980, 0, 1) / 1000)
    assert.equal(dos / 1000, timestamp - (timestamp % 2));
  return new Date(timestamp * 1000);
}
