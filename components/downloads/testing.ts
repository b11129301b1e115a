import type { BundleRow } from "@/lib/bundles/types";

/** A bundle of one file of 1 MB of which nothing was sent. */
export const aRow = (row: Partial<BundleRow> = {}): BundleRow => ({
  ...{ id: "bundle", fileName: "Glass 2026-03-01 000000.zip", name: "glass.wav" },
  ...{ bytes: 1_001_000, files: 1, fileBytes: 1_000_000, sentBytes: 0, percent: 0 },
  ...{ state: "initiated", completedFiles: 0, verifiedFiles: 0, refused: null, file: null },
  ...{ startedAt: "2026-03-01T00:00:00Z", expiresAt: "2026-03-08T00:00:00Z" },
  links: { url: "u", manifestUrl: "m", metalinkUrl: "l" },
  ...row,
});
