import { framesIn, type Timeline } from "./frames";
import type { PlayerStore } from "./player-state";
import type { Reverse } from "./reverse";
import type { Seeker } from "./seeker";
import type { Source } from "./source";

export type Commands = ReturnType<typeof makeCommands>;

type Parts = {
  media: HTMLMediaElement;
  /** What is shown in full screen: the whole player, controls included. */
  root: HTMLElement;
  timeline: Timeline;
  store: PlayerStore;
  seeker: Seeker;
  reverse: Reverse;
  /** Once it is attached; null where that failed. What is chosen till then is not lost. */
  attached: Promise<Source | null>;
  /** Those that are shown when none were chosen yet. */
  firstSubtitles: string | null;
};

const fastest = 8;

/** All that can be asked of the player. What comes of it is told by the media alone. */
export function makeCommands(parts: Parts) {
  const { media, root, timeline, store, seeker, reverse, attached } = parts;
  /** As chosen from the menu; shuttling goes on from it. */
  let speed = 1;
  let lastSubtitles = parts.firstSubtitles;
  const play = () => {
    reverse.stop();
    seeker.release();
    // Refused where a browser wants a click first; the state then stays as it is.
    void media.play().catch(() => {});
  };
  const pause = () => {
    reverse.stop();
    media.pause();
    media.playbackRate = speed;
  };
  const seekTo = (frame: number) => {
    reverse.stop();
    seeker.seekTo(frame);
  };
  const setSubtitles = (id: string | null) => {
    lastSubtitles = id ?? lastSubtitles;
    void attached.then((source) => source?.setSubtitles(id));
  };
  const paused = () => media.paused && store.get().reverse === 0;
  return {
    playPause: () => (paused() ? play() : pause()),
    pause,
    seekTo,
    /** Steps are for looking: they stop what plays. */
    step(frames: number) {
      pause();
      seekTo(seeker.here() + frames);
    },
    /** In seconds; on from where it plays. */
    seekBy(seconds: number) {
      const frames = framesIn(Math.abs(seconds), timeline.frameRate);
      seekTo(seeker.here() + Math.sign(seconds) * frames);
    },
    /** The L of J, K and L: plays, and each time more twice as fast. */
    shuttleForward() {
      const faster = !media.paused && store.get().reverse === 0;
      media.playbackRate = faster ? Math.min(fastest, media.playbackRate * 2) : speed;
      play();
    },
    /** The J: the same backwards. */
    shuttleBack() {
      const times = store.get().reverse;
      media.pause();
      media.playbackRate = speed;
      reverse.start(times === 0 ? 1 : Math.min(fastest, times * 2));
    },
    setSpeed(rate: number) {
      speed = rate;
      media.playbackRate = rate;
    },
    toggleMute() {
      media.muted = !media.muted;
    },
    /** From 0 to 1; what is turned up is heard. */
    setVolume(volume: number) {
      media.volume = volume;
      media.muted = volume === 0;
    },
    setAudio(id: string) {
      void attached.then((source) => {
        seeker.stay();
        source?.setAudio(id);
      });
    },
    setSubtitles,
    toggleSubtitles: () => setSubtitles(store.get().subtitles ? null : lastSubtitles),
    toggleFullScreen() {
      if (document.fullscreenElement === root) void document.exitFullscreen();
      else void root.requestFullscreen?.().catch(() => {});
    },
  };
}
