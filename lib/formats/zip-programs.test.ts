import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installed, need, run } from "./testing/programs";
import { zipOfFiles } from "./testing/zips";

const files = [
  { path: "Größe/日本語/Épisode 1/Ελληνικά.txt", content: Buffer.from("καλημέρα") },
  { path: "Größe/empty.wav", content: Buffer.alloc(0) },
  { path: "Größe/🎬 (2).mov", content: Buffer.alloc(100_000, "frame") },
  ...Array.from({ length: 300 }, (_, i) => ({
    path: `Root/Title/Season 1/Episode ${i % 10}/Dialogue List/list ${i}.txt`,
    content: Buffer.from("line\n".repeat(i)),
  })),
];
let folder: string;
let file: string;
beforeAll(() => {
  need("unzip", "unzip");
  need("python3", "python3");
  folder = mkdtempSync(path.join(tmpdir(), "turnover-zip-"));
  file = path.join(folder, "bundle.zip");
  writeFileSync(file, zipOfFiles(files).whole);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("unzip finds nothing wrong", () => {
  expect(run("unzip", ["-tqq", file])).toBe("");
  expect(run("unzip", ["-Z1", file]).trim().split("\n")).toHaveLength(files.length);
});

test("python's zipfile finds names, dates, modes and bytes", () => {
  const script = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    print(json.dumps([[i.filename, z.read(i).hex(), i.date_time, i.external_attr >> 16] for i in z.infolist()]))`;
  const found = JSON.parse(run("python3", ["-c", script, file]));
  expect(found).toEqual(
    files.map(({ path, content }) => [
      path,
      content.toString("hex"),
      [2026, 11, 22, 14, 3, 4],
      0o100644,
    ]),
  );
});

test.skipIf(!installed("7z"))("7z finds everything ok", () => {
  expect(run("7z", ["t", file])).toContain("Everything is Ok");
});

test.skipIf(!installed("bsdtar"))("bsdtar lists and unpacks it", () => {
  const listed = run("bsdtar", ["-tf", file]).trim().split("\n");
  expect(listed).toHaveLength(files.length);
  expect(run("bsdtar", ["-xOf", file])).toBe(files.map(({ content }) => content).join(""));
});
