import { inflateSync } from "node:zlib";

/** What is to be known of a font before anything is drawn with it. Lengths are shares of the font's size (em). */
export type FontFile = {
  /** The name that libass finds it by. */
  family: string;
  /** Ascent and descent together, as Windows has them: what libass takes for the height of a line. */
  height: number;
  /** How far a character moves the pen; undefined where the font has no glyph for it. */
  advance(codePoint: number): number | undefined;
};

/**
 * Reads a WOFF 1.0 file (https://www.w3.org/TR/WOFF/): family name, metrics, and which characters it has.
 * @throws Error when it is something else
 */
export function readWoff(file: Buffer): FontFile {
  const table = tablesOf(file);
  const unitsPerEm = table("head").readUInt16BE(18);
  const os2 = table("OS/2");
  const advances = table("hmtx");
  const lastMetric = table("hhea").readUInt16BE(34) - 1;
  const glyphs = glyphsOf(table("cmap"));
  return {
    family: familyOf(table("name")),
    height: (os2.readUInt16BE(74) + os2.readUInt16BE(76)) / unitsPerEm,
    advance(codePoint) {
      const glyph = glyphs.get(codePoint);
      return glyph && advances.readUInt16BE(4 * Math.min(glyph, lastMetric)) / unitsPerEm;
    },
  };
}

function tablesOf(file: Buffer) {
  if (file.toString("latin1", 0, 4) !== "wOFF") throw new Error("It is not a WOFF file.");
  const places = new Map(
    Array.from({ length: file.readUInt16BE(12) }, (_, i) => {
      const entry = 44 + 20 * i;
      return [file.toString("latin1", entry, entry + 4), entry] as const;
    }),
  );
  return (tag: string) => {
    const entry = places.get(tag);
    if (!entry) throw new Error(`The font has no table ${tag}.`);
    const offset = file.readUInt32BE(entry + 4);
    const packed = file.subarray(offset, offset + file.readUInt32BE(entry + 8));
    return packed.length < file.readUInt32BE(entry + 12) ? inflateSync(packed) : packed;
  };
}

/** The family name (1) for Windows (3), in UTF-16. */
function familyOf(name: Buffer): string {
  const texts = name.readUInt16BE(4);
  for (let i = 0; i < name.readUInt16BE(2); i += 1) {
    const entry = 6 + 12 * i;
    if (name.readUInt16BE(entry) !== 3 || name.readUInt16BE(entry + 6) !== 1) continue;
    const start = texts + name.readUInt16BE(entry + 10);
    const text = name.subarray(start, start + name.readUInt16BE(entry + 8));
    return Buffer.from(text).swap16().toString("utf16le");
  }
  throw new Error("The font has no name.");
}

/** Glyph numbers by code point, of every table for Unicode in format 4 or 12 (OpenType, `cmap`). */
function glyphsOf(cmap: Buffer): Map<number, number> {
  const glyphs = new Map<number, number>();
  for (let i = 0; i < cmap.readUInt16BE(2); i += 1) {
    const platform = cmap.readUInt16BE(4 + 8 * i);
    const table = cmap.subarray(cmap.readUInt32BE(8 + 8 * i));
    if (platform !== 0 && platform !== 3) continue;
    if (table.readUInt16BE(0) === 4) readSegments(table, glyphs);
    if (table.readUInt16BE(0) === 12) readGroups(table, glyphs);
  }
  return glyphs;
}

function readSegments(table: Buffer, glyphs: Map<number, number>) {
  const twice = table.readUInt16BE(6);
  const [ends, starts] = [14, 16 + twice];
  const [deltas, offsets] = [starts + twice, starts + 2 * twice];
  for (let at = 0; at < twice; at += 2) {
    const end = table.readUInt16BE(ends + at);
    const offset = table.readUInt16BE(offsets + at);
    const delta = table.readUInt16BE(deltas + at);
    const start = table.readUInt16BE(starts + at);
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      const found = offset ? table.readUInt16BE(offsets + at + offset + 2 * (code - start)) : code;
      if (offset && found === 0) continue;
      const glyph = (found + delta) & 0xffff;
      if (glyph) glyphs.set(code, glyph);
    }
  }
}

function readGroups(table: Buffer, glyphs: Map<number, number>) {
  for (let i = 0; i < table.readUInt32BE(12); i += 1) {
    const group = 16 + 12 * i;
    const start = table.readUInt32BE(group);
    for (let code = start; code <= table.readUInt32BE(group + 4); code += 1)
      glyphs.set(code, table.readUInt32BE(group + 8) + code - start);
  }
}
