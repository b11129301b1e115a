"use client";

import { usePlayer, usePlayerState } from "../player-context";

/** Counted from 0, as timecode is. */
export function FrameNumber() {
  const { preview } = usePlayer();
  const frame = usePlayerState((state) => state.frame);
  return (
    <p className="text-ink-3">
      Frame {frame} of {preview.frames}
    </p>
  );
}
