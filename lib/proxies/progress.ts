import "server-only";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { proxyCopies } from "@/db/schema";
import { percentPrepared } from "./rules";

// How far copies are, kept in their rows while they are made, for those who wait.

/** A copy of which so much of a piece is done, of so many frames in all. */
type Frames = { piece: number; done: number; frames: number };

/** Keeps the copy's percent; its signal says that the copy is not wanted any more. */
export function progressOfPiece(copyId: string, piece: number, frames: number) {
  const unwanted = new AbortController();
  const write = async (done: number) => {
    if (!(await recordFrames(copyId, { piece, done, frames }, new Date()))) unwanted.abort();
  };
  const { tell, settled } = onceASecond(write, `how far ${copyId} is`);
  return {
    signal: unwanted.signal,
    onProgress: tell,
    async done(all: number) {
      await settled();
      if (!unwanted.signal.aborted) await write(all);
    },
  };
}

/** @returns whether the copy is still being made */
async function recordFrames(copyId: string, { piece, done, frames }: Frames, now: Date) {
  const slot = sql`frames_done[${piece + 1}::int]`;
  const ofFrames = sql`((select sum(f) from unnest(frames_done) f) - ${slot} + ${done}) / ${frames}`;
  const { rowCount } = await db.execute(sql`
    update ${proxyCopies} set
      ${slot} = ${done},
      percent = least(99, prepared_percent + (100 - prepared_percent) * ${ofFrames}),
      changed_at = ${now.toISOString()}
    where id = ${copyId} and state = 'encoding'`);
  return (rowCount ?? 0) > 0;
}

/** Keeps, for all copies of the version that wait, how far their mezzanine is. @param since when it was begun */
export function progressOfMezzanine(versionId: string, since: Date) {
  const write = async (share: number) => {
    const percent = percentPrepared(share);
    await db.execute(sql`
      update ${proxyCopies} set percent = ${percent}, prepared_percent = ${percent},
        started_at = ${since.toISOString()}, changed_at = ${new Date().toISOString()}
      where version_id = ${versionId} and state = 'queued'`);
  };
  const { tell, settled } = onceASecond(write, `how far the mezzanine of ${versionId} is`);
  return {
    onProgress: tell,
    async done() {
      await settled();
      await write(1);
    },
  };
}

/** One after the other, and no more often than that; one that fails is made good by the next. */
function onceASecond(write: (done: number) => Promise<void>, what: string) {
  let writing = Promise.resolve();
  let writtenAt = 0;
  return {
    tell(done: number) {
      if (performance.now() - writtenAt < 1000) return;
      writtenAt = performance.now();
      writing = writing
        .then(() => write(done))
        .catch((error) => console.error(`proxies: ${what} could not be kept:`, error));
    },
    settled: () => writing,
  };
}
