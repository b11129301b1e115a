import "server-only";
import { createReadStream } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { withLock } from "@/db/locks";
import { assetTypes, materials, partners, proxyCopies, titles, versions } from "@/db/schema";
import { env } from "@/lib/env";
import { checksumsOf } from "@/lib/media/checksums";
import { type Chunk, planChunks } from "@/lib/media/chunks";
import { encodeChunk, joinChunks } from "@/lib/media/encode";
import { makeMezzanine } from "@/lib/media/mezzanine";
import type { Mezzanine } from "@/lib/media/types";
import { openMezzanine } from "@/lib/media/verify";
import { makeWatermark } from "@/lib/media/watermark";
import { objectStore } from "@/lib/storage";
import { withLocalFile } from "@/lib/storage/local-file";
import { withWorkFolder } from "@/lib/storage/work-folder";
import { progressOfMezzanine, progressOfPiece } from "./progress";
import { piecesWanted, serialText } from "./rules";

// The steps in which a copy comes to be. Each can run again, also beside itself: what stands already is left.

/** What every copy of a version is encoded from; beside the version for as long as that is current. */
export const mezzanineKey = (versionId: string) => `mezzanines/${versionId}`;
export const copyKey = (copyId: string) => `proxies/${copyId}/copy`;
const pieceKey = (copyId: string, piece: number, pieces: number) =>
  `proxies/${copyId}/piece-${piece}-of-${pieces}`;

/** Threads of one encode, so that as many as run at once take the machine, and no more. */
const threads = () => Math.max(1, Math.floor(availableParallelism() / env.ENCODE_CONCURRENCY));

/**
 * Makes the mezzanine of a version of a watermarked type, where there is none yet.
 * @returns whether there is one now; none is made for what is no longer current, or bears no mark
 * @throws MediaError in a sentence for an operator
 */
export async function prepareMezzanine(versionId: string): Promise<boolean> {
  const source = await sourceOf(versionId);
  if (!source) return false;
  const key = mezzanineKey(versionId);
  return withLock(`mezzanine ${versionId}`, async () => {
    if (await exists(key)) return true;
    await withLocalFile(objectStore(), source.objectKey, (file) =>
      withWorkFolder(async (folder) => {
        const output = path.join(folder, "mezzanine.mp4");
        const mainLanguage = source.language ?? source.originalLanguage;
        const { onProgress, done } = progressOfMezzanine(versionId, new Date());
        await makeMezzanine(file, output, { mainLanguage, threads: threads(), onProgress });
        await objectStore().put(key, createReadStream(output, { highWaterMark: 1 << 20 }));
        await done();
      }),
    );
    return true;
  });
}

async function sourceOf(versionId: string) {
  const [source] = await db
    .select({
      objectKey: versions.objectKey,
      language: materials.language,
      originalLanguage: titles.originalLanguage,
    })
    .from(versions)
    .innerJoin(materials, eq(materials.currentVersionId, versions.id))
    .innerJoin(titles, eq(titles.id, materials.titleId))
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .where(and(eq(versions.id, versionId), eq(assetTypes.watermarked, true)));
  return source;
}

/** The version of a copy that is still to be made; null when there is nothing to do. */
export async function versionToEncode(copyId: string): Promise<string | null> {
  const copy = await getCopy(copyId);
  return copy && (copy.state === "queued" || copy.state === "encoding") ? copy.versionId : null;
}

/**
 * Begins the encode of a copy: the pieces in which it is made, side by side. A copy that was begun before, by
 * a run that is gone, keeps its pieces where the plan is the same.
 * @returns null when the copy is not wanted any more, or ready
 */
export async function beginCopy(copyId: string, now: Date): Promise<Chunk[] | null> {
  const copy = await getCopy(copyId);
  if (!copy) return null;
  const plan = await withMezzanine(copy.versionId, async ({ frames, gop, frameRate }) => {
    const seconds = (frames * frameRate.denominator) / frameRate.numerator;
    return planChunks(frames, gop, piecesWanted(seconds, env.ENCODE_CONCURRENCY));
  });
  if (copy.pieces !== plan.length) await removePieces(copyId, copy.pieces);
  const begun = await db
    .update(proxyCopies)
    .set({
      state: "encoding",
      percent: sql`${proxyCopies.preparedPercent}`,
      framesDone: plan.map(() => 0),
      // The mezzanine's making counts, where it was made for this copy too; the wait since then does not.
      startedAt: sql`${now.toISOString()}::timestamptz - case when ${proxyCopies.preparedPercent} > 0
        then ${proxyCopies.changedAt} - ${proxyCopies.startedAt} else interval '0' end`,
      changedAt: now,
    })
    .where(and(eq(proxyCopies.id, copyId), isInTheMaking))
    .returning({ id: proxyCopies.id });
  return begun.length > 0 ? plan : null;
}

/**
 * Encodes one piece of a copy, and writes down how far it is, once a second. It stops by itself when nobody
 * wants the copy any more.
 * @throws MediaError in a sentence for an operator
 */
