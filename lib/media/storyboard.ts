import "server-only";
import { encode } from "./ffmpeg";
import { type EncodeLimits, within } from "./limits";
import type { Rendition } from "./types";

type Picture = NonNullable<Rendition["picture"]>;

/** In pixels. */
const tileWidth = 160;
const columns = 16;

/** One image of about a megabyte at most: of a film a tile every half minute, of a clip every half second. */
const mostTiles = 240;

/**
 * Makes `storyboard.jpg` and `poster.jpg` beside `video.mp4`, from its own pictures, so that they bear what
 * those bear. Only frames that stand alone are decoded: two hours take seconds.
 * @param gop frames of a group of pictures in `video.mp4`
 */
export async function makeStoryboard(
  folder: string,
  { width, height, frames, frameRate }: Omit<Picture, "storyboard">,
  gop: number,
  limits: EncodeLimits,
): Promise<Picture["storyboard"]> {
  const { threads, ...run } = within(limits);
  const keyFrames = Math.ceil(frames / gop);
  const every = Math.ceil(keyFrames / mostTiles);
  const tiles = Math.ceil(keyFrames / every);
  const tileHeight = 2 * Math.max(1, Math.round((tileWidth * height) / width / 2));
  const across = Math.min(columns, tiles);
  const rows = Math.ceil(tiles / across);
  // Past the leader, where the programme can be told.
  const poster = Math.floor(keyFrames / 3);
  const graph = [
    "[0:v]split[all][one]",
    `[all]select='not(mod(n,${every}))',scale=${tileWidth}:${tileHeight}:out_range=pc,format=yuvj420p,tile=${across}x${rows}[board]`,
    `[one]select='eq(n,${poster})',scale=out_range=pc,format=yuvj420p[poster]`,
  ];
  await encode(
    [
      ...["-skip_frame", "nokey", "-threads", String(threads), "-i", "video.mp4"],
      ...["-filter_complex", graph.join(";")],
      ...["-map", "[board]", "-frames:v", "1", "-q:v", "4", "-update", "1", "storyboard.jpg"],
      ...["-map", "[poster]", "-frames:v", "1", "-q:v", "4", "-update", "1", "poster.jpg"],
    ],
    { ...run, cwd: folder },
  );
  return {
    ...{ columns: across, rows, tileWidth, tileHeight, tiles },
    secondsPerTile: (every * gop * frameRate.denominator) / frameRate.numerator,
  };
}
