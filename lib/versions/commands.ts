import "server-only";
import { and, eq, lt, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db/client";
import { versions } from "@/db/schema";
import { loudnessQueued, sendEvents } from "@/inngest/client";
import { getUserById } from "@/lib/auth/queries";
import type { Viewer } from "@/lib/auth/types";
import { currentConnection } from "@/lib/connection";
import { DomainError } from "@/lib/errors";
import { MediaError } from "@/lib/media/errors";
import { measureLoudness } from "@/lib/media/loudness";
import { mustBeReadable } from "@/lib/media/source";
import { objectStore } from "@/lib/storage";
import { withLocalFile } from "@/lib/storage/local-file";
import { contentType } from "@/lib/storage/names";
import { openRecorded } from "@/lib/storage/recorded";
import { sendBytes } from "@/lib/storage/send";
import { keepFault } from "./faults";
import { getShownFile, type ShownFile } from "./queries";

/**
 * Answers with a file to be shown in the page, or the part of it that is asked for. It is not a download:
 * no books are kept of it.
 * @throws DomainError precondition_failed; file_unavailable
 */
export async function sendShownFile(
  request: Request,
  viewer: Viewer,
  file: ShownFile,
): Promise<Response> {
  const what = {
    size: file.bytes,
    etag: `"${file.md5}"`,
    lastModified: file.deliveredOn,
    fileName: file.fileName,
  };
  const response = await sendBytes(request, what, {
    open: () => openRecorded(objectStore(), file),
    ledger: { beforeSending: async () => {}, ended: () => {} },
    mayGoOn: () => maySee(viewer, file),
    cut: currentConnection().cut,
    label: `version ${file.id} to be shown`,
    faulty: keepFault,
  });
  response.headers.set("Content-Disposition", "inline");
  if (response.headers.get("content-type") === contentType(file.fileName))
    response.headers.set("Content-Type", file.type);
  // Whatever is in it: opened by itself it runs nothing, and is of no origin.
  response.headers.set("Content-Security-Policy", "sandbox");
  return response;
}

/** Asked again while bytes flow: the user is active and the file still to be shown to them. */
async function maySee({ id, signOuts }: Viewer, file: ShownFile): Promise<boolean> {
  const viewer = await getUserById(id);
  if (viewer?.signOuts !== signOuts) return false;
  try {
    return (await getShownFile(viewer, file.materialId, new Date())).id === file.id;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/** The loudness of a file of hours, on a machine that has other work. */
const longestMeasuring = 60 * 60_000;

const isBeingMeasured = sql`${versions.probe}->>'integratedLoudnessLufs' = 'measuring'`;

/**
 * Measures the loudness of a delivered sound and keeps it with what else is known of the version; of any other
 * version, and of one that is measured, nothing is done.
 * @throws MediaError when the machine is at fault: trying again may do
 */
export async function measureLoudnessOf(versionId: string): Promise<void> {
  const [version] = await db
    .select({ objectKey: versions.objectKey })
    .from(versions)
    .where(and(eq(versions.id, versionId), isBeingMeasured));
  if (!version) return;
  const limits = { timeoutMs: longestMeasuring, lowPriority: true };
  const found = await withLocalFile(objectStore(), version.objectKey, async (file) => {
    await mustBeReadable(file);
    return measureLoudness(file, limits);
  }).catch((error: unknown) => {
    if (error instanceof MediaError && error.kind === "source") return "unmeasurable" as const;
    throw error;
  });
  await keepLoudness(versionId, found);
}

/** Records that a version's loudness could not be measured though it was tried often enough. */
export const giveLoudnessUp = (versionId: string) => keepLoudness(versionId, "unmeasurable");

async function keepLoudness(versionId: string, found: number | null | "unmeasurable") {
  await db
    .update(versions)
    .set(withLoudness(found))
    .where(and(eq(versions.id, versionId), isBeingMeasured));
}

/** Has a loudness measured after all that was given up; to be followed by the run that failed. */
export const reopenLoudness = (tx: Transaction, versionId: string) =>
  tx
    .update(versions)
    .set(withLoudness("measuring"))
    .where(
      and(
        eq(versions.id, versionId),
        sql`${versions.probe}->>'integratedLoudnessLufs' = 'unmeasurable'`,
      ),
    );

const withLoudness = (integratedLoudnessLufs: number | null | "unmeasurable" | "measuring") => ({
  probe: sql`${versions.probe} || ${JSON.stringify({ integratedLoudnessLufs })}::jsonb`,
});

/**
 * Tells the engine again of versions whose loudness is being measured since so long that it must have been lost.
 * One that it still works on, or has in its queue, it does not begin twice.
 * @returns how many
 */
export async function resumeLostMeasuring(now: Date): Promise<number> {
  const lost = await db
    .select({ id: versions.id })
    .from(versions)
    .where(and(isBeingMeasured, lt(versions.deliveredOn, new Date(now.getTime() - 5 * 60_000))))
    .orderBy(versions.deliveredOn)
    .limit(100);
  await sendEvents(...lost.map(({ id }) => loudnessQueued.create({ versionId: id })));
  return lost.length;
}
