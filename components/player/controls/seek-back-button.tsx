"use client";

import { Rewind } from "lucide-react";
import { usePlayer } from "../player-context";
import { ControlButton } from "./control-button";

export function SeekBackButton() {
  const { commands, seekSeconds } = usePlayer();
  return (
    <ControlButton
      label={`Seek back ${seekSeconds} s`}
      shortcut="←"
      onPress={() => commands().seekBy(-seekSeconds)}
    >
      <Rewind />
    </ControlButton>
  );
}
