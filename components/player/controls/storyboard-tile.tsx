"use client";

import { secondsOf } from "../frames";
import { usePlayer } from "../player-context";
import { timecodeOf } from "../timecode";

type StoryboardTileProps = {
  frame: number;
  /** Where the pointer is, in percent of the bar. */
  at: number;
};

/** What is to be seen about a frame, and its timecode, above the place that is pointed at. */
export function StoryboardTile({ frame, at }: StoryboardTileProps) {
  const { preview } = usePlayer();
  const { storyboard } = preview;
  const width = storyboard?.tileWidth ?? 96;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute bottom-full z-10 overflow-hidden rounded border border-line bg-raised text-center shadow-lg shadow-black/20"
      // Kept within the bar.
      style={{ width, left: `clamp(0px, calc(${at}% - ${width / 2}px), calc(100% - ${width}px))` }}
    >
      {storyboard && <Tile {...storyboard} seconds={secondsOf(frame, preview.frameRate)} />}
      <span className="font-mono text-label">{timecodeOf(frame, preview)}</span>
    </div>
  );
}

type TileProps = {
  url: string;
  columns: number;
  tileWidth: number;
  tileHeight: number;
  secondsPerTile: number;
  tiles: number;
  seconds: number;
};

function Tile({ url, columns, tileWidth, tileHeight, secondsPerTile, tiles, seconds }: TileProps) {
  const tile = Math.min(tiles - 1, Math.floor(seconds / secondsPerTile));
  const [x, y] = [(tile % columns) * tileWidth, Math.floor(tile / columns) * tileHeight];
  return (
    <div
      style={{
        height: tileHeight,
        backgroundImage: `url("${url}")`,
        backgroundPosition: `-${x}px -${y}px`,
      }}
    />
  );
}
