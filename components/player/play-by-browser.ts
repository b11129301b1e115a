import type { ReadyPreview } from "@/lib/previews/types";
import type { Report, Source } from "./source";

type NativeTrack = { label: string; enabled: boolean };

/** By the HLS of the browser itself, Safari's above all: tracks are the element's, known by their labels. */
export function playByBrowser(
  media: HTMLMediaElement,
  preview: ReadyPreview,
  startAt: number,
  report: Report,
): Source {
  const stop = new AbortController();
  const heard = () =>
    (media as { audioTracks?: Iterable<NativeTrack> & EventTarget }).audioTracks ?? null;
  const labelOf = (tracks: { id: string; label: string }[], id: string | null) =>
    tracks.find((track) => track.id === id)?.label;
  media.addEventListener(
    "error",
    () =>
      report({
        failure: media.error?.code === MediaError.MEDIA_ERR_NETWORK ? "network" : "decode",
      }),
    { signal: stop.signal },
  );
  media.addEventListener(
    "loadedmetadata",
    () => report({ audio: preview.audio.find((track) => track.default)?.id ?? null }),
    { signal: stop.signal },
  );
  media.src = preview.masterUrl;
  if (startAt > 0) media.currentTime = startAt;
  return {
    setAudio(id) {
      const tracks = heard();
      // Chromium's has no choice of sounds: what was heard goes on.
      if (!tracks) return;
      const label = labelOf(preview.audio, id);
      for (const track of tracks) track.enabled = track.label === label;
      report({ audio: id });
    },
    setSubtitles(id) {
      const label = labelOf(preview.subtitles, id);
      for (const track of media.textTracks)
        track.mode = track.label === label ? "showing" : "disabled";
      report({ subtitles: id });
    },
    destroy() {
      stop.abort();
      media.removeAttribute("src");
      media.load();
    },
  };
}
