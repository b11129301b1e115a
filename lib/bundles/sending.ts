import "server-only";
import { eq } from "drizzle-orm";
import { bundleEntries } from "@/db/schema";
import { currentConnection } from "@/lib/connection";
import { metalink } from "@/lib/formats/metalink";
import { receiptsScript, urlList } from "@/lib/formats/shell-lines";
import type { ZipLayout } from "@/lib/formats/zip";
import { fileLink, receiptLink } from "@/lib/links/signing";
import { objectStore } from "@/lib/storage";
import { contentDisposition } from "@/lib/storage/names";
import { openRecorded } from "@/lib/storage/recorded";
import { sendBytes } from "@/lib/storage/send";
import type { ByteSource } from "@/lib/storage/types";
import { zipSource } from "@/lib/storage/zip-source";
import { takePlace } from "@/lib/transfers/places";
import { ledgerOf } from "@/lib/transfers/tracker";
import { keepFault } from "@/lib/versions/faults";
import { version } from "@/package.json";
import { getLayout, type SentEntry } from "./layout";
import { getContent, getManifest, type LinkedBundle, listFiles, mayTakeBundle } from "./queries";

// What the signed links of a bundle answer.

/**
 * Answers a request for a bundle's zip, or a part of it.
 * @throws DomainError too_many_transfers; precondition_failed; file_unavailable
 */
export async function sendBundle(request: Request, bundle: LinkedBundle): Promise<Response> {
  const connection = currentConnection();
  takePlace(bundle.userId, connection);
  const layout = await getLayout(bundle);
  const what = {
    size: bundle.bytes,
    etag: `"${bundle.id}-${bundle.format}"`,
    lastModified: bundle.createdAt,
    fileName: bundle.fileName,
  };
  const open = openEntry(bundle.id);
  return sendBytes(request, what, {
    open: async (first) => {
      await assertThere(layout, first, open);
      return zipSource(layout, open);
    },
    ledger: ledgerOf({ bundleId: bundle.id }, bundle.bytes, connection),
    mayGoOn: () => mayTakeBundle(bundle, new Date()),
    cut: connection.cut,
    label: `bundle ${bundle.id}`,
    faulty: keepFault,
  });
}

const openEntry =
  (bundleId: string) =>
  async ({ objectKey, ...entry }: SentEntry): Promise<ByteSource> => {
    if (objectKey)
      return openRecorded(objectStore(), { objectKey, ...entry }, `${entry.path} (${objectKey})`);
    const { content } = await getContent(bundleId, eq(bundleEntries.dataOffset, entry.dataOffset));
    return bytesSource(content);
  };

const bytesSource = (bytes: Buffer): ByteSource => ({
  size: bytes.length,
  read: async (into, position) => bytes.copy(into, 0, position),
  close: async () => {},
});

/**
 * Of so many files it is seen before the first byte of the zip that they are there; of the others when their turn
 * comes. Who resumes has been told once, and may come by many connections: the file gone on with is seen.
 */
const FILES_SEEN_FIRST = 64;

/** @throws StoreFault that names a file that the store has lost, or has in another size */
async function assertThere(
  { entries }: ZipLayout<SentEntry>,
  first: number,
  open: (entry: SentEntry) => Promise<ByteSource>,
) {
  const next = entries.findIndex(({ dataOffset, bytes }) => dataOffset + bytes > first);
  const files = entries
    .slice(next < 0 ? entries.length : next)
    .filter(({ objectKey }) => objectKey !== null)
    .slice(0, first === 0 ? FILES_SEEN_FIRST : 1);
  await Promise.all(files.map(async (entry) => (await open(entry)).close()));
}

/** The ASC MHL manifest, as it is in the zip. */
export async function manifestAnswer(bundle: LinkedBundle): Promise<Response> {
  const { path, content } = await getManifest(bundle.id);
  return paper(new Uint8Array(content), path.slice(path.lastIndexOf("/") + 1), "application/xml");
}

/** A Metalink of the bundle's files, each to be put where it would stand in the zip. */
export async function metalinkAnswer(bundle: LinkedBundle): Promise<Response> {
  const files = await listFiles(bundle.id);
  const text = metalink({
    generator: `Turnover/${version}`,
    publishedAt: bundle.createdAt,
    files: files.map(({ downloadId, fileName, ...file }) => ({
      ...file,
      url: fileLink({ id: downloadId, fileName }, bundle),
    })),
  });
  const name = bundle.fileName.replace(/\.zip$/, ".meta4");
  return paper(text, name, "application/metalink4+xml");
}

/** The links of the bundle's files, one a line. */
export async function urlListAnswer(bundle: LinkedBundle): Promise<Response> {
  const files = await listFiles(bundle.id);
  const urls = files.map(({ downloadId, fileName }) =>
    fileLink({ id: downloadId, fileName }, bundle),
  );
  return paper(urlList(urls), bundle.fileName.replace(/\.zip$/, ".txt"), "text/plain");
}

/** A script that tells each file's checksum, to be run beside the bundle's folder. */
export async function receiptLinesAnswer(bundle: LinkedBundle): Promise<Response> {
  const files = await listFiles(bundle.id);
  const script = receiptsScript(
    files.map(({ downloadId, path }) => ({ url: receiptLink(downloadId, bundle), path })),
  );
  return paper(script, bundle.fileName.replace(/\.zip$/, ".sh"), "text/plain");
}

const paper = (body: string | Uint8Array<ArrayBuffer>, fileName: string, type: string) =>
  new Response(body, {
    headers: {
      "Cache-Control": "private, no-store",
      "Content-Type": `${type}; charset=utf-8`,
      "Content-Disposition": contentDisposition(fileName),
      "X-Content-Type-Options": "nosniff",
    },
  });
