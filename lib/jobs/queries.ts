import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { jobQueue, jobRuns } from "@/db/schema";
import { olderThan, type Page, pageOf } from "@/lib/lists";
import type { Cursor } from "@/lib/operations/types";
import { subjectsOf } from "./subjects";
import type { JobRun } from "./types";

const RUNS_A_PAGE = 100;

/** Runs in a state, newest first; none where another engine runs the jobs. */
export async function listRuns(
  state: JobRun["state"],
  after?: Cursor,
  limit = RUNS_A_PAGE,
): Promise<Page<JobRun>> {
  const rows = await db
    .select({
      id: jobRuns.id,
      functionId: jobRuns.functionId,
      event: sql<string>`${jobRuns.event}->>'name'`,
      state: jobRuns.state,
      reason: sql<
        string | null
      >`case when ${jobRuns.state} = 'failed' then ${jobRuns.output}->>'message' end`,
      failedAttempts: sql<number>`coalesce(max(${jobQueue.attempt}), 0)::int`,
      dueAt: sql<Date | null>`min(${jobQueue.dueAt})`.mapWith(jobQueue.dueAt),
      startedAt: jobRuns.startedAt,
      endedAt: jobRuns.endedAt,
    })
    .from(jobRuns)
    .leftJoin(jobQueue, eq(jobQueue.runId, jobRuns.id))
    .where(and(eq(jobRuns.state, state), olderThan(after, jobRuns.startedAt, jobRuns.id)))
    .groupBy(jobRuns.id)
    .orderBy(desc(jobRuns.startedAt), desc(jobRuns.id))
    .limit(limit + 1);
  const page = pageOf(rows, limit, ({ startedAt, id }) => ({ at: startedAt, id }));
  const subjects = await subjectsOf(page.rows.map(({ id }) => id));
  return {
    ...page,
    rows: page.rows.map((run) => ({ ...run, subject: subjects.get(run.id) ?? null })),
  };
}
