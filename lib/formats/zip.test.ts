import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf, someFiles, zipOfFiles } from "./testing/zips";
import { piecesOf, placeInZip, zipOf } from "./zip";

const modifiedAt = new Date("2026-11-22T14:03:05.678Z");

describe("any range", () => {
  test("equals the same slice of the whole", () => {
    const anywhere = fc.double({ min: 0, max: 1, noNaN: true });
    const ranges = fc.array(fc.tuple(anywhere, anywhere), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(someFiles, ranges, (files, parts) => {
        const { layout, whole } = zipOfFiles(files);
        expect(whole).toHaveLength(layout.size);
        for (const part of parts) {
          const [start = 0, end = 0] = part
            .map((share) => Math.round(share * layout.size))
            .sort((a, b) => a - b);
          expect(bytesOf(layout, start, end).equals(whole.subarray(start, end))).toBe(true);
        }
      }),
    );
  });

  test("equals the slice at every start and every end of a small zip", () => {
    const { layout, whole } = zipOfFiles([
      { path: "a", content: Buffer.from("abc") },
      { path: "empty", content: Buffer.alloc(0) },
      { path: "ü/b", content: Buffer.from("de") },
    ]);
    const wrong: [number, number][] = [];
    for (let start = 0; start <= layout.size; start++)
      for (let end = start; end <= layout.size; end++)
        if (!bytesOf(layout, start, end).equals(whole.subarray(start, end)))
          wrong.push([start, end]);
    expect(wrong).toEqual([]);
  });

  test("outside the zip is refused", () => {
    const { layout } = zipOfFiles([]);
    expect(layout.size).toBe(22);
    for (const [start, end] of [
      [-1, 5],
      [6, 5],
      [0, 23],
      [Number.NaN, 5],
    ])
      expect(() => [...piecesOf(layout, start, end)]).toThrow(RangeError);
  });

  test("is made of pieces that a reader can hold, the directory too", () => {
    const { layout } = zipOfFiles(
      Array.from({ length: 3_000 }, (_, i) => ({ path: `f${i}`, content: Buffer.alloc(0) })),
    );
    const pieces = [...piecesOf(layout, layout.directoryOffset)];
    const lengths = pieces.map((piece) => (piece.kind === "bytes" ? piece.bytes.length : 0));
    expect(lengths.length).toBeGreaterThan(2);
    expect(Math.max(...lengths)).toBeLessThan(2 ** 16 + 100);
  });
});

test("a zip is the same each time, and from rows alone", () => {
  const files = [{ path: "Titel/Ä.wav", content: Buffer.from("sound"), modifiedAt }];
  const { layout, whole } = zipOfFiles(files);
  const rows = JSON.parse(
    JSON.stringify(
      layout.entries.map(({ content, ...row }) => ({ ...row, content: content.toString("hex") })),
    ),
  ).map((row: { modifiedAt: string; content: string }) => ({
    ...row,
    modifiedAt: new Date(row.modifiedAt),
    content: Buffer.from(row.content, "hex"),
  }));
  expect(bytesOf(zipOf(rows))).toEqual(whole);
});

describe("what a zip can't hold is refused", () => {
  const fine = { path: "a", bytes: 1, crc32: "00000000", modifiedAt };
  test.each([
    ["two entries of one path", [fine, fine]],
    ["no path", [{ ...fine, path: "" }]],
    ["a path of 65,536 bytes", [{ ...fine, path: "ü".repeat(32_768) }]],
    ["a negative size", [{ ...fine, bytes: -1 }]],
    ["half a byte", [{ ...fine, bytes: 0.5 }]],
    ["a checksum of seven digits", [{ ...fine, crc32: "0000000" }]],
    ["no date", [{ ...fine, modifiedAt: new Date(Number.NaN) }]],
  ])("%s", (_, entries) => {
    expect(() => placeInZip(entries)).toThrow(RangeError);
  });

  test("rows with a hole between them", () => {
    const [first, second] = placeInZip([fine, { ...fine, path: "b" }, { ...fine, path: "c" }]);
    if (!first || !second) expect.fail();
    expect(() => zipOf([first, { ...second, offset: second.offset + 1 }])).toThrow(RangeError);
    expect(() => zipOf([second])).toThrow(RangeError);
  });
});
