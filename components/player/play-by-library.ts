import type Hls from "hls.js";
import type { ErrorData, MediaPlaylist } from "hls.js";
import type { ReadyPreview } from "@/lib/previews/types";
import type { Failure } from "./player-state";
import type { Report, Source } from "./source";

/** By hls.js, into Media Source Extensions. */
export function playByLibrary(
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
  // Tracks are known only when the playlist has come: what was chosen before that is chosen then, after its own.
  let wantedAudio: string | null = null;
  let wantedSubtitles: string | null = null;
  const hear = () => {
    const index = hls.audioTracks.findIndex((track) => idOf(preview.audio, track) === wantedAudio);
    if (index >= 0) hls.audioTrack = index;
  };
  const read = () => {
    hls.subtitleDisplay = wantedSubtitles !== null;
    hls.subtitleTrack = hls.subtitleTracks.findIndex(
      (track) => idOf(preview.subtitles, track) === wantedSubtitles,
    );
  };
  hls.once(Events.AUDIO_TRACKS_UPDATED, () => queueMicrotask(hear));
  hls.once(Events.SUBTITLE_TRACKS_UPDATED, () =>
    queueMicrotask(() => wantedSubtitles !== null && read()),
  );
  hls.on(Events.AUDIO_TRACKS_UPDATED, tellAudio);
  hls.on(Events.AUDIO_TRACK_SWITCHED, tellAudio);
  hls.on(Events.SUBTITLE_TRACK_SWITCH, (_, { id }) =>
    report({ subtitles: idOf(preview.subtitles, hls.subtitleTracks[id]) ?? null }),
  );
  hls.loadSource(preview.masterUrl);
  hls.attachMedia(media);
  return {
    setAudio(id) {
      wantedAudio = id;
      hear();
    },
    setSubtitles(id) {
      wantedSubtitles = id;
      read();
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
