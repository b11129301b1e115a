import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readStrictly, zipInMemory } from "./testing/strict-zip";
import { someFiles, writeSparse, zipOfFiles, zipOnDisk } from "./testing/zips";
import { piecesOf, placeInZip, zipOf } from "./zip";
import { endRecords } from "./zip-records";

const modifiedAt = new Date("2026-11-22T14:03:05Z");

test("the structure is what a strict reader wants, whatever the files", () => {
  fc.assert(
    fc.property(someFiles, (files) => {
      const { layout, whole } = zipOfFiles(files);
      const found = readStrictly(zipInMemory(whole));
      expect(found.zip64).toBe(false);
      expect(found.entries.map((entry) => entry.path)).toEqual(files.map((file) => file.path));
      found.entries.forEach((entry, i) => {
        const { content, ...file } = layout.entries[i] ?? expect.fail();
        const data = whole.subarray(entry.dataOffset, entry.dataOffset + entry.bytes);
        expect(data.equals(content)).toBe(true);
        expect(entry.crc32).toBe(file.crc32);
        const seconds = Math.floor(file.modifiedAt.getTime() / 1000);
        const fits = seconds === (seconds | 0);
        expect(entry.modifiedAt).toEqual(fits ? new Date(seconds * 1000) : null);
      });
    }),
    { numRuns: 100 },
  );
});

test.each([
  { count: 0xfffe, offset: 0xffff_fffe, directory: 0xffff_fffe, zip64: false },
  { count: 0xffff, offset: 0, directory: 3_000_000, zip64: true },
  { count: 1, offset: 0xffff_ffff, directory: 46, zip64: true },
  { count: 1, offset: 0, directory: 0xffff_ffff, zip64: true },
])("$count entries, a directory of $directory bytes at $offset: zip64 is $zip64", (figures) => {
  const { count, offset, directory, zip64 } = figures;
  const records = endRecords(count, offset, offset + directory);
  expect(records).toHaveLength(zip64 ? 56 + 20 + 22 : 22);
  const end = records.subarray(-22);
  expect(end.readUInt16LE(10)).toBe(count);
  expect(end.readUInt32LE(12)).toBe(directory);
  expect(end.readUInt32LE(16)).toBe(offset);
});

test.each([
  { bytes: 0xffff_fffe, local: false },
  { bytes: 0xffff_ffff, local: true },
  { bytes: 5 * 2 ** 30, local: true },
])("a file of $bytes bytes: zip64 in its local header is $local", ({ bytes, local }) => {
  const layout = zipOf(
    placeInZip([
      { path: "big", bytes, crc32: "00000000", modifiedAt },
      { path: "next", bytes: 1, crc32: "d202ef8d", modifiedAt },
    ]),
  );
  const folder = mkdtempSync(path.join(tmpdir(), "turnover-zip-"));
  try {
    const file = path.join(folder, "sparse.zip");
    writeSparse(layout, file);
    const { entries, zip64 } = readStrictly(zipOnDisk(file, layout.size));
    expect(entries.map(({ bytes }) => bytes)).toEqual([bytes, 1]);
    expect(entries.map((entry) => entry.zip64.local)).toEqual([local, false]);
    expect(entries[1]?.zip64.central).toBe(true);
    expect(zip64).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("offsets just below 4 GiB need no zip64", () => {
  const overhead = 30 + 3 + 9;
  const at = (offset: number) =>
    zipOf(
      placeInZip([
        { path: "big", bytes: offset - overhead, crc32: "00000000", modifiedAt },
        { path: "next", bytes: 0, crc32: "00000000", modifiedAt },
      ]),
    );
  const recordOf = (layout: ReturnType<typeof at>) => [
    ...piecesOf(layout, layout.recordOffsets[1]),
  ];
  const below = recordOf(at(0xffff_fffe));
  const beyond = recordOf(at(0xffff_ffff));
  const bytes = ([piece]: typeof below) => (piece?.kind === "bytes" ? piece.bytes : expect.fail());
  expect(Buffer.from(bytes(below)).readUInt32LE(42)).toBe(0xffff_fffe);
  expect(Buffer.from(bytes(beyond)).readUInt32LE(42)).toBe(0xffff_ffff);
  expect(bytes(beyond).length - bytes(below).length).toBe(12);
});
