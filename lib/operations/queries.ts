import "server-only";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { jobQueue, jobRuns } from "@/db/schema";
import { env } from "@/lib/env";
import { objectStore } from "@/lib/storage";

/** Longer than any answer of a part that works. */
const patience = 3000;

/** Anyone may ask, and asking costs a write: so one look serves all who ask within it and a little after. */
const freshFor = 2000;
let latest: { at: number; health: ReturnType<typeof lookAtAll> } | undefined;

/** Whether each part works, as of two seconds ago at most. */
export function getHealth() {
  const now = performance.now();
  if (!latest || now - latest.at > freshFor) latest = { at: now, health: lookAtAll() };
  return latest.health;
}

/** Asks each part, all at once, and waits three seconds at most. */
async function lookAtAll() {
  const [database, objects, jobs] = await Promise.all([
    works(db.execute(sql`select 1 from partners limit 1`)),
    works(objectStore().check()),
    works(askJobsEngine()),
  ]);
  const status = [database, objects, jobs].every((part) => part === "ok") ? "ok" : "failed";
  return { status, database, objects, jobs } as const;
}

/** Asks the engine whether it can run our functions; every Inngest server answers at /health. */
async function askJobsEngine() {
  const server =
    env.INNGEST_BASE_URL ?? (/^https?:/.test(env.INNGEST_DEV ?? "") && env.INNGEST_DEV);
  // Inngest Cloud looks after itself.
  if (!server) return;
  const answer = await fetch(new URL("/health", server), { signal: AbortSignal.timeout(patience) });
  if (!answer.ok) throw new Error(`the jobs' engine: ${answer.status} ${await answer.text()}`);
}

async function works(answer: PromiseLike<unknown>): Promise<"ok" | "failed"> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`no answer for ${patience} ms`)), patience).unref();
  });
  try {
    await Promise.race([answer, late]);
    return "ok";
  } catch (error) {
    console.error("health:", error);
    return "failed";
  }
}

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

/**
 * Runs in a state, newest first; none where another engine runs the jobs.
 * @param before only runs that started before then, for the next page
 */
export async function listRuns(
  state: JobRun["state"],
  { limit = 100, before }: { limit?: number; before?: Date } = {},
): Promise<JobRun[]> {
  return db
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
    .where(and(eq(jobRuns.state, state), before && lt(jobRuns.startedAt, before)))
    .groupBy(jobRuns.id)
    .orderBy(desc(jobRuns.startedAt), desc(jobRuns.id))
    .limit(limit);
}
