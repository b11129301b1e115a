"use client";

import { FrameNumber } from "./controls/frame-number";
import { FullScreenButton } from "./controls/full-screen-button";
import { LanguageOptions } from "./controls/language-options";
import { MuteButton } from "./controls/mute-button";
import { PlayButton } from "./controls/play-button";
import { ScrubBar } from "./controls/scrub-bar";
import { SeekBackButton } from "./controls/seek-back-button";
import { SeekDuration } from "./controls/seek-duration";
import { SeekForwardButton } from "./controls/seek-forward-button";
import { ShortcutsSheet } from "./controls/shortcuts-sheet";
import { SpeedMenu } from "./controls/speed-menu";
import { StepBackButton } from "./controls/step-back-button";
import { StepForwardButton } from "./controls/step-forward-button";
import { TimecodeField } from "./controls/timecode-field";

type ControlBarProps = { sheetOpen: boolean; onSheet: (open: boolean) => void };

/** The ten controls in their order (DESIGN.md, *Player*), and below them what is read and set more rarely. */
export function ControlBar({ sheetOpen, onSheet }: ControlBarProps) {
  return (
    <div className="px-2 pb-1">
      <ScrubBar />
      <div role="toolbar" aria-label="Playback" className="flex flex-wrap items-center">
        <MuteButton />
        <SeekBackButton />
        <StepBackButton />
        <PlayButton />
        <StepForwardButton />
        <SeekForwardButton />
        <LanguageOptions />
        <SeekDuration />
        <FullScreenButton />
      </div>
      <div className="flex min-h-8 flex-wrap items-center gap-x-2">
        <TimecodeField />
        <FrameNumber />
        <span className="ml-auto flex">
          <SpeedMenu />
          <ShortcutsSheet open={sheetOpen} onOpen={onSheet} />
        </span>
      </div>
    </div>
  );
}
