import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "@/db/client";
import { jobQueue, jobRuns, jobSteps, proxyCopies } from "@/db/schema";
import { DomainError } from "@/lib/errors";
import { reopenPreview } from "@/lib/previews/commands";
import { reopenCopies } from "@/lib/proxies/commands";
import { reopenLoudness } from "@/lib/versions/commands";

/**
 * Runs a failed run of the embedded engine again, from its begin and in its turn: every step can run twice. The
 * copy, preview or loudness that it was to make, which bears the failure, is opened again with it.
 * @throws DomainError not_found when there is no such run that failed; not_available when its failure is still
 *   being recorded, or another one of its kind runs, of which there may be only one
 */
export async function retryRun(id: string, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const failed = and(eq(jobRuns.id, id), eq(jobRuns.state, "failed"));
    const [run] = await tx.select().from(jobRuns).where(failed).for("update");
    if (!run) throw new DomainError("not_found");
    await refuseWhileBusy(tx, run);
    await reopenSubject(tx, run.event, now);
    await tx
      .update(jobRuns)
      .set({ state: "running", startedAt: now, endedAt: null, output: null })
      .where(eq(jobRuns.id, id));
    await tx.delete(jobSteps).where(eq(jobSteps.runId, id));
    await tx.insert(jobQueue).values({ runId: id, stepId: "step", dueAt: now });
    await tx.execute(sql`notify jobs`);
  });
}

type Run = typeof jobRuns.$inferSelect;

async function refuseWhileBusy(tx: Transaction, { id, functionId, singletonKey }: Run) {
  const running = eq(jobRuns.state, "running");
  const handler = sql`${jobRuns.event}->'data'->>'run_id' = ${id}`;
  if ((await tx.$count(jobRuns, and(running, handler))) > 0)
    throw new DomainError("not_available", "Its failure is still being recorded; try again soon.");
  if (singletonKey === null) return;
  const like = and(eq(jobRuns.functionId, functionId), eq(jobRuns.singletonKey, singletonKey));
  if ((await tx.$count(jobRuns, and(running, like))) > 0)
    throw new DomainError("not_available", "The same work is being done by a newer run.");
}

/** What is to be made upon an event, where it bears the failure. */
const subject = z.discriminatedUnion("name", [
  z.object({
    name: z.literal("proxy-copy/queued"),
    data: z.object({ proxyCopyId: z.uuid() }),
  }),
  z.object({ name: z.literal("preview/queued"), data: z.object({ previewId: z.uuid() }) }),
  z.object({ name: z.literal("loudness/queued"), data: z.object({ versionId: z.uuid() }) }),
]);

async function reopenSubject(tx: Transaction, event: unknown, now: Date) {
  const { data: known } = subject.safeParse(event);
  if (known?.name === "proxy-copy/queued")
    await reopenCopies(tx, eq(proxyCopies.id, known.data.proxyCopyId), now);
  if (known?.name === "preview/queued") await reopenPreview(tx, known.data.previewId, now);
  if (known?.name === "loudness/queued") await reopenLoudness(tx, known.data.versionId);
}
