"use client";

import { StepBack } from "lucide-react";
import { usePlayer } from "../player-context";
import { ControlButton } from "./control-button";

export function StepBackButton() {
  const { commands } = usePlayer();
  return (
    <ControlButton label="Frame back" shortcut="," onPress={() => commands().step(-1)}>
      <StepBack />
    </ControlButton>
  );
}
