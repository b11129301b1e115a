/** What the player shows of itself. It follows what the media reports; commands never write it. */
export type PlayerState = {
  /** The frame on view, counted from 0. */
  frame: number;
  /** Whether a picture has come, or for sound whether it can be heard. */
  ready: boolean;
  playing: boolean;
  /** Wants to play, but what comes next is not there yet. */
  waiting: boolean;
  /** How many times as fast it plays backwards; 0 when it does not. */
  reverse: number;
  muted: boolean;
  /** 0 to 1. */
  volume: number;
  /** 1 for as fast as it was shot. */
  rate: number;
  /** The id of the audio that is heard; null until it is known. */
  audio: string | null;
  /** The id of the subtitles on view; null for none. */
  subtitles: string | null;
  /** The label of subtitles that were chosen and could not be read. */
  unreadText: string | null;
  fullScreen: boolean;
  failure: Failure | null;
};

/** Why nothing can be played. */
export type Failure = "unsupported" | "network" | "gone" | "decode";

export const failureWords: Record<Failure, string> = {
  unsupported:
    "This browser can’t play previews: it has neither Media Source Extensions nor HLS of its own. The file itself is not affected.",
  network: "The preview could not be fetched. Your place is kept.",
  gone: "The preview is not there any more, or not for you. Reload the page to see what is.",
  decode: "This browser could not decode the preview. The file itself is not affected.",
};

const initialState: PlayerState = {
  ...{ frame: 0, ready: false, playing: false, waiting: false, reverse: 0 },
  ...{ muted: false, volume: 1, rate: 1, audio: null, subtitles: null, unreadText: null },
  ...{ fullScreen: false, failure: null },
};

/** Holds the state for whoever shows a part of it. */
export type PlayerStore = ReturnType<typeof makeStore>;

export function makeStore() {
  let state = initialState;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(change: Partial<PlayerState>) {
      const keys = Object.keys(change) as (keyof PlayerState)[];
      if (keys.every((key) => Object.is(change[key], state[key]))) return;
      state = { ...state, ...change };
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
