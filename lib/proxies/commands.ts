import "server-only";
import { randomBytes } from "node:crypto";
import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { db, type Transaction } from "@/db/client";
import { prepared } from "@/db/prepared";
import { assetTypes, materials, proxyCopies, users, versions } from "@/db/schema";
import {
  proxyCopyCancelled,
  proxyCopyQueued,
  proxyPoolLowered,
  sendEvents,
} from "@/inngest/client";
import type { PartnerUser } from "@/lib/auth/types";
import { DomainError } from "@/lib/errors";
import { visibleMaterials } from "@/lib/materials/visibility";
import { drawCopies } from "./drawing";
import { bestCopyFirst, isOwnCopy, progressOf } from "./queries";
import { copiesFault } from "./rules";
import type { CopyFile, ProxyCopyStatus } from "./types";

type Event = Parameters<typeof sendEvents>[number];

export type ClaimedCopies = {
  /** By version: the user's own copy, which can be sent. */
  ready: Map<string, CopyFile>;
  /** By version: the copy that is being made for the user. */
  processing: Map<string, string>;
  /** To be sent once the transaction has committed. */
  events: Event[];
};

/**
 * Gives the user a copy of each version: the one that they have, else one drawn from their partner's pool, else
 * one that is made for them from now on. Asking again gives the same; a failed one starts again.
 * @param versionIds current versions of watermarked types that the user sees
 * @throws DomainError too_many when more would be made for the user at once than may be
 */
export async function claimCopies(
  tx: Transaction,
  user: PartnerUser,
  versionIds: string[],
  now: Date,
): Promise<ClaimedCopies> {
  const claimed: ClaimedCopies = { ready: new Map(), processing: new Map(), events: [] };
  if (versionIds.length === 0) return claimed;
  // One claim of a user at a time: two tabs that ask at once get the same copy.
  await lockUser(tx, { user: user.id });
  const { partnerId } = user;
  for (const { versionId, copyId, state, fromPool, file } of await drawCopies(
    tx,
    user,
    versionIds,
    now,
  )) {
    if (state === "ready")
      claimed.ready.set(versionId, { ...file, proxyCopyId: copyId } as CopyFile);
    else claimed.processing.set(versionId, copyId);
    if (fromPool) claimed.events.push(proxyPoolLowered.create({ versionId, partnerId }));
  }
  const lacking = versionIds.filter((id) => !claimed.ready.has(id) && !claimed.processing.has(id));
  for (const { id, versionId } of await queueCopies(tx, user, lacking, now)) {
    claimed.processing.set(versionId, id);
    claimed.events.push(proxyCopyQueued.create({ proxyCopyId: id, onDemand: true }));
  }
  return claimed;
}

const lockUser = prepared<object>(
  "lock user",
  sql`select from ${users} where id = ${sql.placeholder("user")} for no key update`,
);

function ownCopiesOf(tx: Transaction, user: PartnerUser, versionIds: string[]) {
  return tx
    .selectDistinctOn([proxyCopies.versionId], copyColumns)
    .from(proxyCopies)
    .where(
      and(sql`${proxyCopies.versionId} = any(${sql.param(versionIds)}::uuid[])`, isOwnCopy(user)),
    )
    .orderBy(asc(proxyCopies.versionId), ...bestCopyFirst);
}

const copyColumns = {
  id: proxyCopies.id,
  versionId: proxyCopies.versionId,
  state: proxyCopies.state,
  percent: proxyCopies.percent,
  reason: proxyCopies.reason,
  startedAt: proxyCopies.startedAt,
};

/**
 * Starts a copy for the user of each version; the user's failed ones start again.
 * @throws DomainError too_many
 */
async function queueCopies(tx: Transaction, user: PartnerUser, versionIds: string[], now: Date) {
  if (versionIds.length === 0) return [];
  await refuseTooMany(tx, user, versionIds.length);
  const at = now.toISOString();
  const column = <T>(value: (versionId: string) => T) => sql.param(versionIds.map(value));
  const { rows } = await tx.execute<{ id: string; version_id: string }>(sql`
    insert into ${proxyCopies} (id, version_id, partner_id, serial, requested_by_id, created_at, changed_at)
    select id, version_id, ${user.partnerId}, serial, ${user.id}, ${at}, ${at}
    from unnest(${column(() => v7())}::uuid[], ${column((id) => id)}::uuid[], ${column(newSerial)}::bigint[])
      as wanted (id, version_id, serial)
    on conflict (requested_by_id, version_id)
      where requested_by_id is not null and state in ('queued', 'encoding', 'ready', 'failed')
    do update set state = 'queued', reason = null, percent = 0, prepared_percent = 0, frames_done = '{}', started_at = null, changed_at = ${at}
    returning id, version_id`);
  return rows.map((row) => ({ id: row.id, versionId: row.version_id }));
}

