import "server-only";
import { eventType, Inngest } from "inngest";
import { z } from "zod";

/** The app as its jobs' engine knows it. Which engine, and with which keys, the SDK reads from `INNGEST_*`. */
export const inngest = new Inngest({ id: "turnover" });

/** A version was delivered: its preview is to be made, and of a watermarked type its mezzanine and pools. */
export const versionDelivered = eventType("version/delivered", {
  schema: z.object({ versionId: z.uuid() }),
});

/** A partner was given a source request: pools and previews of what it lets them see are to be filled. */
export const sourceRequestAssigned = eventType("source-request/assigned", {
  schema: z.object({ sourceRequestId: z.uuid() }),
});

/** A copy left the pool of a version for a partner, or the pool's target changed: it is to be filled up. */
export const proxyPoolLowered = eventType("proxy-pool/lowered", {
  schema: z.object({ versionId: z.uuid(), partnerId: z.uuid() }),
});

/** A queued copy is to be encoded. `onDemand` when a user waits for it: such go before the pool's. */
export const proxyCopyQueued = eventType("proxy-copy/queued", {
  schema: z.object({ proxyCopyId: z.uuid(), onDemand: z.boolean() }),
});

/** Nobody wants the copy any more: what encodes it stops. */
export const proxyCopyCancelled = eventType("proxy-copy/cancelled", {
  schema: z.object({ proxyCopyId: z.uuid() }),
});

/** A copy that a user waited for is ready, and they are to be told. */
export const proxyCopyReady = eventType("proxy-copy/ready", {
  schema: z.object({ proxyCopyId: z.uuid(), userId: z.uuid() }),
});

/** A preview that is not there yet is to be made. */
export const previewQueued = eventType("preview/queued", {
  schema: z.object({ previewId: z.uuid() }),
});

/** The loudness of a delivered sound is to be measured, which no delivery waits for. */
export const loudnessQueued = eventType("loudness/queued", {
  schema: z.object({ versionId: z.uuid() }),
});

type AnyEvent = ReturnType<
  | typeof versionDelivered.create
  | typeof sourceRequestAssigned.create
  | typeof proxyPoolLowered.create
  | typeof proxyCopyQueued.create
  | typeof proxyCopyCancelled.create
  | typeof proxyCopyReady.create
  | typeof previewQueued.create
  | typeof loudnessQueued.create
>;

/**
 * Tells the engine what has happened; called after the commit. An engine that can't be reached costs nothing
 * but time, since `sweep-lost-work` finds what stands in the tables and was never begun: so this never throws.
 */
export async function sendEvents(...events: AnyEvent[]): Promise<void> {
  if (events.length === 0) return;
  try {
    await inngest.send(events);
  } catch (error) {
    console.error(`${events.length} events were not taken by the jobs' engine:`, error);
  }
}
