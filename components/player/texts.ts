import { type TimedCue, timedCues } from "@/components/timed-text/timing";
import type { PreviewSubtitles, ReadyPreview } from "@/lib/previews/types";
import type { Report, Source } from "./source";

/** A stream whose subtitles can also be one of the timed texts that were delivered beside it. */
export function withTexts(
  play: (report: Report) => Source,
  media: HTMLMediaElement,
  preview: ReadyPreview,
  report: Report,
): Source {
  const stop = new AbortController();
  const made = madeOf(media);
  let wanted: string | null = null;
  // While a text is read none of the stream's own is, and what it says of them would be of before.
  const stream = play((change) => {
    const { subtitles: _, ...others } = change;
    report(wanted === null ? change : others);
  });
  const hide = () => {
    for (const track of made.values()) track.mode = "disabled";
  };
  const show = async (beside: PreviewSubtitles) => {
    const cues = made.has(beside.id) ? [] : await fetchCues(beside, preview, stop.signal);
    // Another may have been chosen while it was fetched.
    if (wanted !== beside.id) return;
    const track =
      made.get(beside.id) ?? media.addTextTrack("subtitles", beside.label, beside.language ?? "");
    made.set(beside.id, track);
    track.mode = "showing";
    for (const { start, end, text } of cues) track.addCue(new VTTCue(start, end, text));
    renewCues(media);
    report({ subtitles: beside.id });
  };
  return {
    ...stream,
    setSubtitles(id) {
      hide();
      const beside = preview.subtitles.find((track) => track.id === id && track.text !== null);
      report({ unreadText: null, ...((beside || wanted !== null) && { subtitles: null }) });
      wanted = beside?.id ?? null;
      stream.setSubtitles(beside ? null : id);
      renewCues(media);
      if (!beside) return;
      show(beside).catch(() => {
        if (wanted === beside.id && !stop.signal.aborted) report({ unreadText: beside.label });
      });
    },
    destroy() {
      stop.abort();
      hide();
      stream.destroy();
    },
  };
}

/**
 * The tracks that were made of texts, by their ids: what is added to a media element stays as long as it does. A
 * `<track>` could go, but would have browsers choose anew which of all tracks to show.
 */
const tracksOf = new WeakMap<HTMLMediaElement, Map<string, TextTrack>>();

function madeOf(media: HTMLMediaElement): Map<string, TextTrack> {
  const made = tracksOf.get(media) ?? new Map<string, TextTrack>();
  tracksOf.set(media, made);
  return made;
}

/**
 * Chromium does not show a cue again that stood when its track was switched off, before the picture has left it:
 * it is taken out and put back.
 */
function renewCues({ textTracks, currentTime }: HTMLMediaElement) {
  for (const track of textTracks) {
    if (track.mode !== "showing") continue;
    const here = [...(track.cues ?? [])].filter(
      ({ startTime, endTime }) => startTime <= currentTime && currentTime < endTime,
    );
    for (const cue of here) {
      track.removeCue(cue);
      track.addCue(cue);
    }
  }
}

async function fetchCues(
  { label, text }: PreviewSubtitles,
  preview: ReadyPreview,
  signal: AbortSignal,
): Promise<TimedCue[]> {
  if (!text) throw new Error(`${label} comes with the stream.`);
  const response = await fetch(text.url, { signal });
  if (!response.ok) throw new Error(`${text.url}: ${response.status}`);
  return timedCues(await response.text(), text.format, preview);
}
