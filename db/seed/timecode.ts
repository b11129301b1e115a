import type { Story } from "./stories/types";

type Rate = Story["frameRate"];

/** Frames that the timecode counts in a second: 24 for 23.976. */
export const nominalRate = ({ numerator, denominator }: Rate) =>
  Math.round(numerator / denominator);

/**
 * The timecode of a count of frames from 00:00:00:00. Drop-frame leaves out the labels 0 and 1 of every
 * minute not divisible by ten (SMPTE ST 12-1), and has a semicolon.
 */
export function timecode(frames: number, rate: Rate): string {
  const fps = nominalRate(rate);
  let label = frames;
  if (rate.dropFrame) {
    const [perMinute, perTen] = [fps * 60 - 2, fps * 600 - 18];
    const rest = frames % perTen;
    const minutes = rest < fps * 60 ? 0 : 1 + Math.floor((rest - fps * 60) / perMinute);
    label += 18 * Math.floor(frames / perTen) + 2 * minutes;
  }
  const two = (n: number) => String(Math.floor(n)).padStart(2, "0");
  const [seconds, ff] = [Math.floor(label / fps), label % fps];
  const clock = `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${clock}${rate.dropFrame ? ";" : ":"}${two(ff)}`;
}

/** Frames from 00:00:00:00 to the first frame of picture at 01:00:00:00. */
export const firstFrame = (rate: Rate) => {
  const fps = nominalRate(rate);
  return fps * 3600 - (rate.dropFrame ? 108 : 0);
};

/** The timecode of a moment of the programme, in seconds from the first frame of picture; negative in the leader. */
export const timecodeAt = (seconds: number, rate: Rate) =>
  timecode(firstFrame(rate) + Math.round((seconds * rate.numerator) / rate.denominator), rate);

/** Slate, 2-pop and black before the first frame of picture: four seconds by timecode. */
export const leaderFrames = (rate: Rate) => 4 * nominalRate(rate);
export const leaderSeconds = (rate: Rate) =>
  (leaderFrames(rate) * rate.denominator) / rate.numerator;
