import type { TextFormat } from "@/lib/media/types";

/**
 * What `GET /api/materials/{id}/preview` says of the current version's preview; null for what can't be
 * played: text, images, and slots without a version. Asking for one that is missing has it made.
 */
export type Preview = UnfinishedPreview | ReadyPreview;

export type UnfinishedPreview = {
  id: string;
  state: "queued" | "encoding" | "failed";
  /** 0 to 100. */
  percent: number;
  /** Why it failed, in words; null in the other states. */
  reason: string | null;
};

export type ReadyPreview = {
  id: string;
  state: "ready";
  /** Of the HLS master playlist; what it leads to stands beside it. Needs the session's cookie, as every address here. */
  masterUrl: string;
  /** A JPEG; null for sound. */
  posterUrl: string | null;
  /** Null for sound. */
  storyboard: Storyboard | null;
  /** How many the picture has; for sound how many it lasts, the last begun one included. */
  frames: number;
  /** A rational, 24000/1001; for sound the title's. */
  frameRate: { numerator: number; denominator: number };
  /** Of frame 0: `01:00:00:00`, with `;` before the frames when drop-frame; null when the file has none. */
  startTimecode: string | null;
  dropFrame: boolean;
  /** Whether the player's Language Options are active: Final Proxy types only. */
  languageMenu: boolean;
  /** In the master playlist's order. */
  audio: PreviewAudio[];
  /** Likewise; where there is a language menu, then the title's timed texts that the viewer sees. */
  subtitles: PreviewSubtitles[];
};

/** Thumbnails in one JPEG, in rows from the top left; tile `i` is the frame at `i * secondsPerTile`. */
export type Storyboard = {
  url: string;
  columns: number;
  rows: number;
  /** In pixels of the JPEG. */
  tileWidth: number;
  tileHeight: number;
  secondsPerTile: number;
  tiles: number;
};

export type PreviewAudio = {
  id: string;
  /** BCP 47. */
  language: string | null;
  /** For a menu, different for each: `English 5.1`. NAME in the master playlist. */
  label: string;
  /** As ffmpeg names it: `stereo`, `5.1`. */
  layout: string | null;
  default: boolean;
};

export type PreviewSubtitles = {
  id: string;
  language: string | null;
  /** For a menu, different for each. */
  label: string;
  /** Null for those that come with the stream; else the text that was delivered beside it, as it was delivered. */
  text: { url: string; format: TextFormat } | null;
};
