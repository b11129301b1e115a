import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { inject, onTestFinished } from "vitest";
import { checksumsOf } from "@/lib/media/checksums";
import type { PlayerClipName } from "@/lib/media/testing/player-clips";
import type { TextFormat } from "@/lib/media/types";
import { newPage, pageSignedInAs } from "./browser";
import { addPlayable, openClip, player } from "./playable";

/** A world of playable clips, whose user is signed in on every page that is opened. */
export async function addPlayerWorld(names: PlayerClipName[] = ["24"]) {
  const world = await addPlayable(names);
  const first = await pageSignedInAs(world.email, world.path);
  const storageState = await first.context().storageState();
  await first.context().close();
  const aPage = (options: BrowserContextOptions = {}) => newPage({ ...options, storageState });
  return {
    ...world,
    aPage,
    /** With a clip in the panel, its first picture shown. */
    async opened(options: BrowserContextOptions = {}, i = 0) {
      const page = await aPage(options);
      await openClip(page, world, i);
      return page;
    },
  };
}

/** Another material of the clips' title while the running test lasts: a text that was delivered as it is. @returns its id */
export async function addText(
  world: PlayerWorld,
  { format, language, content }: { format: TextFormat; language: string; content: string },
): Promise<string> {
  const id = await world.addSlot({ type: "text", fileName: `words.${format}`, variant: language });
  const bytes = Buffer.from(content);
  const key = `test-texts/${id}`;
  mkdirSync(path.join(inject("objectsDir"), "test-texts"), { recursive: true });
  writeFileSync(path.join(inject("objectsDir"), key), bytes);
  const { md5, xxh64, crc32 } = await checksumsOf([bytes]);
  const probe = { kind: "text", format, language, events: 1, pages: null };
  await world.query("update materials set language = $2, variant = null where id = $1", [
    id,
    language,
  ]);
  await world.query(
    `update versions set object_key = $2, bytes = $3, md5 = $4, xxh64 = $5, crc32 = $6, probe = $7
     where material_id = $1`,
    [id, key, bytes.length, md5, xxh64, crc32, probe],
  );
  // A world may be walked through again: its next texts take the same places.
  onTestFinished(async () => {
    await world.query("update materials set language = null, variant = $2 where id = $1", [id, id]);
    await world.query("update versions set probe = '{}' where material_id = $1", [id]);
  });
  return id;
}

export type PlayerWorld = Awaited<ReturnType<typeof addPlayerWorld>>;

export const button = (page: Page, name: string | RegExp) =>
  player(page).getByRole("button", { name, exact: true });

/** Runs in the page, before its own script: then it plays by the browser's HLS, which Chromium has too. */
export function withoutMediaSource() {
  Object.assign(window, { MediaSource: undefined, ManagedMediaSource: undefined });
}

export const media = <T>(page: Page, read: (video: HTMLVideoElement) => T) =>
  page.locator("video").evaluate(read as (element: HTMLElement | SVGElement) => T);

export const paused = (page: Page) => media(page, (video) => video.paused);

/** The words that stand over the picture. */
export const subtitlesOnView = (page: Page) =>
  media(page, ({ textTracks }) =>
    [...textTracks]
      .filter(({ mode }) => mode === "showing")
      .flatMap(({ activeCues }) => [...(activeCues ?? [])].map((cue) => (cue as VTTCue).text)),
  );
