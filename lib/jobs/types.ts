import { z } from "zod";
import type { TitleOfMaterial } from "@/lib/materials/types";
import { cursor } from "@/lib/operations/types";

/** What a run works on. */
export type JobSubject = {
  title: TitleOfMaterial;
  file: { fileName: string; version: number } | null;
  /** The reference of the source request that started it. */
  request: string | null;
  /** For whom: the partner, and of them the user who asked for it. */
  partner: string | null;
  user: string | null;
};

/** A run of the embedded engine, as operators see it. */
export type JobRun = {
  id: string;
  functionId: string;
  /** What started it. */
  event: string;
  /** Null of what is about no one file, such as a sweep, and of what is gone since. */
  subject: JobSubject | null;
  state: "running" | "completed" | "failed" | "cancelled";
  /** Why it failed. */
  reason: string | null;
  /** How often the step that it is at has failed so far. */
  failedAttempts: number;
  /** When it goes on: past while it runs or waits for its turn. */
  dueAt: Date | null;
  startedAt: Date;
  endedAt: Date | null;
};

export const jobRun = z.object({ runId: z.uuid() });

/** What the page's address asks for; what makes no sense in it is left out. */
export const jobsQuery = z.object({ after: cursor });
