import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { proxyCopies } from "@/db/schema";
import { proxyCopyQueued, sendEvents } from "@/inngest/client";
import type { Operator } from "@/lib/auth/types";
import { env } from "@/lib/env";
import { getPool, refillPools } from "@/lib/proxies/pool";
import { whyNone } from "./rules";

type Pool = { versionId: string; partnerId: string };

/**
 * Fills one pool up to the target, and tries again what failed in it.
 * @returns how many copies are begun; and, in words, that or why there are none
 */
export async function refillPool(_: Operator, { versionId, partnerId }: Pool, now: Date) {
  const again = await db
    .update(proxyCopies)
    .set({
      ...{ state: "queued", reason: null, percent: 0, preparedPercent: 0, framesDone: [] },
      ...{ startedAt: null, changedAt: now },
    })
    .where(
      and(
        eq(proxyCopies.versionId, versionId),
        eq(proxyCopies.partnerId, partnerId),
        eq(proxyCopies.state, "failed"),
      ),
    )
    .returning({
      proxyCopyId: proxyCopies.id,
      onDemand: sql<boolean>`${proxyCopies.requestedById} is not null`,
    });
  await sendEvents(...again.map((copy) => proxyCopyQueued.create(copy)));
  const begun = again.length + (await refillPools({ versionId, partnerId }, now));
  if (begun > 0) return { begun, words: `${begun} begun.` };
  const standing = (await getPool({ versionId, partnerId }, now))?.standing ?? null;
  return { begun, words: `None begun: ${whyNone(env.PROXY_POOL_TARGET, standing)}.` };
}
