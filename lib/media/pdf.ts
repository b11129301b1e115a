import "server-only";
import { Readable } from "node:stream";
import { createInflate } from "node:zlib";

/** Far more than the dictionary of an object stream takes, from its type to the stream itself. */
const DICTIONARY_BYTES = 1024;
/** What looking at an object stream costs at least, so that a file can't have a million empty ones. */
const LEAST_CHARGE = 4096;

/**
 * Pages of a PDF: of the plain text, and of the compressed object streams, where PDF 1.5 and later may keep
 * them (ISO 32000-1, 7.5.7).
 * @param mostBytes unpacked, of all object streams together; pages beyond are not counted
 */
export async function countPages(pdf: Buffer, mostBytes: number): Promise<number> {
  const text = pdf.toString("latin1");
  let pages = pagesIn(text);
  let left = mostBytes;
  for (const stream of objectStreams(pdf, text)) {
    const unpacked = stream ? await inflate(stream, left) : null;
    left -= Math.max(LEAST_CHARGE, unpacked?.bytes ?? 0);
    if (left <= 0) break;
    if (unpacked?.whole) pages += pagesIn(unpacked.whole.toString("latin1"));
  }
  return pages;
}

const pagesIn = (text: string) => {
  let pages = 0;
  for (const _ of text.matchAll(/\/Type\s*\/Page(?![a-zA-Z])/g)) pages += 1;
  return pages;
};

/** Each from its first byte to its last, so that none is read twice; null for a type that no stream follows. */
function* objectStreams(pdf: Buffer, text: string): Generator<Buffer | null> {
  const type = /\/Type\s*\/ObjStm/g;
  while (type.test(text)) {
    const dictionary = text.slice(type.lastIndex, type.lastIndex + DICTIONARY_BYTES);
    const begin = /stream\r?\n/.exec(dictionary);
    if (!begin) yield null;
    else {
      const start = type.lastIndex + begin.index + begin[0].length;
      const end = text.indexOf("endstream", start);
      if (end < 0) return;
      type.lastIndex = end;
      yield pdf.subarray(start, end);
    }
  }
}

/** Off the main thread, piece by piece. @returns how much came, and all of it unless it is damaged or too much */
async function inflate(stream: Buffer, most: number) {
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of Readable.from([stream]).pipe(createInflate())) {
      bytes += piece.length;
      if (bytes > most) return { bytes, whole: null };
      pieces.push(piece);
    }
  } catch {
    // Not deflated, or damaged: its pages are not counted.
    return { bytes, whole: null };
  }
  return { bytes, whole: Buffer.concat(pieces) };
}
