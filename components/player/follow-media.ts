import { clampFrame, frameBeginningAt, frameDuring, type Timeline } from "./frames";
import type { PlayerStore } from "./player-state";

/**
 * Keeps the state as the media element reports it.
 * @returns how to stop
 */
export function followMedia(
  media: HTMLMediaElement,
  timeline: Timeline,
  store: PlayerStore,
): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const on = (names: string[], change: () => Parameters<PlayerStore["set"]>[0]) => {
    for (const name of names) media.addEventListener(name, () => store.set(change()), { signal });
  };
  on(["play", "playing", "pause", "ended", "emptied"], () => ({
    playing: !media.paused && !media.ended,
    ...(media.paused && { waiting: false }),
  }));
  on(["waiting"], () => ({ waiting: !media.paused }));
  on(["playing", "canplay", "seeked"], () => ({ waiting: false }));
  on(["volumechange"], () => ({ muted: media.muted, volume: media.volume }));
  on(["ratechange"], () => ({ rate: media.playbackRate }));
  store.set({ muted: media.muted, volume: media.volume, rate: media.playbackRate });
  const showsFrames = media instanceof HTMLVideoElement && "requestVideoFrameCallback" in media;
  const unfollow = showsFrames
    ? followFrames(media, timeline, store)
    : followTime(media, timeline, store, signal);
  return () => {
    stop.abort();
    unfollow();
  };
}

/** How long a frame's own word is waited for after a seek, in milliseconds. */
const untold = 250;

/**
 * By the frames themselves: what is told is the one that is composed, not a clock's guess. Of two seeks close upon
 * each other Chromium may compose the last frame before it is asked to tell of it: where nothing was told, it is
 * the one that the media rests on.
 */
function followFrames(video: HTMLVideoElement, timeline: Timeline, store: PlayerStore) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rests = () => {
    if (!video.paused || video.seeking) return;
    store.set({ frame: clampFrame(frameDuring(video.currentTime, timeline.frameRate), timeline) });
  };
  const seeked = () => {
    clearTimeout(timer);
    timer = setTimeout(rests, untold);
  };
  video.addEventListener("seeked", seeked);
  let handle = 0;
  const shown: VideoFrameRequestCallback = (_, { mediaTime }) => {
    const frame = clampFrame(frameBeginningAt(mediaTime, timeline.frameRate), timeline);
    store.set({ frame, ready: true });
    handle = video.requestVideoFrameCallback(shown);
  };
  handle = video.requestVideoFrameCallback(shown);
  return () => {
    clearTimeout(timer);
    video.removeEventListener("seeked", seeked);
    video.cancelVideoFrameCallback(handle);
  };
}

/** By the clock: for sound, and for browsers that don't tell their frames. */
function followTime(
  media: HTMLMediaElement,
  timeline: Timeline,
  store: PlayerStore,
  signal: AbortSignal,
) {
  let handle = 0;
  const tell = () =>
    store.set({ frame: clampFrame(frameDuring(media.currentTime, timeline.frameRate), timeline) });
  const tellOn = () => {
    tell();
    if (!media.paused && !signal.aborted) handle = requestAnimationFrame(tellOn);
  };
  for (const name of ["seeked", "pause", "timeupdate"])
    media.addEventListener(name, tell, { signal });
  media.addEventListener("playing", tellOn, { signal });
  media.addEventListener("loadeddata", () => store.set({ ready: true }), { signal });
  return () => cancelAnimationFrame(handle);
}
