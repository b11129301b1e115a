import { clampFrame, frameDuring, seekTime, type Timeline } from "./frames";
import type { PlayerStore } from "./player-state";

export type Seeker = ReturnType<typeof makeSeeker>;

/**
 * Goes to frames, one seek at a time: while one is under way only the last wish is kept, so that a picture comes
 * of each and dragging or a held key never starves the display.
 */
export function makeSeeker(media: HTMLMediaElement, timeline: Timeline, store: PlayerStore) {
  /** Where the paused media was last sent. */
  let target: number | null = null;
  let wish: number | null = null;
  const go = (frame: number) => {
    media.currentTime = seekTime(frame, timeline.frameRate);
  };
  const seeked = () => {
    if (wish === null) return;
    const next = wish;
    wish = null;
    go(next);
  };
  const played = () => {
    if (!media.paused) target = null;
  };
  media.addEventListener("seeked", seeked);
  media.addEventListener("playing", played);
  const seekTo = (frame: number) => {
    target = clampFrame(Math.round(frame), timeline);
    // A seek may be over and its event still be on its way: an older wish must not come after this one.
    wish = media.seeking ? target : null;
    if (!media.seeking) go(target);
  };
  return {
    seekTo,
    /** The frame from which steps are counted: where it was sent, though it may not be on view yet. */
    here: () => (media.paused && target !== null ? target : store.get().frame),
    /** What plays on is no longer where it was sent. */
    release() {
      target = null;
      wish = null;
    },
    /** Keeps in mind which frame is on view while it is paused, for `comeBack`. */
    stay() {
      if (media.paused) target ??= store.get().frame;
    },
    /** What plays the media may have moved it to where it has all it needs: to the begin of the sound, say. */
    comeBack() {
      if (!media.paused || target === null || media.seeking) return;
      if (frameDuring(media.currentTime, timeline.frameRate) !== target) go(target);
    },
    stop() {
      media.removeEventListener("seeked", seeked);
      media.removeEventListener("playing", played);
    },
  };
}
