"use client";

import { createContext, useContext, useSyncExternalStore } from "react";
import type { ReadyPreview } from "@/lib/previews/types";
import type { Commands } from "./commands";
import type { PlayerState, PlayerStore } from "./player-state";

/** What the controls of one player share. */
export type PlayerParts = {
  preview: ReadyPreview;
  store: PlayerStore;
  /** For handlers only: they are there once the media element is. */
  commands: () => Commands;
  seekSeconds: number;
  setSeekSeconds: (seconds: number) => void;
  /** Gives the keys back to the player, after the mouse was on one of its buttons. */
  takeFocus: () => void;
};

const PlayerContext = createContext<PlayerParts | null>(null);

export const PlayerProvider = PlayerContext.Provider;

export function usePlayer(): PlayerParts {
  const parts = useContext(PlayerContext);
  if (!parts) throw new Error("There is no player around this control.");
  return parts;
}

/** One thing of the player's state; what else changes draws nothing anew. */
export function usePlayerState<T>(select: (state: PlayerState) => T): T {
  const { store } = usePlayer();
  const get = () => select(store.get());
  return useSyncExternalStore(store.subscribe, get, get);
}
