"use client";

import { Languages } from "lucide-react";
import { Fragment } from "react";
import {
  Menu,
  MenuContent,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from "@/components/ui/menu";
import { usePlayer, usePlayerState } from "../player-context";
import { ControlButton } from "./control-button";

const label = "Language Options";
const off = "off";

/** Which language is heard, and which is read; for Final Proxy types only. */
export function LanguageOptions() {
  const { preview, commands } = usePlayer();
  const audio = usePlayerState((state) => state.audio);
  const subtitles = usePlayerState((state) => state.subtitles);
  if (!preview.languageMenu)
    return (
      <ControlButton
        label={label}
        reason="only Final Proxy types have them."
        onPress={() => undefined}
      >
        <Languages />
      </ControlButton>
    );
  return (
    <Menu>
      <MenuTrigger asChild>
        <ControlButton label={label}>
          <Languages />
        </ControlButton>
      </MenuTrigger>
      <MenuContent side="top" aria-label={label}>
        <MenuLabel>Audio</MenuLabel>
        <MenuRadioGroup
          aria-label="Audio"
          value={audio ?? ""}
          onValueChange={(id) => commands().setAudio(id)}
        >
          {preview.audio.map((track) => (
            <MenuRadioItem key={track.id} value={track.id}>
              {track.label}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
        {preview.audio.length === 0 && <p className="px-2 py-1 text-ink-2">No sound</p>}
        <MenuSeparator />
        <MenuLabel>Subtitles</MenuLabel>
        <MenuRadioGroup
          aria-label="Subtitles"
          value={subtitles ?? off}
          onValueChange={(id) => commands().setSubtitles(id === off ? null : id)}
        >
          <MenuRadioItem value={off}>Off</MenuRadioItem>
          {preview.subtitles.map((track, i) => (
            <Fragment key={track.id}>
              {track.text && !preview.subtitles[i - 1]?.text && (
                <MenuLabel>Timed text of this title</MenuLabel>
              )}
              <MenuRadioItem value={track.id}>{track.label}</MenuRadioItem>
            </Fragment>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
