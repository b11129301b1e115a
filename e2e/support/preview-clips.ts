import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { inject } from "vitest";
import { makePlayerClip, type PlayerClipName, playerClips } from "@/lib/media/testing/player-clips";
import type { Preview, ReadyPreview } from "@/lib/previews/types";
import { addTitle, upstream } from "./deliveries";
import { type Session, signedInAs } from "./session";

/**
 * Delivers clips whose frames bear their numbers, as an upstream system does, each as a trailer of a title that
 * only one user sees, and waits until the jobs have made their previews. Frame `n` of a preview bears the number
 * `n + firstNumber`, which `frameNumber` of lib/media/testing/player-clips.ts reads off a canvas that the video
 * was drawn on; the other facts of a clip say its rate, its start timecode and when it flashes and sounds.
 * Trailers bear no watermark and have a language menu: two languages, of which the second is silent.
 * @returns the user, the path of the page that lists them, and the clips in the order of their names
 */
export async function addPreviewClips(names: PlayerClipName[]) {
  const { database, email, title, reference } = await addTitle("trailer");
  await database.end();
  const session = await signedInAs(inject("baseUrl"), email);
  const clips = [];
  for (const name of names) {
    const materialId = await deliver(title, name);
    clips.push({ name, materialId, ...playerClips[name] });
  }
  const previews = await Promise.all(
    clips.map(({ materialId }) => readyPreview(session, materialId)),
  );
  return {
    ...{ email, session, path: `/materials?request=${reference}` },
    clips: clips.map((clip, i) => ({ ...clip, preview: previews[i] as ReadyPreview })),
  };
}

async function deliver(title: string, name: PlayerClipName): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "turnover-clip-"));
  try {
    const file = path.join(folder, "clip.mp4");
    needSettings();
    await makePlayerClip(playerClips[name], file);
    const said = { title, assetType: "final_trailer_proxy", variant: name };
    const answer = await upstream().deliver(
      { ...said, fileName: `${name}.mp4` },
      await readFile(file),
    );
    if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { materialId: string }).materialId;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What makes clips reads settings as the app does; of them it uses where ffmpeg is. */
function needSettings() {
  process.env.DATABASE_URL ||= inject("databaseUrl");
  process.env.APP_URL ||= inject("baseUrl");
  process.env.OBJECTS_DIR ||= inject("objectsDir");
  process.env.NEXTAUTH_SECRET ||= "of no use to a test that signs nothing";
  process.env.LINK_SIGNING_KEYS ||= "none:of no use to a test that signs nothing";
  process.env.INNGEST_DEV ||= "1";
}

/** Waits for a preview as the panel does: by asking. */
async function readyPreview(session: Session, materialId: string): Promise<ReadyPreview> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    type Answer = { preview: Preview | null };
    const { preview } = await session.json<Answer>(`/api/materials/${materialId}/preview`);
    if (preview?.state === "ready") return preview;
    if (!preview || preview.state === "failed" || Date.now() > deadline)
      throw new Error(`no preview came of ${materialId}: ${JSON.stringify(preview)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
