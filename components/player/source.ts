import type { PlayerState } from "./player-state";

/** What plays a preview into a media element. */
export type Source = {
  setAudio(id: string): void;
  setSubtitles(id: string | null): void;
  /** Lets go of the element and of all that was fetched. */
  destroy(): void;
};

/** What it says of itself when it changes. */
export type SourceReport = Partial<
  Pick<PlayerState, "audio" | "subtitles" | "unreadText" | "failure">
>;

export type Report = (change: SourceReport) => void;
