"use client";

import { Volume2, VolumeX } from "lucide-react";
import { usePlayer, usePlayerState } from "../player-context";
import { ControlButton } from "./control-button";

/** Mute, and how loud it is where it is not. */
export function MuteButton() {
  const { commands } = usePlayer();
  const muted = usePlayerState((state) => state.muted);
  const volume = usePlayerState((state) => (state.muted ? 0 : state.volume));
  return (
    <span className="flex items-center">
      <ControlButton
        label={muted ? "Unmute" : "Mute"}
        shortcut="M"
        onPress={() => commands().toggleMute()}
      >
        {muted ? <VolumeX /> : <Volume2 />}
      </ControlButton>
      <input
        type="range"
        aria-label="Volume"
        min={0}
        max={1}
        step={0.05}
        value={volume}
        // A phone has buttons for it, and no room.
        className="h-8 w-14 accent-accent-fill max-sm:hidden"
        onChange={(event) => commands().setVolume(Number(event.target.value))}
      />
    </span>
  );
}
