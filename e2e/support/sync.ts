import type { Page } from "playwright-core";
import { expect } from "vitest";
import { goTo, isWhite, type PlayableWorld } from "./playable";

/** Goes to a flash of a clip, sees it, plays over it from half a second before, and hears its tone within a frame of it. */
export async function expectSync(page: Page, clip: PlayableWorld["clips"][number], flash: number) {
  const { rate, flashEvery, firstNumber } = clip;
  const frame = flash * flashEvery - firstNumber;
  await goTo(page, clip, frame);
  expect(await isWhite(page)).toBe(true);
  await goTo(page, clip, frame - Math.round(flashEvery / 2));
  const aFrame = rate.denominator / rate.numerator;
  const late = (await nextTone(page)) - frame * aFrame;
  expect(Math.abs(late), `${clip.name}, flash ${flash}: ${late} s late`).toBeLessThan(aFrame);
}

/**
 * Plays on from where it is until a tone begins to be heard, and pauses.
 * @returns when the tone began, in seconds of the film, by the samples that came out of the media element
 */
const nextTone = (page: Page): Promise<number> => page.evaluate(listen);

/** Runs in the page. */
async function listen(): Promise<number> {
  const video = document.querySelector("video");
  if (!video) throw new Error("nothing plays");
  const kept = video as HTMLVideoElement & { ear?: AnalyserNode };
  if (!kept.ear) {
    const context = new AudioContext();
    // A third of a second: however late this page gets to listen, no tone is over and gone.
    kept.ear = new AnalyserNode(context, { fftSize: 16_384 });
    context.createMediaElementSource(video).connect(kept.ear).connect(context.destination);
    await context.resume();
  }
  const { ear } = kept;
  const samples = new Float32Array(ear.fftSize);
  const isHeard = (sample: number) => Math.abs(sample) >= 0.05;
  const deadline = performance.now() + 10_000;
  const hear = async () => {
    await new Promise((done) => setTimeout(done, 4));
    ear.getFloatTimeDomainData(samples);
  };
  // What was heard last has to fade away first.
  do await hear();
  while (samples.some(isHeard));
  await video.play();
  try {
    while (performance.now() < deadline) {
      await hear();
      const here = video.currentTime;
      const begin = samples.findIndex(isHeard);
      if (begin < 0) continue;
      return here - (samples.length - begin) / ear.context.sampleRate;
    }
    throw new Error("no tone was heard");
  } finally {
    video.pause();
  }
}
