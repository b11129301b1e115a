// The records that a zip file is made of, by PKWARE's APPNOTE 6.3.10, whose sections are cited. Entries are
// stored as they are, with size and CRC-32 known ahead, so that each record follows from its entry alone.

/** A file in a zip. Its path has "/" between its components (4.4.17) and stands for no other entry. */
export type ZipEntry = {
  path: string;
  bytes: number;
  /** Of the whole file: eight hexadecimal digits. */
  crc32: string;
  /** Kept to the second. */
  modifiedAt: Date;
};

/** An entry whose place is known: `offset` is that of its local header, from the start of the zip. */
export type PlacedZipEntry = ZipEntry & { offset: number };

const UINT16_MAX = 0xffff;
const UINT32_MAX = 0xffff_ffff;

/** Bit 11 (4.4.4, appendix D): the path is UTF-8. */
const FLAGS = 1 << 11;
/** 4.4.5: stored, not compressed. */
const METHOD = 0;
/** 4.4.2: made on Unix (3), by version 6.3 of the specification, so that the mode below is read. */
const MADE_BY = (3 << 8) | 63;
/** 4.4.15: a regular file that its owner may write and all may read, in the upper half as Unix wants it. */
const MODE = 0o100644 * 2 ** 16;

const LOCAL_HEADER_BYTES = 30;
const DIRECTORY_RECORD_BYTES = 46;
const TIMESTAMP_BYTES = 9;

/** The length of an entry's local header (4.3.7) with its name and extra fields, in bytes. */
export const localHeaderLength = (entry: PlacedZipEntry) =>
  LOCAL_HEADER_BYTES + pathLength(entry) + extraLength(entry, localZip64(entry));

/** The local file header, 4.3.7: what stands right before the file's bytes. */
export function localHeader(entry: PlacedZipEntry): Buffer {
  const header = Buffer.alloc(localHeaderLength(entry));
  header.writeUInt32LE(0x04034b50, 0);
  writeSharedFields(entry, localZip64(entry), header, 4);
  writeNameAndExtra(entry, localZip64(entry), header, LOCAL_HEADER_BYTES);
  return header;
}

/** The length of an entry's record in the central directory, in bytes. */
export const directoryRecordLength = (entry: PlacedZipEntry) =>
  DIRECTORY_RECORD_BYTES + pathLength(entry) + extraLength(entry, directoryZip64(entry));

/** The entry's header in the central directory, 4.3.12. */
export function directoryRecord(entry: PlacedZipEntry): Buffer {
  const record = Buffer.alloc(directoryRecordLength(entry));
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE(MADE_BY, 4);
  writeSharedFields(entry, directoryZip64(entry), record, 6);
  // No comment, the first disk, no internal attributes: 32 to 38 stay 0.
  record.writeUInt32LE(MODE, 38);
  record.writeUInt32LE(Math.min(entry.offset, UINT32_MAX), 42);
  writeNameAndExtra(entry, directoryZip64(entry), record, DIRECTORY_RECORD_BYTES);
  return record;
}

/**
 * What ends the zip: the end of central directory record, 4.3.16, and before it, where a figure does not
 * fit there (4.4.1.4), the zip64 record, 4.3.14, and its locator, 4.3.15.
 */
export function endRecords(count: number, directoryOffset: number, endOffset: number): Buffer {
  const directoryBytes = endOffset - directoryOffset;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, UINT16_MAX), 8);
  end.writeUInt16LE(Math.min(count, UINT16_MAX), 10);
  end.writeUInt32LE(Math.min(directoryBytes, UINT32_MAX), 12);
  end.writeUInt32LE(Math.min(directoryOffset, UINT32_MAX), 16);
  // The greatest value of a field says "see zip64", so it can't say itself.
  const fits = count < UINT16_MAX && directoryBytes < UINT32_MAX && directoryOffset < UINT32_MAX;
  return fits ? end : Buffer.concat([zip64End(count, directoryOffset, endOffset), end]);
}

