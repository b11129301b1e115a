import type { FrameRate } from "./types";

/** Frames of a closed group of pictures: 2 s at 24. */
export const groupOfPictures = 48;

/**
 * How a picture is encoded: every group of pictures stands alone, so that pieces encoded apart can be joined.
 * @param crf x264's constant quality: lower is better
 */
export const pictureCodec = (crf: number, threads: number) => {
  const gop = `keyint=${groupOfPictures}:min-keyint=${groupOfPictures}:scenecut=0:open-gop=0`;
  return [
    ...["-c:v", "libx264", "-preset", "veryfast", "-crf", String(crf), "-pix_fmt", "yuv420p"],
    // stitchable: the same headers for every piece.
    ...["-profile:v", "high", "-x264-params", `${gop}:stitchable=1`, "-threads", String(threads)],
  ];
};

/** Ticks a second of an MP4's picture, in which every frame lasts a whole number of them. */
export function timescaleOf({ numerator }: FrameRate): number {
  let ticks = numerator;
  while (ticks < 10_000) ticks *= 10;
  return ticks;
}

/** Seconds from the first frame to this one, as an argument: rounded to microseconds, as ffmpeg counts. */
export const secondsOf = (frames: number, { numerator, denominator }: FrameRate) =>
  ((frames * denominator) / numerator).toFixed(6);
