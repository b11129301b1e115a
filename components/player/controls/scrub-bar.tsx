"use client";

import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { framesIn } from "../frames";
import { usePlayer, usePlayerState } from "../player-context";
import { timecodeOf } from "../timecode";
import { StoryboardTile } from "./storyboard-tile";

/** Seconds of Page Up and Page Down. */
const page = 10;

/** Where it is in the whole, and the way to anywhere else: by click, drag or key. */
export function ScrubBar() {
  const { preview, commands, takeFocus } = usePlayer();
  const shown = usePlayerState((state) => state.frame);
  const moving = usePlayerState((state) => state.playing);
  const bar = useRef<HTMLDivElement>(null);
  /** Under the pointer. */
  const [hovered, setHovered] = useState<number | null>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const resume = useRef(false);
  const last = preview.frames - 1;

  const frameAt = ({ clientX }: PointerEvent) => {
    const { left, width } = bar.current?.getBoundingClientRect() ?? { left: 0, width: 1 };
    return Math.round(Math.min(1, Math.max(0, (clientX - left) / width)) * last);
  };
  const begin = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    resume.current = moving;
    commands().pause();
    drag(event);
  };
  const drag = (event: PointerEvent) => {
    const frame = frameAt(event);
    flushSync(() => setDragged(frame));
    commands().seekTo(frame);
  };
  const end = () => {
    if (dragged === null) return;
    setDragged(null);
    takeFocus();
    if (resume.current) commands().playPause();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const jump = framesIn(page, preview.frameRate);
    const to = { Home: 0, End: last, PageUp: shown + jump, PageDown: shown - jump }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    commands().seekTo(to);
  };
  const frame = dragged ?? shown;
  const looked = dragged ?? hovered;
  return (
    <div
      ref={bar}
      role="slider"
      tabIndex={0}
      aria-label="Position"
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={frame}
      aria-valuetext={timecodeOf(frame, preview)}
      className="relative flex h-6 cursor-pointer touch-none items-center rounded focus-visible:outline-offset-0"
      onKeyDown={onKeyDown}
      onPointerDown={begin}
      onPointerMove={(event) => {
        // Left to itself, React draws what a pointer does a frame of the display later.
        flushSync(() => setHovered(frameAt(event)));
        if (dragged !== null) drag(event);
      }}
      onPointerUp={end}
      onPointerCancel={end}
      onPointerLeave={() => setHovered(null)}
    >
      <div className="h-1 w-full overflow-hidden rounded bg-line">
        <div className="h-full bg-accent-fill" style={{ width: `${share(frame, last)}%` }} />
      </div>
      <div
        className="absolute size-3 -translate-x-1/2 rounded-full bg-accent-fill"
        style={{ left: `${share(frame, last)}%` }}
      />
      {looked !== null && <StoryboardTile frame={looked} at={share(looked, last)} />}
    </div>
  );
}

const share = (frame: number, last: number) => (last > 0 ? (100 * frame) / last : 0);
