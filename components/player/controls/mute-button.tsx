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
        className="h-8 w-14 accent-accent-fill"
        onChange={(event) => commands().setVolume(Number(event.target.value))}
      />
    </span>
  );
}
