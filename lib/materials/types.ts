import { z } from "zod";

export const mediaKinds = ["video", "audio", "text", "image"] as const;
export type MediaKind = (typeof mediaKinds)[number];

export type QcStatus = "QC Pending" | "Ready for Mix";
/** Of a review; none where it only says that another one is awaited. */
export type QcResult = "passed" | "failed";
export type NewlyAdded = "new" | "updated";

/**
 * Whether a user can take a material's current version now.
 * `not_available`: of a watermarked type, with no copy for this user yet; `none`: nothing was delivered.
 */
export type Availability = "available" | "not_available" | "processing" | "failed" | "none";

/** What a copy that is being made waits for: its turn, the picture that all copies are made from, itself. */
export type CopyStage = "waiting" | "preparing" | "encoding";

export type DownloadState = "initiated" | "downloading" | "completed" | "verified";

/** Lower-case hexadecimal. */
export type Checksums = { md5: string; xxh64: string; crc32: string };

/** One row of the asset list, as `GET /api/materials` answers it. Instants are ISO 8601 in UTC. */
export type MaterialRow = {
  id: string;
  title: TitleOfMaterial;
  assetType: { code: string; name: string };
  variant: string | null;
  language: string | null;
  version: number | null;
  /** As supplied. */
  fileName: string | null;
  bytes: number | null;
  /** Of video and audio. */
  durationSeconds: number | null;
  checksums: Checksums | null;
  qcStatus: QcStatus | null;
  /** The last review of the current version; null before the first, and where QC does not apply. */
  qcReview: { result: QcResult | null; at: string } | null;
  newlyAdded: NewlyAdded | null;
  downloaded: { state: DownloadState; percent: number | null; since: string } | null;
  availability: Availability;
  /** How the making of the user's own copy goes, or why it failed. */
  proxy: {
    percent: number | null;
    /** What its making waits for; null unless it is being made. */
    stage: CopyStage | null;
    reason: string | null;
    secondsLeft: number | null;
  } | null;
  deliveredOn: string | null;
  /** References of the chosen source requests that need it. */
  requests: string[];
};

/** A row as the page's list holds it: 28 bytes of checksums each would be most of what 10,000 rows weigh. */
export type ListedMaterial = Omit<MaterialRow, "checksums">;

export type TitleOfMaterial = {
  reference: string;
  name: string;
  /** `S02E04` or `S02`; null for a film or a series. */
  episode: string | null;
};

/** An asset type that the chosen requests' kinds name, with or without materials. */
export type AssetTypeOfRequests = {
  code: string;
  name: string;
  mediaKind: MediaKind;
};

export const materialId = z.uuid();

/** What `POST /api/qc` takes. "QC Pending" without a result says that another review is awaited. */
export const qcReviewInput = z
  .object({
    materialId: z.uuid("is not the id of a material"),
    status: z.enum(["QC Pending", "Ready for Mix"]),
    result: z.enum(["passed", "failed"]).optional(),
    note: z
      .string()
      .trim()
      .max(2000, "is longer than 2,000 characters")
      .refine((note) => !note.includes("\0"), "has a character that is no text")
      .optional(),
  })
  .superRefine(({ status, result }, context) => {
    const wrong = status === "Ready for Mix" ? result === "failed" : result === "passed";
    if (wrong)
      context.addIssue({ code: "custom", path: ["result"], message: `is not that of ${status}` });
  });
export type QcReviewInput = z.output<typeof qcReviewInput>;

/** The instant of a page's last answer, as that answer gave it. */
export const changesSince = z.object({
  since: z.iso
    .datetime("is not an instant like 2026-01-31T12:00:00.000Z")
    .transform((text) => new Date(text))
    // Postgres has no year 0, and no page is that old.
    .refine((since) => since.getTime() > 0, "is before this was made"),
});

/** What `GET /api/materials/changes` answers. */
export type MaterialChanges = {
  /** ISO 8601; the next `since`. */
  now: string;
  /** Stands for the chosen requests as they are, and whose materials can be seen: another one, and all is to be read anew. */
  live: string;
  /** Rows that may have changed, and new ones. */
  changed: MaterialRow[];
};

/** A group at the left of the asset list. */
export type MaterialGroup = "downloaded" | "new" | "available" | "all";

/** A column of the asset list. */
export type ColumnId =
  | "title"
  | "fileName"
  | "qcStatus"
  | "newlyAdded"
  | "downloaded"
  | "deliveredOn"
  | "version"
  | "variant"
  | "language"
  | "size"
  | "duration"
  | "requests";

/**
 * What a column lets through: entries that have every word of `text`, and whose value is kept.
 * `drop` keeps every value that is not named, also one that only comes up later.
 */
export type ColumnFilter = { text: string; values: { keep: string[] } | { drop: string[] } };

/** The page's form: an outcome says status and result together. */
export const qcOutcomeInput = z
  .object({
    materialId: z.uuid(),
    outcome: z.enum(["passed", "failed", "pending"]),
    note: qcReviewInput.shape.note,
  })
  .transform(({ materialId, outcome, note }) => ({
    ...{ materialId, note },
    status: outcome === "passed" ? ("Ready for Mix" as const) : ("QC Pending" as const),
    ...(outcome !== "pending" && { result: outcome }),
  }));
