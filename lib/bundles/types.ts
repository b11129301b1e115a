import { z } from "zod";
import type { DownloadState } from "@/lib/materials/types";

/** What `POST /api/downloads` answers, and `POST /api/bundles/{id}/links` again. */
export type StartedDownloads = {
  /** Null when every file of it is still being made. */
  bundle: StartedBundle | null;
  files: StartedFile[];
  /** Copies that are being made for the user; they are in no bundle. */
  processing: { materialId: string; proxyCopyId: string }[];
};

/** All files of one taking as a zip. Links are absolute and signed, and need no cookie. */
export type StartedBundle = {
  id: string;
  fileName: string;
  /** Of the zip, exactly. */
  bytes: number;
  url: string;
  /** The ASC MHL manifest. */
  manifestUrl: string;
  /** Metalink 4, for programs that fetch file by file. */
  metalinkUrl: string;
};

/** A download that was recorded and can be taken at its link. */
export type StartedFile = {
  downloadId: string;
  materialId: string;
  version: number;
  /** As supplied; of a copy with its serial. */
  fileName: string;
  bytes: number;
  /** Lower-case hexadecimal. */
  md5: string;
  /** Absolute and signed; needs no cookie. */
  url: string;
};

/** What a page needs to know of a taking: 10,000 files' links would be megabytes that it never uses. */
export type TakenBundle = {
  bundleId: string;
  /** Of what the browser takes: one file as itself, several as the zip. */
  url: string;
  files: number;
};

/** A bundle as its user's tray shows it. */
export type BundleRow = {
  id: string;
  /** Of the zip. */
  fileName: string;
  /** What its user knows it by: the zip's name, or that of its only file. */
  name: string;
  /** Of the zip. */
  bytes: number;
  /** How many files it holds, and their bytes in all. */
  files: number;
  fileBytes: number;
  /** Of the files' bytes, how many were sent, by whichever way. */
  sentBytes: number;
  percent: number;
  state: DownloadState;
  /** How many of its files were sent whole, and verified. */
  completedFiles: number;
  verifiedFiles: number;
  /** ISO 8601. */
  startedAt: string;
  /** ISO 8601. */
  expiresAt: string;
  /** Null once they have expired, or a receiver may not have it any more: then ask for new ones. */
  links: BundleLinks | null;
  /** Why new links would be refused; null when they would be given. */
  refused: "superseded" | "forbidden" | null;
  /** Of a bundle of one file: that file, to be taken as itself. */
  file: { downloadId: string; fileName: string; bytes: number; md5: string; url: string } | null;
};

/** Absolute, signed, without a cookie. */
export type BundleLinks = {
  url: string;
  manifestUrl: string;
  metalinkUrl: string;
};

export const bundlesQuery = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(20),
  /** Only those of which bytes flow now, and those named by `id`. */
  underWay: z.stringbool("is true or false").default(false),
  id: z
    .union([z.uuid(), z.array(z.uuid()).max(100, "Name at most 100 bundles")])
    .transform((given) => [given].flat())
    .default([]),
});
export type BundlesQuery = z.output<typeof bundlesQuery>;

export const bundleInput = z.object({ bundleId: z.uuid() });

/** Lines to copy into a terminal, and links for programs. */
export type BundleCommands = {
  /** Fetches the zip, or the file of a bundle of one, by eight connections; goes on where it stopped. */
  aria2c: string;
  /** The same by one connection. */
  curl: string;
  /** Fetches the files into their folders, each checked by its md5; null for a bundle of one. */
  aria2cFiles: string | null;
  /** Run after that in the same folder (and, of a zip, after unpacking it there): tells what arrived, which makes the files *verified*. */
  receipts: string;
  /** The ASC MHL manifest. */
  manifestUrl: string;
  /** Metalink 4. */
  metalinkUrl: string;
  /** A URL a line, each of one file. */
  urlListUrl: string;
};
