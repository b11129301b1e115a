import type Hls from "hls.js";
import type { ReadyPreview } from "@/lib/previews/types";
import { playByBrowser } from "./play-by-browser";
import { playByLibrary } from "./play-by-library";
import type { Report, Source } from "./source";
import { withTexts } from "./texts";

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
  const play = playBy(loaded.default, media);
  if (play)
    return withTexts((ofStream) => play(media, preview, startAt, ofStream), media, preview, report);
  report({ failure: "unsupported" });
  return null;
}

type Play = (
  media: HTMLMediaElement,
  preview: ReadyPreview,
  startAt: number,
  report: Report,
) => Source;

function playBy(library: typeof Hls, media: HTMLMediaElement): Play | null {
  if (library.isSupported()) return (...given) => playByLibrary(library, ...given);
  return media.canPlayType("application/vnd.apple.mpegurl") ? playByBrowser : null;
}
