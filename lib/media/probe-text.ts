import "server-only";
import { readFile, stat } from "node:fs/promises";
import { openOffice } from "./office";
import { countPages } from "./pdf";
import type { TextFormat, TextProbe } from "./types";

// All of this runs on the one thread that serves everybody, over what anyone may have made: each pattern passes
// over the text once, whatever stands in it, and nothing is parsed into more than it is.

/** Documents of the trade are a few megabytes at most; more is not read into memory, nor unpacked into it. */
const maxBytes = 64_000_000;

/** @throws Error in words when the file is not what its format asks for */
export async function probeText(file: string, format: TextFormat): Promise<TextProbe> {
  const { size } = await stat(file);
  if (size > maxBytes) throw new Error(`A ${format} file of ${size} bytes is too large to read.`);
  const bytes = await readFile(file);
  return {
    kind: "text",
    format,
    language: null,
    events: null,
    pages: null,
    ...(await readers[format](bytes)),
  };
}

type Findings = Partial<Pick<TextProbe, "language" | "events" | "pages">>;

const readers: Record<TextFormat, (bytes: Buffer) => Findings | Promise<Findings>> = {
  /** WebVTT, section 4.1: the signature, then cues, each with a timing line. */
  vtt(bytes) {
    const text = utf8(bytes);
    if (!/^WEBVTT([ \t\n]|$)/.test(text)) throw new Error("The file does not begin with WEBVTT.");
    return {
      events: count(text, /^(?:\d+:)?\d\d:\d\d\.\d{3} --> /gm),
      language: /^Language: (\S+)$/m.exec(text)?.[1] ?? null,
    };
  },
  srt(bytes) {
    const events = count(utf8(bytes), /^\d+:\d\d:\d\d,\d{3} --> /gm);
    if (events === 0) throw new Error("There is no SubRip cue in the file.");
    return { events };
  },
  ttml(bytes) {
    const text = utf8(bytes);
    // Whoever reads it after us would look up what a DOCTYPE names.
    if (text.includes("<!DOCTYPE")) throw new Error("A TTML document has no DOCTYPE.");
    const root = /<(?:\w+:)?tt\b[^<>]*>/.exec(text)?.[0];
    if (!root) throw new Error("There is no TTML document in the file.");
    const language = /xml:lang="([^"]+)"/.exec(root)?.[1] ?? null;
    return { events: count(text, /<(?:\w+:)?p[\s>]/g), language };
  },
  txt: (bytes) => ({ events: count(utf8(bytes), /\S[^\n]*/g) }),
  async xlsx(bytes) {
    const zip = await openOffice(bytes, maxBytes);
    const sheets = zip?.file("xl/workbook.xml") ? zip.file(/^xl\/worksheets\/sheet\d+\.xml$/) : [];
    if (sheets.length === 0) throw new Error("The file can't be opened as a spreadsheet.");
    let events = 0;
    for (const sheet of sheets)
      events += Math.max(0, rowsWithValues(await sheet.async("string")) - 1);
    return { pages: sheets.length, events };
  },
  async docx(bytes) {
    const zip = await openOffice(bytes, maxBytes);
    const document = await zip?.file("word/document.xml")?.async("string");
    if (!document) throw new Error("The file can't be opened as a Word document.");
    return { events: count(document, /<w:p[ >]/g) };
  },
  async pdf(bytes) {
    if (!bytes.subarray(0, 5).equals(Buffer.from("%PDF-")))
      throw new Error("The file does not begin with %PDF.");
    const pages = await countPages(bytes, maxBytes);
    if (pages === 0) throw new Error("There is no page in the PDF.");
    return { pages };
  },
};

/**
 * Counted, not loaded: a library that builds the table can be told of one with 17 billion cells in a line
 * (ECMA-376, 18.3: a row's cells have a value, a formula or a text of their own, or are only painted).
 */
function rowsWithValues(sheet: string): number {
  let rows = 0;
  let isOpen = false;
  for (const [, name] of sheet.matchAll(/<(?:\w+:)?(row|v|f|is)\b/g)) {
    if (!isOpen && name !== "row") continue;
    isOpen = name === "row";
    if (!isOpen) rows += 1;
  }
  return rows;
}

function utf8(bytes: Buffer) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\r\n", "\n");
  } catch {
    throw new Error("The file is not text in UTF-8.");
  }
}

/** Without a list of what was found, which may be millions. The pattern is global. */
function count(text: string, pattern: RegExp) {
  let found = 0;
  while (pattern.test(text)) found += 1;
  return found;
}
