import { closeSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { type PlacedZipEntry, piecesOf, placeInZip, type ZipLayout, zipOf } from "../zip";
import type { ReadZip } from "./strict-zip";

/** An entry with the bytes of its file. */
export type TestEntry = PlacedZipEntry & { content: Buffer };

/** Files of any names and dates, beyond those too that a zip can say. */
export const someFiles = fc.uniqueArray(
  fc.record({
    path: fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
    content: fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
    modifiedAt: fc.date({
      min: new Date("1975-01-01"),
      max: new Date("2040-01-01"),
      noInvalidDate: true,
    }),
  }),
  { selector: ({ path }) => path, maxLength: 40 },
);

/** A zip of these files, in this order, as it is laid out and as it comes out whole. */
export function zipOfFiles(files: { path: string; content: Buffer; modifiedAt?: Date }[]) {
  const layout: ZipLayout<TestEntry> = zipOf(
    placeInZip(
      files.map(({ path, content, modifiedAt = new Date("2026-11-22T14:03:05Z") }) => ({
        path,
        content,
        modifiedAt,
        bytes: content.length,
        crc32: crc32(content).toString(16).padStart(8, "0"),
      })),
    ),
  );
  return { layout, whole: bytesOf(layout) };
}

/** The bytes of a range of the zip, from its pieces. */
export const bytesOf = (layout: ZipLayout<TestEntry>, start?: number, end?: number) =>
  Buffer.concat(
    Array.from(piecesOf(layout, start, end), (piece) =>
      piece.kind === "bytes" ? piece.bytes : piece.entry.content.subarray(piece.start, piece.end),
    ),
  );

/** Writes a zip whose files are all zeros: its structure alone; the rest of the file is a hole. */
export function writeSparse(layout: ZipLayout, file: string) {
  const fd = openSync(file, "w");
  let at = 0;
  for (const piece of piecesOf(layout)) {
    if (piece.kind === "bytes") at += writeSync(fd, piece.bytes, 0, piece.bytes.length, at);
    else at += piece.end - piece.start;
  }
  ftruncateSync(fd, at);
  closeSync(fd);
}

/** Reads from the file without loading it. */
export function zipOnDisk(file: string, size: number): ReadZip {
  return {
    size,
    read(offset, length) {
      const fd = openSync(file, "r");
      const buffer = Buffer.alloc(length);
      readSync(fd, buffer, 0, length, offset);
      closeSync(fd);
      return buffer;
    },
  };
}