function zip64End(count: number, directoryOffset: number, endOffset: number) {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  write64(record, 44, 4); // Of what follows.
  record.writeUInt16LE(MADE_BY, 12);
  record.writeUInt16LE(45, 14);
  write64(record, count, 24);
  write64(record, count, 32);
  write64(record, endOffset - directoryOffset, 40);
  write64(record, directoryOffset, 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  write64(locator, endOffset, 8);
  locator.writeUInt32LE(1, 16); // Of one disk.
  return Buffer.concat([record, locator]);
}

/** The 26 bytes that both headers have in common, from "version needed" to "extra field length". */
function writeSharedFields(entry: PlacedZipEntry, zip64: number[], into: Buffer, at: number) {
  const { date, time } = dosInstant(entry.modifiedAt);
  into.writeUInt16LE(isBig(entry) || isFar(entry) ? 45 : 10, at); // 4.4.3: zip64, or nothing special.
  into.writeUInt16LE(FLAGS, at + 2);
  into.writeUInt16LE(METHOD, at + 4);
  into.writeUInt16LE(time, at + 6);
  into.writeUInt16LE(date, at + 8);
  into.writeUInt32LE(Number.parseInt(entry.crc32, 16), at + 10);
  into.writeUInt32LE(Math.min(entry.bytes, UINT32_MAX), at + 14);
  into.writeUInt32LE(Math.min(entry.bytes, UINT32_MAX), at + 18);
  into.writeUInt16LE(pathLength(entry), at + 22);
  into.writeUInt16LE(extraLength(entry, zip64), at + 24);
}

function writeNameAndExtra(entry: ZipEntry, zip64: number[], into: Buffer, at: number) {
  let next = at + into.write(entry.path, at);
  if (zip64.length > 0) {
    into.writeUInt16LE(0x0001, next);
    into.writeUInt16LE(8 * zip64.length, next + 2);
    zip64.forEach((value, i) => {
      write64(into, value, next + 4 + 8 * i);
    });
    next += zip64Length(zip64);
  }
  if (hasTimestamp(entry)) {
    into.writeUInt16LE(0x5455, next);
    into.writeUInt16LE(TIMESTAMP_BYTES - 4, next + 2);
    into.writeUInt8(1, next + 4); // Only the time of modification.
    into.writeInt32LE(unixSeconds(entry), next + 5);
  }
}

const isBig = (entry: ZipEntry) => entry.bytes >= UINT32_MAX;
const isFar = (entry: PlacedZipEntry) => entry.offset >= UINT32_MAX;

// 4.5.3: the zip64 extra field holds exactly the values that did not fit in their own fields, in this order.
const localZip64 = (entry: ZipEntry) => (isBig(entry) ? [entry.bytes, entry.bytes] : []);
const directoryZip64 = (entry: PlacedZipEntry) =>
  isFar(entry) ? [...localZip64(entry), entry.offset] : localZip64(entry);

const pathLength = (entry: ZipEntry) => Buffer.byteLength(entry.path);
const zip64Length = (values: number[]) => (values.length === 0 ? 0 : 4 + 8 * values.length);
const extraLength = (entry: ZipEntry, zip64: number[]) =>
  zip64Length(zip64) + (hasTimestamp(entry) ? TIMESTAMP_BYTES : 0);

/**
 * 4.6.1, Info-ZIP's "UT": the instant in UTC, which the DOS fields can't say. It has 32 bits with a sign;
 * what lies outside of them goes without.
 */
const hasTimestamp = (entry: ZipEntry) => unixSeconds(entry) === (unixSeconds(entry) | 0);
const unixSeconds = ({ modifiedAt }: ZipEntry) => Math.floor(modifiedAt.getTime() / 1000);

/** 4.4.6: MS-DOS date and time, in UTC and steps of two seconds, from 1980 to 2107. */
function dosInstant(instant: Date) {
  const first = Date.UTC(1980, 0, 1);
  const last = Date.UTC(2107, 11, 31, 23, 59, 58);
  const at = new Date(Math.min(Math.max(instant.getTime(), first), last));
  const date =
    ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  return { date, time };
}

const write64 = (into: Buffer, value: number, at: number) =>
  into.writeBigUInt64LE(BigInt(value), at);
