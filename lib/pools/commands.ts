import "server-only";
import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { proxyCopies } from "@/db/schema";
import { proxyCopyQueued, sendEvents } from "@/inngest/client";
import type { Operator } from "@/lib/auth/types";
import { env } from "@/lib/env";
import { reopenCopies } from "@/lib/proxies/commands";
import { getPool, refillPools } from "@/lib/proxies/pool";
import { whyNone } from "./rules";

type Pool = { versionId: string; partnerId: string };

/**
 * Fills one pool up to the target, and tries again what failed in it.
 * @returns how many copies are begun; and, in words, that or why there are none
 */
export async function refillPool(_: Operator, { versionId, partnerId }: Pool, now: Date) {
  const inPool = and(eq(proxyCopies.versionId, versionId), eq(proxyCopies.partnerId, partnerId));
  const again = await db.transaction((tx) => reopenCopies(tx, inPool, now));
  await sendEvents(...again.map((copy) => proxyCopyQueued.create(copy)));
  const begun = again.length + (await refillPools({ versionId, partnerId }, now));
  if (begun > 0) return { begun, words: `${begun} begun.` };
  const standing = (await getPool({ versionId, partnerId }, now))?.standing ?? null;
  return { begun, words: `None begun: ${whyNone(env.PROXY_POOL_TARGET, standing)}.` };
}
