import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installed, need, run } from "./testing/programs";
import { readStrictly, zipInMemory } from "./testing/strict-zip";
import { writeSparse, zipOfFiles, zipOnDisk } from "./testing/zips";
import { placeInZip, zipOf } from "./zip";

const modifiedAt = new Date("2026-11-22T14:03:05Z");
const pythonTest = "import sys, zipfile; assert zipfile.ZipFile(sys.argv[1]).testzip() is None";
let folder: string;

beforeAll(() => {
  need("unzip", "unzip");
  need("python3", "python3");
  folder = mkdtempSync(path.join(tmpdir(), "turnover-zip-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  { count: 65_534, expected: false },
  { count: 65_535, expected: true },
  { count: 70_000, expected: true },
])("$count files, strictly and by real programs", { timeout: 300_000 }, ({ count, expected }) => {
  const { whole } = zipOfFiles(
    Array.from({ length: count }, (_, i) => ({
      path: `Root/Título ${i % 9}/Season 1/Episode ${i % 100}/Timed Text/Untertitel ${i}.srt`,
      content: Buffer.from(`${i}\n`),
    })),
  );
  const { entries, zip64 } = readStrictly(zipInMemory(whole));
  expect(zip64).toBe(expected);
  expect(entries).toHaveLength(count);
  const file = path.join(folder, "many.zip");
  writeFileSync(file, whole);
  pass(file, count);
});

test("a file of 5 GB between small ones", { timeout: 600_000 }, () => {
  const bytes = 5_000_000_000;
  const small = (path: string) => ({ path, bytes: 0, crc32: "00000000", modifiedAt });
  const layout = zipOf(
    placeInZip([
      small("Root/before.txt"),
      { path: "Root/Größe.mov", bytes, crc32: crcOfZeros(bytes), modifiedAt },
      small("Root/after.txt"),
    ]),
  );
  const file = path.join(folder, "sparse.zip");
  writeSparse(layout, file);
  const { entries, zip64 } = readStrictly(zipOnDisk(file, layout.size));
  expect(zip64).toBe(true);
  expect(entries.map((entry) => entry.zip64)).toEqual([
    { local: false, central: false },
    { local: true, central: true },
    { local: false, central: true },
  ]);
  pass(file, 3);
});

/** Tests the zip with every program that is here. */
function pass(file: string, count: number) {
  expect(run("unzip", ["-tqq", file])).toBe("");
  run("python3", ["-c", pythonTest, file]);
  if (installed("7z")) expect(run("7z", ["t", file])).toContain("Everything is Ok");
  if (installed("bsdtar"))
    expect(run("bsdtar", ["-tf", file]).trim().split("\n")).toHaveLength(count);
}

function crcOfZeros(bytes: number) {
  const zeros = Buffer.alloc(2 ** 20);
  let crc = 0;
  for (let left = bytes; left > 0; left -= zeros.length)
    crc = crc32(zeros.subarray(0, Math.min(left, zeros.length)), crc);
  return crc.toString(16).padStart(8, "0");
}
