"use client";

import {
  Menu,
  MenuContent,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuTrigger,
} from "@/components/ui/menu";
import { usePlayer, usePlayerState } from "../player-context";
import { ControlButton } from "./control-button";

const speeds = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2];

export function SpeedMenu() {
  const { commands } = usePlayer();
  const rate = usePlayerState((state) => state.rate);
  return (
    <Menu>
      <MenuTrigger asChild>
        <ControlButton label={`Speed: ${rate}×`} className="w-auto! px-2">
          {rate}×
        </ControlButton>
      </MenuTrigger>
      <MenuContent align="end" aria-label="Speed" className="min-w-28!">
        <MenuLabel>Speed</MenuLabel>
        <MenuRadioGroup
          value={String(rate)}
          onValueChange={(value) => commands().setSpeed(Number(value))}
        >
          {speeds.map((speed) => (
            <MenuRadioItem key={speed} value={String(speed)}>
              {speed}×
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
