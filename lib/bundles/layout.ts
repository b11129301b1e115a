import "server-only";
import { crc32 } from "node:zlib";
import { asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { readRows } from "@/db/read-rows";
import { bundleEntries } from "@/db/schema";
import { env } from "@/lib/env";
import { manifestPath, mhlHistory } from "@/lib/formats/mhl";
import { safePaths } from "@/lib/formats/names";
import { readMe } from "@/lib/formats/read-me";
import { placeInZip, type ZipLayout, zipOf } from "@/lib/formats/zip";
import { localHeaderLength } from "@/lib/formats/zip-records";
import { checksumsOf } from "@/lib/media/checksums";
import { version } from "@/package.json";
import { wantedPath } from "./rules";

/** A file that is taken, with all that its place in a bundle depends on. */
export type BundledFile = {
  downloadId: string;
  materialId: string;
  versionId: string;
  /** The copy that is sent in the version's stead. */
  proxyCopyId: string | null;
  title: { name: string; season: number | null; episode: number | null };
  assetType: string;
  assetTypePosition: number;
  fileName: string;
  bytes: number;
  md5: string;
  xxh64: string;
  crc32: string;
  objectKey: string;
  deliveredOn: Date;
};

/** An entry of the zip: a file that was taken, or bytes of the bundle's own. */
export type LaidOutEntry = {
  path: string;
  offset: number;
  dataOffset: number;
  bytes: number;
  crc32: string;
  modifiedAt: Date;
  file: BundledFile | null;
  content: Buffer | null;
};

/**
 * Lays out a bundle: its files in the order given, then the read-me, then the ASC MHL history of them all.
 * @param name of the root folder, as wanted
 * @returns the entries, those of the bundle's own last, the size of the zip, and the name that the root folder really has
 */
export async function layOutBundle(
  files: BundledFile[],
  about: {
    name: string;
    createdAt: Date;
    takenBy: { name: string; partner: string };
    requests: string[];
  },
): Promise<{ root: string; bytes: number; entries: LaidOutEntry[] }> {
  const { createdAt, takenBy, requests } = about;
  // The read-me comes first among names, so that none takes its own from it.
  const wanted = [["README.txt"], ...files.map(wantedPath)];
  const [readMePath = "", ...paths] = safePaths(wanted.map((path) => [about.name, ...path]));
  const root = readMePath.slice(0, readMePath.indexOf("/"));
  const inRoot = (path: string) => path.slice(root.length + 1);

  const listed = files.map((file, i) => ({
    path: inRoot(paths[i] ?? ""),
    bytes: file.bytes,
    modifiedAt: file.deliveredOn,
    xxh64: file.xxh64,
    md5: file.md5,
  }));
  const story = { root, createdAt, takenBy, requests, files: listed };
  const content = Buffer.from(
    readMe({
      ...story,
      manifestPath: manifestPath({ root, createdAt }),
      supportAddress: env.SUPPORT_EMAIL,
    }),
  );
  const { manifest, chain } = await mhlHistory({
    root,
    createdAt,
    hostname: new URL(env.APP_URL).hostname,
    tool: { name: "Turnover", version },
    files: [
      ...listed,
      { path: inRoot(readMePath), modifiedAt: createdAt, ...(await checksumsOf([content])) },
    ],
  });
  const own = [
    { path: inRoot(readMePath), content },
    { path: manifest.path, content: manifest.content },
    { path: chain.path, content: chain.content },
  ];
  const placed = placeInZip([
    ...files.map((file, i) => ({
      path: paths[i] ?? "",
      bytes: file.bytes,
      crc32: file.crc32,
      modifiedAt: file.deliveredOn,
      file,
      content: null,
    })),
    ...own.map((one) => ownEntry(root, one, createdAt)),
  ]);
  return {
    root,
    bytes: zipOf(placed).size,
    entries: placed.map((entry) => ({
      ...entry,
      dataOffset: entry.offset + localHeaderLength(entry),
    })),
  };
}

const ownEntry = (
  root: string,
  { path, content }: { path: string; content: Buffer },
  modifiedAt: Date,
) => ({
  path: `${root}/${path}`,
  bytes: content.length,
  crc32: crc32(content).toString(16).padStart(8, "0"),
  modifiedAt,
  file: null,
  content,
});

/** An entry as it is sent; bytes of the bundle's own are fetched when their turn comes. */
export type SentEntry = Awaited<ReturnType<typeof listEntries>>[number];

/** The code that lays out the bundles that are made now. */
export const BUNDLE_FORMAT = 1;

/** By the bundle's format: how its entries, which never change, become a zip. */
const formats: Record<number, (entries: SentEntry[]) => ZipLayout<SentEntry>> = { 1: zipOf };

/** Layouts by bundle, the latest used last: a client that comes by many connections asks for the same again and again. */
const layouts = new Map<string, Promise<ZipLayout<SentEntry>>>();
const LAYOUT_ENTRIES_KEPT = 50_000;

/** Where everything stands in the bundle's zip. Asked for by eight connections at once, it is loaded once. */
export async function getLayout({
  id,
  format,
}: {
  id: string;
  format: number;
}): Promise<ZipLayout<SentEntry>> {
  const layOut = formats[format];
  if (!layOut) throw new Error(`bundle ${id} has the unknown format ${format}`);
  const layout = layouts.get(id) ?? listEntries(id).then(layOut);
  layouts.delete(id);
  layouts.set(id, layout);
  try {
    await forgetOthers(id);
  } catch (error) {
    layouts.delete(id);
    throw error;
  }
  return layout;
}

/** Keeps as many of the layouts used last as have the entries that may be kept. */
async function forgetOthers(id: string) {
  let kept = 0;
  for (const [other, layout] of [...layouts].reverse()) {
    kept += (await layout).entries.length;
    if (kept > LAYOUT_ENTRIES_KEPT && other !== id) layouts.delete(other);
  }
}

const listEntries = (bundleId: string) =>
  readRows(
    db
      .select({
        path: bundleEntries.path,
        offset: bundleEntries.offset,
        dataOffset: bundleEntries.dataOffset,
        bytes: bundleEntries.bytes,
        crc32: bundleEntries.crc32,
        modifiedAt: bundleEntries.modifiedAt,
        objectKey: bundleEntries.objectKey,
      })
      .from(bundleEntries)
      .where(eq(bundleEntries.bundleId, bundleId))
      .orderBy(asc(bundleEntries.dataOffset)),
  );
