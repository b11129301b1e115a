"use client";

import { FastForward } from "lucide-react";
import { usePlayer } from "../player-context";
import { ControlButton } from "./control-button";

export function SeekForwardButton() {
  const { commands, seekSeconds } = usePlayer();
  return (
    <ControlButton
      label={`Seek forward ${seekSeconds} s`}
      shortcut="→"
      onPress={() => commands().seekBy(seekSeconds)}
    >
      <FastForward />
    </ControlButton>
  );
}
