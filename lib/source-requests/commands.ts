import "server-only";
import { and, inArray, lt } from "drizzle-orm";
import { v7 } from "uuid";
import { db } from "@/db/client";
import { selections, sourceRequests } from "@/db/schema";
import type { PartnerUser } from "@/lib/auth/types";
import { DomainError } from "@/lib/errors";
import { ownSourceRequests } from "@/lib/materials/visibility";

/**
 * Keeps a choice of source requests under an id that a colleague can open.
 * @param references 1 to 1,000, each once
 * @throws DomainError not_found when any of them can't be seen; nothing is kept then
 */
export async function keepSelection(user: PartnerUser, references: string[], now: Date) {
  const seen = await db.$count(
    sourceRequests,
    and(inArray(sourceRequests.reference, references), ownSourceRequests(user)),
  );
  if (seen !== references.length) throw new DomainError("not_found");
  const id = v7();
  await db.insert(selections).values({
    id,
    userId: user.id,
    partnerId: user.partnerId,
    requests: references,
    createdAt: now,
  });
  return { id, url: `/materials?selection=${id}` };
}

/** How long a link to a choice of source requests leads anywhere, in days. */
const SELECTIONS_KEPT_DAYS = 180;

/** Removes what was chosen half a year ago. @returns how many */
export async function removeOldSelections(now: Date): Promise<number> {
  const old = new Date(now.getTime() - SELECTIONS_KEPT_DAYS * 86_400_000);
  const { rowCount } = await db.delete(selections).where(lt(selections.createdAt, old));
  return rowCount ?? 0;
}
