import { z } from "zod";
import type { DownloadState } from "@/lib/materials/types";
import { materialId } from "@/lib/materials/types";
import { reference } from "@/lib/source-requests/types";

/** What one request may name: 10,000 materials. */
export const startDownloadsInput = z.object({
  materialIds: z
    .array(materialId)
    .min(1, "Name at least one material")
    .max(10_000, "Name at most 10,000 materials"),
});

/** A receiver's word for what they have. */
export const receiptInput = z
  .object({
    md5: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[0-9a-f]{32}$/, "is 32 hexadecimal digits")
      .optional(),
    xxh64: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[0-9a-f]{16}$/, "is 16 hexadecimal digits")
      .optional(),
  })
  .refine(({ md5, xxh64 }) => md5 ?? xxh64, "Give the md5 or the xxh64 of the file");
export type Receipt = z.output<typeof receiptInput>;

/** One taking of a version by anyone of the partner. */
export type DownloadOfMaterial = {
  downloadId: string;
  /** The display name. */
  user: string;
  mine: boolean;
  version: number;
  /** ISO 8601. */
  startedAt: string;
  state: DownloadState;
  /** How much of it was sent, 0 to 100. */
  percent: number;
};

/** What `GET /api/materials/{id}/downloads` answers. */
export type DownloadHistory = {
  /** One page of them, newest first. */
  downloads: DownloadOfMaterial[];
  total: number;
  /** Numbers of the versions that the viewer took, newest first, whatever is asked for. */
  taken: number[];
};

/** What `GET /api/materials/{id}/downloads` is asked for. */
export const downloadHistoryQuery = z.object({
  mine: z.stringbool("is true or false").default(false),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
});
export type DownloadHistoryQuery = z.output<typeof downloadHistoryQuery>;

/** A file whose current version is newer than the one that the user took last. */
export type ChangedMaterial = {
  materialId: string;
  title: { reference: string; name: string; episode: string | null };
  assetType: { code: string; name: string };
  /** Of the current version, as supplied. */
  fileName: string;
  version: number;
  /** The newest that the user took. */
  takenVersion: number;
  /** ISO 8601. */
  deliveredOn: string;
  /** References of the source requests that need it. */
  requests: string[];
};

/** Narrows what changed to the materials of some source requests; all of the user's without. */
export const changedQuery = z.object({
  request: z
    .union([reference, z.array(reference).max(200, "Name at most 200 source requests")])
    .transform((given) => [given].flat())
    .optional(),
});
