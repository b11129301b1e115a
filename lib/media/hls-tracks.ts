import { languageTag } from "./tracks";
import type { AudioProbe, VideoProbe } from "./types";

/** A sound of a rendition: which of the source's it is, and how it is told from the others. */
export type HlsSound = HlsText & {
  /** Of what is made: what browsers don't play becomes stereo. */
  channels: number;
  layout: string;
};

export type HlsText = {
  /** Among the source's of its kind, from 0. */
  index: number;
  /** `audio-0`: its files' name without ending. */
  id: string;
  /** BCP 47. */
  language: string | null;
  /** Different for each of its kind. */
  label: string;
};

export type HlsTracks = { audio: HlsSound[]; subtitles: HlsText[] };

/** The sounds and the subtitles that a file brings, as its rendition has them. */
export function tracksOf(probe: VideoProbe | AudioProbe): HlsTracks {
  if (probe.kind === "audio") {
    const track = { ...probe, language: null, title: null };
    return { audio: [sound(track, 0)], subtitles: [] };
  }
  return {
    audio: distinct(probe.audioTracks.map(sound)),
    subtitles: distinct(
      probe.subtitleTracks.flatMap(({ codec, language, title }, index) => {
        // The others are pictures: nothing that could be said in words.
        if (!textCodecs.includes(codec)) return [];
        const tag = languageTag(language);
        const label = title ?? languageName(tag) ?? `Subtitles ${index + 1}`;
        return [{ index, id: `subtitles-${index}`, language: tag, label }];
      }),
    ),
  };
}

const textCodecs = ["mov_text", "subrip", "webvtt", "ass", "ssa", "text", "ttml"];

/** By channels: 5.1 with its surrounds at the side is another layout, which no browser expects in AAC. */
const played: Record<number, string> = { 1: "mono", 2: "stereo", 6: "5.1" };

type Heard = {
  language: string | null;
  channels: number;
  layout: string | null;
  title: string | null;
};

function sound({ language, channels, layout, title }: Heard, index: number): HlsSound {
  const tag = languageTag(language);
  const made = played[channels] ?? "stereo";
  const label = [languageName(tag), layout ?? made].filter(Boolean).join(", ");
  return {
    ...{ index, id: `audio-${index}`, language: tag, layout: made },
    channels: channels in played ? channels : 2,
    label: title ?? label,
  };
}

const languageName = (tag: string | null) =>
  tag && new Intl.DisplayNames("en", { type: "language" }).of(tag);

/** The second of a name becomes `name (2)`. HLS has no way to write a quotation mark or a line's end. */
function distinct<T extends { label: string }>(tracks: T[]): T[] {
  const seen = new Map<string, number>();
  return tracks.map((track) => {
    const clean = track.label.replaceAll('"', "”").replace(/\p{Cc}+/gu, " ");
    const count = (seen.get(clean) ?? 0) + 1;
    seen.set(clean, count);
    return { ...track, label: count > 1 ? `${clean} (${count})` : clean };
  });
}
