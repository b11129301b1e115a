"use client";

import { StepForward } from "lucide-react";
import { usePlayer } from "../player-context";
import { ControlButton } from "./control-button";

export function StepForwardButton() {
  const { commands } = usePlayer();
  return (
    <ControlButton label="Frame forward" shortcut="." onPress={() => commands().step(1)}>
      <StepForward />
    </ControlButton>
  );
}
