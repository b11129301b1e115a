"use client";

import { Maximize, Minimize } from "lucide-react";
import { usePlayer, usePlayerState } from "../player-context";
import { ControlButton } from "./control-button";

export function FullScreenButton() {
  const { commands, preview } = usePlayer();
  const on = usePlayerState((state) => state.fullScreen);
  return (
    <ControlButton
      label={on ? "Leave full screen" : "Full screen"}
      shortcut="F"
      reason={preview.posterUrl === null ? "there is no picture." : undefined}
      onPress={() => commands().toggleFullScreen()}
    >
      {on ? <Minimize /> : <Maximize />}
    </ControlButton>
  );
}
