import "server-only";
import { readFile, stat } from "node:fs/promises";
import { inflateSync } from "node:zlib";
import exceljs from "exceljs";
import { openOffice } from "./office";
import type { TextFormat, TextProbe } from "./types";

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
    const root = /<(?:\w+:)?tt\b[^>]*>/.exec(text)?.[0];
    if (!root) throw new Error("There is no TTML document in the file.");
    const language = /xml:lang="([^"]+)"/.exec(root)?.[1] ?? null;
    return { events: count(text, /<(?:\w+:)?p[\s>]/g), language };
  },
  txt: (bytes) => ({
    events: utf8(bytes)
      .split("\n")
      .filter((line) => line.trim()).length,
  }),
  async xlsx(bytes) {
    const unopened = new Error("The file can't be opened as a spreadsheet.");
    if (!(await openOffice(bytes, maxBytes))) throw unopened;
    const workbook = new exceljs.Workbook();
    // exceljs names Node's Buffer by its own declaration.
    await workbook.xlsx
      .load(bytes as unknown as Parameters<typeof workbook.xlsx.load>[0])
      .catch(() => {
        throw unopened;
      });
    const rows = workbook.worksheets.map((sheet) => Math.max(0, sheet.actualRowCount - 1));
    return { pages: rows.length, events: rows.reduce((a, b) => a + b, 0) };
  },
  async docx(bytes) {
    const zip = await openOffice(bytes, maxBytes);
    const document = await zip?.file("word/document.xml")?.async("string");
    if (!document) throw new Error("The file can't be opened as a Word document.");
    return { events: count(document, /<w:p[ >]/g) };
  },
  pdf(bytes) {
    const text = bytes.toString("latin1");
    if (!text.startsWith("%PDF-")) throw new Error("The file does not begin with %PDF.");
    const pages = count(text + objectStreams(bytes, text), /\/Type\s*\/Page(?![a-zA-Z])/g);
    if (pages === 0) throw new Error("There is no page in the PDF.");
    return { pages };
  },
};

/** Text of the compressed object streams, where PDF 1.5 and later may keep the pages (ISO 32000-1, 7.5.7). */
function objectStreams(bytes: Buffer, text: string) {
  let inflated = "";
  // Of all of them together: a small file may have thousands that each unpack to much.
  const room = () => maxBytes - inflated.length;
  for (const match of text.matchAll(/\/Type\s*\/ObjStm[\s\S]*?stream\r?\n/g)) {
    const start = match.index + match[0].length;
    const end = text.indexOf("endstream", start);
    try {
      const maxOutputLength = room();
      if (maxOutputLength <= 0) break;
      inflated += inflateSync(bytes.subarray(start, end), { maxOutputLength }).toString("latin1");
    } catch (error) {
      // What did not fit is lost, and the next would be unpacked as far again.
      if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") break;
      // Not deflated, or damaged: its pages are not counted.
    }
  }
  return inflated;
}

function utf8(bytes: Buffer) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\r\n", "\n");
  } catch {
    throw new Error("The file is not text in UTF-8.");
  }
}

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
