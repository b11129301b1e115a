import type Hls from "hls.js";
import type { ErrorData, MediaPlaylist } from "hls.js";
import type { ReadyPreview } from "@/lib/previews/types";
import type { Failure, PlayerState } from "./player-state";

/** What plays a preview into a media element. */
export type Source = {
  setAudio(id: string): void;
  setSubtitles(id: string | null): void;
  /** Lets go of the element and of all that was fetched. */
  destroy(): void;
};

type Report = (change: Partial<Pick<PlayerState, "audio" | "subtitles" | "failure">>) => void;

/** Fetched once, and not before something is to be played. */
let library: Promise<typeof import("hls.js")> | undefined;

/** Fetches what plays HLS, ahead of the first preview that is opened. */
export const loadLibrary = () => {
  library ??= import("hls.js").catch((error: unknown) => {
    library = undefined;
    throw error;
  });
  return library;
};

/**
 * Plays a preview by hls.js, or where there are no Media Source Extensions by the browser's own HLS.
 * Failures are reported, not thrown.
 * @param startAt in seconds
 */
export async function attachSource(
  media: HTMLMediaElement,
  preview: ReadyPreview,
  startAt: number,
  report: Report,
): Promise<Source | null> {
  const loaded = await loadLibrary().catch(() => null);
  if (!loaded) {
    report({ failure: "network" });
    return null;
  }
  if (loaded.default.isSupported())
    return byLibrary(loaded.default, media, preview, startAt, report);
  if (media.canPlayType("application/vnd.apple.mpegurl"))
    return byBrowser(media, preview, startAt, report);
  report({ failure: "unsupported" });
  return null;
}

function byLibrary(
  Library: typeof Hls,
  media: HTMLMediaElement,
  preview: ReadyPreview,
  startAt: number,
  report: Report,
): Source {
  const hls = new Library({
    // fMP4 needs no repacking, and the page's policy lets no script come out of a blob.
    enableWorker: false,
    // A minute behind and half a minute ahead are at hand at once.
    backBufferLength: 60,
    maxBufferLength: 30,
    // No measuring before the first picture.
    testBandwidth: false,
    abrEwmaDefaultEstimate: 5_000_000,
    startFragPrefetch: true,
    capLevelToPlayerSize: true,
    startPosition: startAt,
  });
  const { Events, ErrorTypes } = Library;
  let recovered = false;
  hls.on(Events.ERROR, (_, data) => {
    if (!data.fatal) return;
    // A decoder that was taken away, say: once is worth a try.
    if (data.type === ErrorTypes.MEDIA_ERROR && !recovered) {
      recovered = true;
      hls.recoverMediaError();
    } else report({ failure: failureOf(data, data.type === ErrorTypes.NETWORK_ERROR) });
  });
  const tellAudio = () =>
    report({ audio: idOf(preview.audio, hls.audioTracks[hls.audioTrack]) ?? null });
  hls.on(Events.AUDIO_TRACKS_UPDATED, tellAudio);
  hls.on(Events.AUDIO_TRACK_SWITCHED, tellAudio);
  hls.on(Events.SUBTITLE_TRACK_SWITCH, (_, { id }) =>
    report({ subtitles: idOf(preview.subtitles, hls.subtitleTracks[id]) ?? null }),
  );
  hls.loadSource(preview.masterUrl);
  hls.attachMedia(media);
  return {
    setAudio(id) {
      hls.audioTrack = hls.audioTracks.findIndex((track) => idOf(preview.audio, track) === id);
    },
    setSubtitles(id) {
      hls.subtitleDisplay = id !== null;
      hls.subtitleTrack = hls.subtitleTracks.findIndex(
        (track) => idOf(preview.subtitles, track) === id,
      );
    },
    destroy: () => hls.destroy(),
  };
}

const idOf = (tracks: { id: string; label: string }[], track: MediaPlaylist | undefined) =>
  track && tracks.find(({ label }) => label === track.name)?.id;

/** Signed out, not to be seen any more, or of a version that is no longer current. */
function failureOf({ response }: ErrorData, network: boolean): Failure {
  if (!network) return "decode";
  return [401, 404, 410].includes(response?.code ?? 0) ? "gone" : "network";
}

type NativeTrack = { label: string; enabled: boolean };

/** Safari's own HLS: tracks are the element's, known by their labels. */
function byBrowser(
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
      const label = labelOf(preview.audio, id);
      for (const track of heard() ?? []) track.enabled = track.label === label;
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
