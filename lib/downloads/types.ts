import { z } from "zod";
import { materialId } from "@/lib/materials/types";

/** What one request may name: 10,000 materials. */
export const startDownloadsInput = z.object({
  materialIds: z
    .array(materialId)
    .min(1, "Name at least one material")
    .max(10_000, "Name at most 10,000 materials"),
});

/** A download that was recorded and can be taken at its link. */
export type StartedFile = {
  downloadId: string;
  materialId: string;
  version: number;
  /** As supplied. */
  fileName: string;
  bytes: number;
  /** Lower-case hexadecimal. */
  md5: string;
  /** Absolute and signed; needs no cookie. */
  url: string;
};