export async function encodePiece(copyId: string, plan: Chunk[], piece: number): Promise<void> {
  const chunk = plan[piece];
  const copy = await getCopy(copyId);
  if (!chunk || copy?.state !== "encoding") return;
  const key = pieceKey(copyId, piece, plan.length);
  const progress = progressOfPiece(copyId, piece, plan.at(-1)?.to ?? 0);
  if (!(await exists(key)))
    await withMezzanine(copy.versionId, (mezzanine) =>
      withWorkFolder(async (folder) => {
        const output = path.join(folder, "piece.mp4");
        const { partnerName, serial } = copy;
        const watermark = makeWatermark({ partnerName, serial: serialText(serial) }, mezzanine);
        const { signal, onProgress } = progress;
        const encode = { mezzanine, watermark, output, threads: threads(), signal, onProgress };
        await encodeChunk({ ...chunk, ...encode }).catch((error) => {
          if (!signal.aborted) throw error;
        });
        if (!signal.aborted)
          await objectStore().put(key, createReadStream(output, { highWaterMark: 1 << 20 }));
      }),
    );
  await progress.done(chunk.to - chunk.from);
}

/**
 * Joins the pieces, verifies what came of them, keeps it, and marks the copy ready; all once, whoever else tries.
 * @returns who waits for the copy: null for one of the pool, or that was not wanted any more
 * @throws MediaError in a sentence for an operator
 */
export function finishCopy(copyId: string, plan: Chunk[]): Promise<string | null> {
  return withLock(`proxy copy ${copyId}`, async () => {
    const copy = await getCopy(copyId);
    if (copy?.state === "ready") return copy.requestedById;
    if (copy?.state !== "encoding") return null;
    const file = await joined(copyId, copy.versionId, plan);
    const now = new Date();
    const ready = await db
      .update(proxyCopies)
      .set({ ...file, state: "ready", percent: 100, readyAt: now, changedAt: now })
      .where(and(eq(proxyCopies.id, copyId), isInTheMaking))
      .returning({ requestedById: proxyCopies.requestedById });
    await (ready.length > 0
      ? removePieces(copyId, plan.length)
      : removeObjects(copyId, plan.length));
    return ready[0]?.requestedById ?? null;
  });
}

async function joined(copyId: string, versionId: string, plan: Chunk[]) {
  const objectKey = copyKey(copyId);
  const keys = plan.map((_, piece) => pieceKey(copyId, piece, plan.length));
  return withMezzanine(versionId, (mezzanine) =>
    withLocalFiles(keys, (files) =>
      withWorkFolder(async (folder) => {
        const output = path.join(folder, "copy.mp4");
        const pieces = plan.map((chunk, i) => ({ ...chunk, file: files[i] ?? "" }));
        await joinChunks(pieces, mezzanine, output);
        const summed = await checksumsOf(createReadStream(output, { highWaterMark: 1 << 20 }));
        await objectStore().put(objectKey, createReadStream(output, { highWaterMark: 1 << 20 }));
        return { objectKey, ...summed };
      }),
    ),
  );
}

/** Records that a copy could not be made, and why; what was made of it goes. */
export async function markCopyFailed(copyId: string, reason: string, now: Date): Promise<void> {
  const failed = await db
    .update(proxyCopies)
    .set({ state: "failed", reason, changedAt: now })
    .where(and(eq(proxyCopies.id, copyId), isInTheMaking))
    .returning({ framesDone: proxyCopies.framesDone });
  for (const { framesDone } of failed) await removeObjects(copyId, framesDone.length);
}

const isInTheMaking = sql`${proxyCopies.state} in ('queued', 'encoding')`;

/** Removes all that was ever kept of a copy. */
export async function removeObjects(copyId: string, pieces: number): Promise<void> {
  await removePieces(copyId, pieces);
  await objectStore().remove(copyKey(copyId));
}

async function removePieces(copyId: string, pieces: number) {
  for (let piece = 0; piece < pieces; piece++)
    await objectStore().remove(pieceKey(copyId, piece, pieces));
}

async function getCopy(copyId: string) {
  const [copy] = await db
    .select({
      state: proxyCopies.state,
      versionId: proxyCopies.versionId,
      partnerName: partners.name,
      serial: proxyCopies.serial,
      requestedById: proxyCopies.requestedById,
      pieces: sql<number>`cardinality(${proxyCopies.framesDone})`,
    })
    .from(proxyCopies)
    .innerJoin(partners, eq(partners.id, proxyCopies.partnerId))
    .where(eq(proxyCopies.id, copyId));
  return copy;
}

const withMezzanine = <T>(versionId: string, use: (mezzanine: Mezzanine) => Promise<T>) =>
  withLocalFile(objectStore(), mezzanineKey(versionId), async (file) =>
    use(await openMezzanine(file)),
  );

/** All at once as files of this machine. */
const withLocalFiles = <T>(
  keys: string[],
  use: (files: string[]) => Promise<T>,
  files: string[] = [],
): Promise<T> => {
  const [key, ...others] = keys;
  if (key === undefined) return use(files);
  return withLocalFile(objectStore(), key, (file) => withLocalFiles(others, use, [...files, file]));
};

async function exists(key: string): Promise<boolean> {
  const object = await objectStore().open(key);
  await object?.close();
  return object !== null;
}
