import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "@/db/client";
import { jobQueue, jobRuns, jobSteps, proxyCopies } from "@/db/schema";
import { DomainError } from "@/lib/errors";
import { reopenPreview } from "@/lib/previews/commands";
import { reopenCopies } from "@/lib/proxies/commands";

/**
 * Runs a failed run of the embedded engine again, from its begin: what it had made went when it failed. The copy
 * or preview that it was to make, which bears the failure, is opened again with it.
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
    await reopenSubject(tx, run.event, now);
    await tx
      .update(jobRuns)
      .set({ state: "running", endedAt: null, output: null })
      .where(eq(jobRuns.id, id));
    await tx.delete(jobSteps).where(eq(jobSteps.runId, id));
    await tx.insert(jobQueue).values({ runId: id, stepId: "step", dueAt: now });
    await tx.execute(sql`notify jobs`);
  });
}

/** What the run of an event is to make, where that bears its failure. */
const subject = z.object({
  data: z.object({
    proxyCopyId: z.uuid().optional(),
    previewId: z.uuid().optional(),
  }),
});

async function reopenSubject(tx: Transaction, event: unknown, now: Date) {
  const { proxyCopyId, previewId } = subject.safeParse(event).data?.data ?? {};
  if (proxyCopyId) await reopenCopies(tx, eq(proxyCopies.id, proxyCopyId), now);
  if (previewId) await reopenPreview(tx, previewId, now);
}
