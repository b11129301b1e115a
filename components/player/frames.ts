/** Frames a second, as a rational: 24000/1001. */
export type FrameRate = { numerator: number; denominator: number };

/** What of a video says which frame is when. */
export type Timeline = {
  /** How many there are; they are counted from 0. */
  frames: number;
  frameRate: FrameRate;
  /** Of frame 0, `01:00:00:00`; null when the source has none. */
  startTimecode: string | null;
  dropFrame: boolean;
};

/** Where to seek for a frame, in seconds: its middle, so that no rounding of a player leads to a neighbour. */
export const seekTime = (frame: number, { numerator, denominator }: FrameRate) =>
  ((frame + 0.5) * denominator) / numerator;

/** The frame whose picture begins at this time, as `requestVideoFrameCallback` reports it. */
export const frameBeginningAt = (mediaTime: number, { numerator, denominator }: FrameRate) =>
  Math.round((mediaTime * numerator) / denominator);

/** The frame during which this time falls. */
export const frameDuring = (seconds: number, { numerator, denominator }: FrameRate) =>
  // A thousandth of a frame: times that were reckoned from a frame's begin lie a hair before it.
  Math.floor((seconds * numerator) / denominator + 0.001);

/** So many seconds as a whole number of frames, at least one. */
export const framesIn = (seconds: number, { numerator, denominator }: FrameRate) =>
  Math.max(1, Math.round((seconds * numerator) / denominator));

export const secondsOf = (frames: number, { numerator, denominator }: FrameRate) =>
  (frames * denominator) / numerator;

export const clampFrame = (frame: number, { frames }: Timeline) =>
  Math.min(frames - 1, Math.max(0, frame));
