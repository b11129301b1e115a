import { randomBytes } from "node:crypto";
import { DomainError, errorResponse } from "@/lib/errors";
import { contentDisposition, contentType } from "./names";
import { type ByteRange, failedPrecondition, rangeCounts, requestedRanges } from "./ranges";
import { StoreFault } from "./recorded";
import { type Progress, pieceStream } from "./stream";
import type { ByteSource } from "./types";

/** What is sent: bytes that never change under this entity tag. */
export type Representation = {
  size: number;
  /** Strong, with its quotes. */
  etag: string;
  lastModified: Date;
  /** As supplied. */
  fileName: string;
};

export type Sending = Progress & {
  /**
   * Opens the bytes, of which the reader wants those from `first` on; null when the store has lost them.
   * Nothing is held open before the first read.
   */
  open(first: number): Promise<ByteSource | null>;
};

/**
 * Answers GET or HEAD with the bytes, or the part of them that the request asks for: RFC 9110 sections
 * 13 to 15. The body is whole or the connection is cut: never silently short.
 * @throws DomainError precondition_failed, or file_unavailable when the store has not what the record says
 */
export async function sendBytes(
  request: Request,
  what: Representation,
  how: Sending,
): Promise<Response> {
  const failed = failedPrecondition(request.headers, what);
  if (failed === 304) return new Response(null, { status: 304, headers: cacheHeaders(what) });
  if (failed === 412) throw new DomainError("precondition_failed");
  const ranges = rangesOf(request, what);
  if (ranges?.length === 0) return notSatisfiable(what);
  const headers = headersOf(what);
  const { status, pieces, length } = layOut(what, ranges, headers);
  headers.set("Content-Length", String(length));
  const source = await openWhole(what, ranges?.[0]?.start ?? 0, how);
  if (request.method === "HEAD") return new Response(null, { status, headers });
  if (length === 0) return emptyAnswer(headers, how);
  return new Response(pieceStream(source, pieces, length, how), { status, headers });
}

/** A file of no bytes has been sent when it was answered. */
async function emptyAnswer(headers: Headers, { ledger }: Sending) {
  await ledger.beforeSending({ start: 0, end: 0 });
  ledger.ended(true);
  return new Response(null, { headers });
}

/** No cache on the way may keep it, no proxy may change it or hold it back. */
const cacheHeaders = ({ etag }: Representation) => ({
  "Cache-Control": "private, no-transform",
  "X-Accel-Buffering": "no",
  ETag: etag,
});

const headersOf = (what: Representation) =>
  new Headers({
    ...cacheHeaders(what),
    "Accept-Ranges": "bytes",
    "Last-Modified": what.lastModified.toUTCString(),
    "Content-Type": contentType(what.fileName),
    "Content-Disposition": contentDisposition(what.fileName),
    "X-Content-Type-Options": "nosniff",
  });

/** Section 14.2: ranges are defined for GET only. */
function rangesOf(request: Request, what: Representation): ByteRange[] | null {
  const header = request.headers.get("range");
  if (request.method !== "GET" || header === null || !rangeCounts(request.headers, what))
    return null;
  return requestedRanges(header, what.size);
}

function notSatisfiable({ size }: Representation) {
  const message = `The file has ${size} bytes; none of them is in the range asked for.`;
  const headers = { "Content-Range": `bytes */${size}`, "Accept-Ranges": "bytes" };
  return errorResponse(new DomainError("range_not_satisfiable", message), headers);
}

/** Sets the headers that tell how the body is made up, and lists its pieces: ranges of the source, and text between them. */
function layOut(what: Representation, ranges: ByteRange[] | null, headers: Headers) {
  const [first, second] = ranges ?? [];
  if (!first) return { status: 200, ...measured([{ start: 0, end: what.size }]) };
  const contentRange = ({ start, end }: ByteRange) => `bytes ${start}-${end - 1}/${what.size}`;
  if (!second) {
    headers.set("Content-Range", contentRange(first));
    return { status: 206, ...measured([first]) };
  }
  const boundary = randomBytes(18).toString("hex");
  headers.set("Content-Type", `multipart/byteranges; boundary=${boundary}`);
  const parts = (ranges ?? []).flatMap((range) => [
    Buffer.from(
      `\r\n--${boundary}\r\nContent-Type: ${contentType(what.fileName)}\r\nContent-Range: ${contentRange(range)}\r\n\r\n`,
    ),
    range,
  ]);
  return { status: 206, ...measured([...parts, Buffer.from(`\r\n--${boundary}--\r\n`)]) };
}

function measured(pieces: (Uint8Array | ByteRange)[]) {
  const lengths = pieces.map((p) => ("start" in p ? p.end - p.start : p.length));
  return { pieces, length: lengths.reduce((sum, length) => sum + length, 0) };
}

/** The source, if it is what the record says; else the request is refused in words before anything is sent. */
async function openWhole(
  { size }: Representation,
  first: number,
  how: Sending,
): Promise<ByteSource> {
  const source = await how.open(first).catch((error: unknown) => {
    console.error(`storage: ${how.label} can't be opened:`, error);
    if (error instanceof StoreFault) how.faulty?.(error);
    throw new DomainError("file_unavailable");
  });
  if (source?.size === size) return source;
  const found = source ? `has ${source.size} bytes, not the ${size} of its record` : "is missing";
  console.error(`storage: ${how.label} ${found}`);
  throw new DomainError("file_unavailable");
}
