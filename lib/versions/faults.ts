import "server-only";
import { and, desc, eq, gte, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "@/db/client";
import { materials, proxyCopies, storeFaults, titleNames, versions } from "@/db/schema";
import type { Operator } from "@/lib/auth/types";
import { sentFileName } from "@/lib/proxies/rules";
import { episodeLabel } from "@/lib/source-requests/rules";
import type { StoreFault } from "@/lib/storage/recorded";

// Objects of which the store has not what was recorded: noticed where they are sent, shown to operators.

/** Writes a fault down, where operators see it. It fails in the log only: whoever noticed it is in the middle of sending. */
export function keepFault({ objectKey, fault }: StoreFault): void {
  const now = new Date();
  db.insert(storeFaults)
    .values({ objectKey, fault, firstSeenAt: now, lastSeenAt: now })
    .onConflictDoUpdate({ target: storeFaults.objectKey, set: { fault, lastSeenAt: now } })
    .catch((error: unknown) =>
      console.error(`storage: not kept that ${objectKey} ${fault}:`, error),
    );
}

/** For so long after a fault was seen no part of its object is sent by itself, in milliseconds. */
const PARTS_REFUSED = 86_400_000;

/**
 * Whether the store had not what was recorded of the object a short while ago. What is fetched in parts can't be checked:
 * who goes on where a spoiled file was cut off would take it for a whole one.
 */
export async function wasFaulty(objectKey: string, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - PARTS_REFUSED);
  const seen = and(eq(storeFaults.objectKey, objectKey), gte(storeFaults.lastSeenAt, since));
  return (await db.$count(storeFaults, seen)) > 0;
}

/** For so many days a fault is shown that was not seen again: it may have been mended. */
const SHOWN_DAYS = 30;
const MOST_SHOWN = 100;

/** What is wrong with which files that are current, or copies of such, the latest seen first. */
export async function listFaults(_: Operator, now: Date) {
  const since = new Date(now.getTime() - SHOWN_DAYS * 86_400_000);
  const asDelivered = alias(versions, "as_delivered");
  const rows = await db
    .select({
      objectKey: storeFaults.objectKey,
      fault: storeFaults.fault,
      lastSeenAt: storeFaults.lastSeenAt,
      supplied: versions.fileName,
      serial: proxyCopies.serial,
      version: versions.number,
      reference: titleNames.reference,
      name: titleNames.name,
      season: titleNames.season,
      episode: titleNames.episode,
    })
    .from(storeFaults)
    .leftJoin(asDelivered, eq(asDelivered.objectKey, storeFaults.objectKey))
    .leftJoin(proxyCopies, eq(proxyCopies.objectKey, storeFaults.objectKey))
    .innerJoin(
      versions,
      eq(versions.id, sql`coalesce(${asDelivered.id}, ${proxyCopies.versionId})`),
    )
    .innerJoin(materials, eq(materials.currentVersionId, versions.id))
    .innerJoin(titleNames, eq(titleNames.titleId, materials.titleId))
    .where(gte(storeFaults.lastSeenAt, since))
    .orderBy(desc(storeFaults.lastSeenAt), storeFaults.objectKey)
    .limit(MOST_SHOWN);
  return rows.map(({ supplied, serial, reference, name, season, episode, ...row }) => ({
    ...row,
    fileName: sentFileName(supplied, serial),
    title: { reference, name, episode: episodeLabel(season, episode) },
  }));
}
