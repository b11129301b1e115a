import { z } from "zod";
import type { TitleOfMaterial } from "@/lib/materials/types";

/** Text that Postgres can hold: any but the character NUL. */
const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1, "is empty")
    .max(most, `is longer than ${most} characters`)
    .refine((value) => !value.includes("\0"), "has a character that is no text");

/** Where a list that is read from its newest entry on goes on: after this one. */
export const cursor = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z_[0-9a-f-]{36}$/)
  .transform((mark) => ({ at: mark.slice(0, 24), id: mark.slice(25) }))
  .refine(({ at, id }) => !Number.isNaN(Date.parse(at)) && z.uuid().safeParse(id).success)
  .optional()
  .catch(undefined);
export type Cursor = z.output<typeof cursor>;

const day = z.iso.date().optional().catch(undefined);

/** What the page of activity asks for. What makes no sense in an address is left out. */
export const activityQuery = z.object({
  q: text(200).catch(""),
  partner: z.uuid().optional().catch(undefined),
  from: day,
  to: day,
  after: cursor,
});
export type ActivityQuery = z.output<typeof activityQuery>;

export type ActivityRow = {
  id: string;
  startedAt: Date;
  partner: string;
  user: string;
  email: string;
  title: TitleOfMaterial;
  assetType: string;
  version: number;
  /** As it is sent: with the serial, where a copy goes in the version's stead. */
  fileName: string;
  state: "initiated" | "begun" | "completed" | "verified" | "revoked";
  address: string | null;
};

/** To whom a marked copy was given. */
export type Trace = {
  serial: string;
  partner: string;
  version: number;
  fileName: string;
  title: TitleOfMaterial;
  copy: { state: string; createdAt: Date };
  /** Who drew it; null while it waits in the pool. */
  drawn: { user: string; email: string; at: Date } | null;
  takings: { startedAt: Date; state: ActivityRow["state"]; address: string | null }[];
};

/** A pool of copies: those of one version for one partner. */
export type PoolRow = {
  versionId: string;
  partnerId: string;
  partner: string;
  title: TitleOfMaterial;
  assetType: string;
  version: number;
  fileName: string;
  ready: number;
  underWay: number;
  failed: number;
  drawn: number;
  /** Why the last that failed did. */
  reason: string | null;
};

export const poolOf = z.object({ versionId: z.uuid(), partnerId: z.uuid() });

export const jobRun = z.object({ runId: z.uuid() });
