import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { jobQueue, jobRuns, jobSteps } from "@/db/schema";
import { DomainError } from "@/lib/errors";

/**
 * Has a failed run of the embedded engine go on: the steps that it has finished stand, those that failed are
 * tried anew.
 * @throws DomainError not_found when there is no such run that failed; not_available when another one of its
 *   kind runs, of which there may be only one
 */
export async function retryRun(id: string, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const failed = and(eq(jobRuns.id, id), eq(jobRuns.state, "failed"));
    const [run] = await tx.select().from(jobRuns).where(failed).for("update");
    if (!run) throw new DomainError("not_found");
    const { functionId, singletonKey } = run;
    if (singletonKey !== null) {
      const running = and(
        eq(jobRuns.functionId, functionId),
        eq(jobRuns.singletonKey, singletonKey),
        eq(jobRuns.state, "running"),
      );
      if ((await tx.$count(jobRuns, running)) > 0)
        throw new DomainError("not_available", "The same work is being done by a newer run.");
    }
    await tx
      .update(jobRuns)
      .set({ state: "running", endedAt: null, output: null })
      .where(eq(jobRuns.id, id));
    // What was planned beside the step that failed begins anew too.
    await tx
      .delete(jobSteps)
      .where(and(eq(jobSteps.runId, id), sql`(result is null or result ? 'error')`));
    await tx.insert(jobQueue).values({ runId: id, stepId: "step", dueAt: now });
    await tx.execute(sql`notify jobs`);
  });
}
