import { secondsOf, type Timeline } from "./frames";
import type { PlayerStore } from "./player-state";
import type { Seeker } from "./seeker";

export type Reverse = ReturnType<typeof makeReverse>;

/** Browsers don't play backwards: this seeks to the frame whose turn it is, as fast as pictures come. */
export function makeReverse(seeker: Seeker, timeline: Timeline, store: PlayerStore) {
  let handle = 0;
  const stop = () => {
    cancelAnimationFrame(handle);
    store.set({ reverse: 0 });
  };
  return {
    /** @param times as fast as it was shot */
    start(times: number) {
      cancelAnimationFrame(handle);
      const from = seeker.here();
      const began = performance.now();
      const aSecond = 1 / secondsOf(1, timeline.frameRate);
      const tick = () => {
        const frame = Math.round(from - ((performance.now() - began) / 1000) * aSecond * times);
        if (frame !== seeker.here()) seeker.seekTo(frame);
        if (frame <= 0) stop();
        else handle = requestAnimationFrame(tick);
      };
      store.set({ reverse: times });
      handle = requestAnimationFrame(tick);
    },
    stop,
  };
}
