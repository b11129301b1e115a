import { expect, test } from "vitest";
import { seekTime } from "./frames";
import { makeStore } from "./player-state";
import { makeSeeker } from "./seeker";

const timeline = {
  ...{ frames: 240, frameRate: { numerator: 24, denominator: 1 } },
  ...{ startTimecode: null, dropFrame: false },
};

/** A paused media element that seeks when it is told to, and says so later, as browsers do. */
function aSeeker() {
  const media = Object.assign(new EventTarget(), { paused: true, seeking: false, at: 0 });
  Object.defineProperty(media, "currentTime", {
    get: () => media.at,
    set(seconds: number) {
      media.at = seconds;
      media.seeking = true;
    },
  });
  const seeker = makeSeeker(media as unknown as HTMLMediaElement, timeline, makeStore());
  return { media, seeker, seeked: () => media.dispatchEvent(new Event("seeked")) };
}

test("of what is asked for while it seeks only the last is gone to", () => {
  const { media, seeker, seeked } = aSeeker();
  for (const frame of [1, 2, 3]) seeker.seekTo(frame);
  expect([media.at, seeker.here()]).toEqual([seekTime(1, timeline.frameRate), 3]);
  media.seeking = false;
  seeked();
  expect(media.at).toBe(seekTime(3, timeline.frameRate));
});

test("what is asked for between a seek's end and its event is not undone by what was asked before", () => {
  const { media, seeker, seeked } = aSeeker();
  seeker.seekTo(1);
  seeker.seekTo(2);
  media.seeking = false;
  seeker.seekTo(3);
  seeked();
  expect([media.at, seeker.here()]).toEqual([seekTime(3, timeline.frameRate), 3]);
});

test("a paused picture that was moved away comes back, one that plays goes on", () => {
  const { media, seeker } = aSeeker();
  seeker.stay();
  media.at = 0.0713;
  seeker.comeBack();
  expect(media.at).toBe(seekTime(0, timeline.frameRate));
  media.seeking = false;
  media.paused = false;
  media.at = 5;
  seeker.comeBack();
  expect(media.at).toBe(5);
});