/** A claim of the user's is one at a time, so that none comes in between. */
async function refuseTooMany(tx: Transaction, user: PartnerUser, more: number) {
  const beingMade = await tx.$count(
    proxyCopies,
    and(eq(proxyCopies.requestedById, user.id), inArray(proxyCopies.state, ["queued", "encoding"])),
  );
  const fault = copiesFault(beingMade, more);
  if (fault) throw new DomainError("too_many", fault);
}

/** 48 bits that say nothing: neither how many copies there are nor whose this one is. */
export const newSerial = (): number => randomBytes(6).readUIntBE(0, 6);

/**
 * The blue button: sees to it that the user has, or will have, a copy of the material's current version.
 * @throws DomainError not_found when it can't be seen; nothing_delivered; bad_request for a type that is
 *   sent as delivered; too_many
 */
export async function requestProxy(
  user: PartnerUser,
  materialId: string,
  now: Date,
): Promise<ProxyCopyStatus> {
  const { events, copy } = await db.transaction(async (tx) => {
    const versionId = await currentVersionOf(tx, user, materialId, now);
    const { events } = await claimCopies(tx, user, [versionId], now);
    const [copy] = await ownCopiesOf(tx, user, [versionId]);
    if (!copy) throw new Error(`the copy of version ${versionId} is gone`);
    return { events, copy };
  });
  await sendEvents(...events);
  const { state, percent } = progressOf(copy, now);
  return { proxyCopyId: copy.id, materialId, state, percent, reason: copy.reason };
}

/**
 * Stops the making of the user's own copy of the material's current version; there is nothing to stop when it
 * is ready, has failed, or was never asked for.
 * @throws as requestProxy
 */
export async function cancelProxy(user: PartnerUser, materialId: string, now: Date): Promise<void> {
  const cancelled = await db.transaction(async (tx) => {
    const versionId = await currentVersionOf(tx, user, materialId, now);
    return tx
      .update(proxyCopies)
      .set({ state: "cancelled", changedAt: now })
      .where(
        and(
          eq(proxyCopies.versionId, versionId),
          eq(proxyCopies.requestedById, user.id),
          inArray(proxyCopies.state, ["queued", "encoding"]),
        ),
      )
      .returning({ id: proxyCopies.id });
  });
  await sendEvents(...cancelled.map(({ id }) => proxyCopyCancelled.create({ proxyCopyId: id })));
}

/**
 * Has failed copies made after all; to be followed by their events, or by the runs that failed.
 * @param which of the failed ones
 */
export const reopenCopies = (tx: Transaction, which: SQL | undefined, now: Date) =>
  tx
    .update(proxyCopies)
    .set({
      ...{ state: "queued", reason: null, percent: 0, preparedPercent: 0, framesDone: [] },
      ...{ startedAt: null, changedAt: now },
    })
    .where(and(which, eq(proxyCopies.state, "failed")))
    .returning({
      proxyCopyId: proxyCopies.id,
      onDemand: sql<boolean>`${proxyCopies.requestedById} is not null`,
    });

/** Locked against a delivery, so that it stays current until the transaction ends. */
async function currentVersionOf(tx: Transaction, user: PartnerUser, materialId: string, now: Date) {
  const [material] = await tx
    .select({ id: materials.id })
    .from(materials)
    .where(and(eq(materials.id, materialId), visibleMaterials(user, now)))
    .for("share", { of: materials });
  if (!material) throw new DomainError("not_found");
  const [current] = await tx
    .select({ versionId: versions.id, watermarked: assetTypes.watermarked })
    .from(materials)
    .innerJoin(versions, eq(versions.id, materials.currentVersionId))
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .where(eq(materials.id, materialId));
  if (!current) throw new DomainError("nothing_delivered", "Nothing was delivered yet.");
  if (!current.watermarked)
    throw new DomainError(
      "bad_request",
      "materialId: this asset type is sent as it was delivered; download it.",
    );
  return current.versionId;
}
