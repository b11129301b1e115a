import "server-only";
import { createReadStream } from "node:fs";
import path from "node:path";
import { and, eq, inArray, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { db } from "@/db/client";
import { assetTypes, materials, partners, previews, versions } from "@/db/schema";
import { MediaError } from "@/lib/media/errors";
import { makeRendition, renditionFiles } from "@/lib/media/hls";
import { probeSchema, type Rendition } from "@/lib/media/types";
import { objectStore } from "@/lib/storage";
import { withLocalFile } from "@/lib/storage/local-file";
import { withWorkFolder } from "@/lib/storage/work-folder";

// How a preview comes to be. A run of it can be killed anywhere and begun again, also beside itself: each
// keeps its files under a name of its own, and only the last begun may write down what becomes of it.

/**
 * Makes a queued preview, or goes on with one whose run is gone: encodes it, keeps its files, marks it
 * ready. What is wrong with the file is recorded as the reason of its failure, and is no error here.
 * One that is ready, failed or gone is left alone; one of a version that is not current any more goes.
 * @throws MediaError in a sentence when the machine is at fault: trying again may do
 */
export async function makePreview(previewId: string): Promise<void> {
  const attempt = await begin(previewId);
  if (!attempt) return;
  const { source, prefix } = attempt;
  const progress = progressOf(attempt);
  try {
    const rendition = await withLocalFile(objectStore(), source.objectKey, (file) =>
      withWorkFolder(async (folder) => {
        const { markedFor, probe } = source;
        const { signal, onProgress } = progress;
        const made = await makeRendition(file, probe, folder, { markedFor, signal, onProgress });
        for (const name of renditionFiles(probe))
          await objectStore().put(`${prefix}/${name}`, createReadStream(path.join(folder, name)));
        return made;
      }),
    );
    await progress.written();
    if (!(await markReady(attempt, rendition, new Date()))) await removeFiles(source.probe, prefix);
  } catch (error) {
    await progress.written();
    await removeFiles(source.probe, prefix);
    // Another run has taken over: it will say how it went.
    if (progress.signal.aborted) return;
    if (!(error instanceof MediaError && error.kind === "source")) throw error;
    await markFailed(attempt, error.message, new Date());
  }
}

/** Records that a preview could not be made though it was tried often enough, and why, in words. */
export async function givePreviewUp(previewId: string, reason: string, now: Date): Promise<void> {
  await db
    .update(previews)
    .set({ state: "failed", reason, movedAt: now })
    .where(and(eq(previews.id, previewId), isUnfinished));
}

const isUnfinished = inArray(previews.state, ["queued", "encoding"]);

type Attempt = { previewId: string; id: string; prefix: string; source: Source };
type Source = NonNullable<Awaited<ReturnType<typeof getSource>>>;

/** Where the store keeps what one run makes. */
export const prefixOf = (previewId: string, attemptId: string) =>
  `previews/${previewId}/${attemptId}`;

/**
 * Takes the preview over from whoever worked on it before, and removes what that run may have kept. One that
 * nobody can open any more, since its version is not current, goes.
 */
async function begin(previewId: string): Promise<Attempt | null> {
  const source = await getSource(previewId);
  if (!source) return null;
  const id = v7();
  const isWanted = and(eq(previews.id, previewId), isUnfinished);
  const found = await db.transaction(async (tx) => {
    const [found] = await tx
      .select({ attemptId: previews.attemptId })
      .from(previews)
      .where(isWanted)
      .for("update");
    const begun = { state: "encoding" as const, percent: 0, attemptId: id, movedAt: new Date() };
    if (found && source.current) await tx.update(previews).set(begun).where(isWanted);
    else if (found) await tx.delete(previews).where(isWanted);
    return found;
  });
  if (!found) return null;
  const attempt = { previewId, id, source, prefix: prefixOf(previewId, id) };
  if (found.attemptId) await removeFiles(source.probe, prefixOf(previewId, found.attemptId));
  return source.current ? attempt : null;
}

/** What a preview is made of; null when it is gone, or of what can't be played. */
async function getSource(previewId: string) {
  const [row] = await db
    .select({
      objectKey: versions.objectKey,
      probe: versions.probe,
      current: sql<boolean>`${materials.currentVersionId} = ${versions.id}`,
      watermarked: assetTypes.watermarked,
      partnerName: partners.name,
    })
    .from(previews)
    .innerJoin(versions, eq(versions.id, previews.versionId))
    .innerJoin(materials, eq(materials.id, versions.materialId))
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .leftJoin(partners, eq(partners.id, previews.partnerId))
    .where(eq(previews.id, previewId));
  const probe = probeSchema.safeParse(row?.probe).data;
  if (!row || (probe?.kind !== "video" && probe?.kind !== "audio")) return null;
  const { objectKey, current, watermarked, partnerName } = row;
  return {
    objectKey,
    current,
    probe,
    markedFor: watermarked ? (partnerName ?? studioName) : undefined,
  };
}

/** What the studio's own people see in place of a partner's name. */
const studioName = "Studio use only";

/** Writes down how far it is, once a second; its signal says that another run has taken over. */
function progressOf({ previewId, id }: Attempt) {
  const takenOver = new AbortController();
  let writing = Promise.resolve();
  let writtenAt = 0;
  const write = async (percent: number) => {
    const own = await db
      .update(previews)
      .set({ percent, movedAt: new Date() })
      .where(isOwn({ previewId, id }))
      .returning({ id: previews.id });
    if (own.length === 0) takenOver.abort();
  };
  return {
    signal: takenOver.signal,
    onProgress(share: number) {
      if (performance.now() - writtenAt < 1000) return;
      writtenAt = performance.now();
      writing = writing
        .then(() => write(Math.min(99, Math.floor(share * 100))))
        .catch((error) => console.error(`previews: how far ${previewId} is was not kept:`, error));
    },
    written: () => writing,
  };
}

const isOwn = ({ previewId, id }: Pick<Attempt, "previewId" | "id">) =>
  and(eq(previews.id, previewId), eq(previews.state, "encoding"), eq(previews.attemptId, id));

/** @returns false when another run has taken over */
async function markReady(attempt: Attempt, rendition: Rendition, now: Date): Promise<boolean> {
  const ready = await db
    .update(previews)
    .set({
      ...{ state: "ready", percent: 100, rendition, objectPrefix: attempt.prefix },
      ...{ readyAt: now, movedAt: now },
    })
    .where(isOwn(attempt))
    .returning({ id: previews.id });
  return ready.length > 0;
}

const markFailed = (attempt: Attempt, reason: string, now: Date) =>
  db.update(previews).set({ state: "failed", reason, movedAt: now }).where(isOwn(attempt));

/** Removes from the store what a run kept of such a file's preview: all of it, or what there is. */
export async function removeFiles(probe: Source["probe"], prefix: string) {
  for (const name of renditionFiles(probe)) await objectStore().remove(`${prefix}/${name}`);
}
