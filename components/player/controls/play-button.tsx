"use client";

import { Pause, Play } from "lucide-react";
import { usePlayer, usePlayerState } from "../player-context";
import { ControlButton } from "./control-button";

export function PlayButton() {
  const { commands } = usePlayer();
  const moving = usePlayerState((state) => state.playing || state.reverse > 0);
  return (
    <ControlButton
      label={moving ? "Pause" : "Play"}
      shortcut="Space"
      onPress={() => commands().playPause()}
    >
      {moving ? <Pause /> : <Play />}
    </ControlButton>
  );
}
