import type { Page } from "playwright-core";
import { expect } from "vitest";
import { timecodeOf } from "@/components/player/timecode";
import {
  frameIs,
  goTo,
  numberOnView,
  openClip,
  type PlayableWorld,
  timecode,
  timelineOf,
} from "./playable";

/**
 * Seeks at random and steps both ways, over the borders of segments, and sees each time that picture, frame
 * number and timecode are those of the frame that was asked for.
 */
export async function expectExact(
  page: Page,
  world: PlayableWorld,
  i: number,
  { seeks, steps }: { seeks: number; steps: number },
) {
  const clip = world.clips[i] ?? expect.fail("no such clip");
  const timeline = timelineOf(clip);
  await openClip(page, world, i);
  const isOnView = async (frame: number, how: string) => {
    await frameIs(page, frame);
    const seen = { number: await numberOnView(page), timecode: await timecode(page) };
    expect(seen, how).toEqual({
      number: frame + clip.firstNumber,
      timecode: timecodeOf(frame, timeline),
    });
  };
  let here = 0;
  for (let n = 0; n < seeks; n++) {
    here = Math.floor(Math.random() * clip.frames);
    await goTo(page, clip, here);
    await isOnView(here, `seek ${n} to ${here}`);
  }
  for (let n = 0; n < steps; n++) {
    const by = n < steps / 2 ? 1 : -1;
    await page.keyboard.press(by > 0 ? "." : ",");
    here = Math.min(clip.frames - 1, Math.max(0, here + by));
    await isOnView(here, `step ${n} to ${here}`);
  }
}
