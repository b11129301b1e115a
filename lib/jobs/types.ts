import { z } from "zod";
import { cursor } from "@/lib/operations/types";

/** A run of the embedded engine, as operators see it. */
export type JobRun = {
  id: string;
  functionId: string;
  /** What started it. */
  event: string;
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
