import type { Page } from "playwright-core";
import { expect, inject } from "vitest";
import { timecodeOf } from "@/components/player/timecode";
import {
  flashes,
  frameNumber,
  type PlayerClip,
  type PlayerClipName,
  playerClips,
} from "@/lib/media/testing/player-clips";
import { keepClipPreview } from "./clip-preview";
import { addMaterials, type MaterialsWorld } from "./materials";

/** A world of films that count their frames, each with the preview that the app itself makes. */
export type PlayableWorld = MaterialsWorld & {
  clips: ({ id: string; name: PlayerClipName } & PlayerClip)[];
};

/** Of an asset type with a language menu and without watermarks. */
export async function addPlayable(names: PlayerClipName[]): Promise<PlayableWorld> {
  const world = await addMaterials(
    names.map((name) => ({ type: "proxy", fileName: `${name}.mp4`, daysAgo: 20 })),
  );
  await world.query(
    "update asset_types set watermarked = false, language_menu = true where name = $1",
    [world.typeName("proxy")],
  );
  const place = { databaseUrl: inject("databaseUrl"), objectsDir: inject("objectsDir") };
  for (const [i, name] of names.entries()) await keepClipPreview(place, world.ids[i] ?? "", name);
  const clips = names.map((name, i) => ({ id: world.ids[i] ?? "", name, ...playerClips[name] }));
  return { ...world, clips };
}

export const player = (page: Page) => page.getByRole("region", { name: /^Player: / });

/** The frame that the read-out names. */
export const readOut = async (page: Page) =>
  Number(/Frame (\d+) of/.exec((await player(page).textContent()) ?? "")?.[1]);

export const timecode = async (page: Page) =>
  (
    await player(page)
      .getByRole("button", { name: /^Timecode/ })
      .textContent()
  )?.trim();

export const frameIs = (page: Page, frame: number) => expect.poll(() => readOut(page)).toBe(frame);

export const timelineOf = (clip: PlayerClip) => ({
  ...clip,
  frameRate: clip.rate,
  dropFrame: clip.startTimecode.includes(";"),
});

/** Goes to a frame of a clip by typing its timecode, and waits until it is on view. */
export async function goTo(page: Page, clip: PlayerClip, frame: number) {
  await player(page)
    .getByRole("button", { name: /^Timecode/ })
    .click();
  const field = page.getByRole("textbox", { name: "Go to timecode" });
  await field.fill(timecodeOf(frame, timelineOf(clip)));
  await field.press("Enter");
  await frameIs(page, frame);
}

/** Opens a clip and waits for its first picture; the keys are the player's from then on. */
export async function openClip(page: Page, world: PlayableWorld, i = 0) {
  await page.goto(`${world.path}&file=${world.clips[i]?.id}`);
  await player(page).waitFor();
  await page.waitForFunction(
    () => (document.querySelector("video")?.readyState ?? 0) >= HTMLMediaElement.HAVE_FUTURE_DATA,
  );
  await player(page).focus();
}

/** The number that the picture on view bears, read off its pixels; null where it is not plainly one. */
export const numberOnView = (page: Page) =>
  page.evaluate<number | null>(`(${readPicture})(${frameNumber})`);

/** Whether the picture on view flashes. */
export const isWhite = (page: Page) => page.evaluate<boolean>(`(${readPicture})(${flashes})`);

type ReadPixels<T> = (pixels: Uint8ClampedArray, width: number, height: number) => T;

/** Runs in the page. */
function readPicture<T>(read: ReadPixels<T>): T {
  const video = document.querySelector("video");
  const [width, height] = [320, 180];
  const context = new OffscreenCanvas(width, height).getContext("2d");
  if (!video || !context) throw new Error("There is no picture.");
  context.drawImage(video, 0, 0, width, height);
  return read(context.getImageData(0, 0, width, height).data, width, height);
}
