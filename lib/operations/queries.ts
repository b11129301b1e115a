import "server-only";
import { and, count, eq, gte, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { deliveries, downloads, jobRuns, proxyCopies, sourceRequests, versions } from "@/db/schema";
import type { Operator } from "@/lib/auth/types";
import { env } from "@/lib/env";
import { isCurrent } from "@/lib/qc/queries";
import { objectStore } from "@/lib/storage";
import { COUNTED_TO } from "./types";

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

/** What stands open, and what went wrong. */
export async function getOverview(_: Operator, now: Date) {
  const weekAgo = new Date(now.getTime() - 7 * 86_400_000);
  const of = (state: "receiving" | "rejected") => eq(deliveries.state, state);
  const [requests, receiving, rejected, qcPending, failedCopies, failedJobs, taken] =
    await Promise.all([
      db.$count(sourceRequests, eq(sourceRequests.status, "open")),
      db.$count(deliveries, of("receiving")),
      db.$count(deliveries, and(of("rejected"), gte(deliveries.startedAt, weekAgo))),
      countPending(),
      db.$count(proxyCopies, eq(proxyCopies.state, "failed")),
      db.$count(jobRuns, eq(jobRuns.state, "failed")),
      db.$count(downloads, gte(downloads.startedAt, weekAgo)),
    ]);
  return { requests, receiving, rejected, qcPending, failedCopies, failedJobs, taken };
}

/** Materials that await QC, no further than is worth knowing: of hundreds of thousands each would be looked up. */
async function countPending(): Promise<number> {
  const pending = db
    .select({ id: versions.id })
    .from(versions)
    .where(and(eq(versions.qcStatus, "QC Pending"), isCurrent))
    .limit(COUNTED_TO + 1)
    .as("pending");
  const [row] = await db.select({ count: count() }).from(pending);
  return row?.count ?? 0;
}
