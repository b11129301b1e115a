import { z } from "zod";
import type { Checksums, MediaKind, QcStatus } from "@/lib/materials/types";
import type { Probe } from "@/lib/media/types";

/** What `GET /api/materials/{id}` answers: all that is known of one material, as of its current version. */
export type MaterialDetails = {
  id: string;
  mediaKind: MediaKind;
  /** A partner user gets a copy made for them, never the file as delivered. */
  watermarked: boolean;
  /** Null when nothing was delivered. */
  version: VersionDetails | null;
  /** Live source requests of the viewer's that need it, whether chosen or not; the one due first stands first. */
  requests: NeedingRequest[];
};

export type VersionDetails = {
  number: number;
  /** As supplied. */
  fileName: string;
  /** As `checksums`: of a watermarked type those of the user's own copy once there is one, else null. */
  bytes: number | null;
  checksums: Checksums | null;
  /** Null when the file was not probed, or by a probe whose words are no longer understood. */
  probe: Probe | null;
  /** ISO 8601. */
  deliveredOn: string;
  /** The display name. */
  deliveredBy: string;
  note: string | null;
};

export type NeedingRequest = {
  reference: string;
  kind: string;
  /** BCP 47. */
  language: string;
  /** YYYY-MM-DD */
  dueOn: string;
};

/** What `GET /api/materials/{id}/versions` answers. Instants are ISO 8601 in UTC. */
export type UpdateHistory = {
  /** Newest first. */
  versions: VersionOfMaterial[];
  /** The newest version that the viewer took, and when they last took any; null when none. */
  taken: { version: number; at: string } | null;
};

export type VersionOfMaterial = VersionMeasures & {
  version: number;
  current: boolean;
  /** As supplied. */
  fileName: string;
  deliveredOn: string;
  /** The display name. */
  deliveredBy: string;
  note: string | null;
  /** Newest first; empty where QC does not apply. */
  qc: QcEvent[];
};

/** What of two versions is compared. */
export type VersionMeasures = {
  /** As delivered. */
  bytes: number;
  durationSeconds: number | null;
  frameRate: { numerator: number; denominator: number } | null;
  /** Integrated, ITU-R BS.1770. */
  loudnessLufs: number | null;
};

export type QcEvent = {
  status: QcStatus;
  /** Null while no review has taken place. */
  result: "passed" | "failed" | null;
  note: string | null;
  /** The display name. */
  by: string;
  at: string;
};

/** Of a probe, leniently: what a history compares. */
export const measuresOfProbe = z
  .object({
    durationSeconds: z.number().nullable().catch(null),
    frameRate: z.object({ numerator: z.number(), denominator: z.number() }).nullable().catch(null),
    integratedLoudnessLufs: z.number().nullable().catch(null),
  })
  .catch({ durationSeconds: null, frameRate: null, integratedLoudnessLufs: null });
