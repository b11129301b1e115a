import { rename, rm, writeFile } from "node:fs/promises";
import { ffmpeg } from "../ffmpeg";
import type { FrameRate } from "../types";

/** A film whose every frame tells which one it is, and whose sound tells when a frame should be seen. */
export type PlayerClip = {
  rate: FrameRate;
  /** Of frame 0 as it is shown. */
  startTimecode: string;
  /** How many are shown. */
  frames: number;
  /** The number that the first frame shown bears: an edit list hides those before it. */
  firstNumber: number;
  /**
   * Frames whose number is a multiple of this, and the one after each, show a white field, and a tone of
   * 1 kHz sounds for as long.
   */
  flashEvery: number;
};

const clip = (
  [numerator, denominator]: [number, number],
  startTimecode: string,
  firstNumber = 0,
): PlayerClip => {
  const flashEvery = Math.round(numerator / denominator);
  const frames = 10 * flashEvery + 5 - firstNumber;
  return { rate: { numerator, denominator }, startTimecode, frames, firstNumber, flashEvery };
};

/** A clip a rate; drop-frame ones cross a minute, where two or four numbers are left out. */
export const playerClips = {
  "23.976": clip([24_000, 1001], "00:59:50:00"),
  "24": clip([24, 1], "01:00:00:00"),
  "25": clip([25, 1], "10:00:00:00"),
  "29.97 DF": clip([30_000, 1001], "00:59:54;10"),
  "50": clip([50, 1], "09:59:58:00"),
  "59.94 DF": clip([60_000, 1001], "00:00:55;00"),
  "24 with an edit list": clip([24, 1], "01:00:00:00", 29),
} satisfies Record<string, PlayerClip>;

export type PlayerClipName = keyof typeof playerClips;

/** In pixels; the squares of the frame's number fill the top ninth, the white field the bottom third. */
const [width, height] = [640, 360];
const [bits, side] = [16, 40];

/** For how much of each second its subtitle stands. */
export const subtitleSeconds = 0.75;

/**
 * Writes a clip as an MP4: H.264 with B-frames, groups of pictures of two seconds, two languages of which
 * the second has no tone, and but for the edit list subtitles in both that name each second.
 * @param file ends in `.mp4`
 */
export async function makePlayerClip(
  { rate, startTimecode, frames, firstNumber, flashEvery }: PlayerClip,
  file: string,
) {
  const perSecond = `${rate.numerator}/${rate.denominator}`;
  const all = frames + firstNumber;
  const seconds = (all * rate.denominator) / rate.numerator;
  const inSeconds = (count: number) => `${count}*${rate.denominator}/${rate.numerator}`;
  const squares = Array.from({ length: bits }, (_, bit) => {
    const at = `drawbox=x=${bit * side}:y=0:w=${side}:h=${side}:t=fill`;
    return `${at}:color=white:enable='gte(mod(n,${2 ** (bit + 1)}),${2 ** bit})'`;
  });
  const picture = [
    `testsrc2=s=${width}x${height}:r=${perSecond}`,
    `drawbox=w=${width}:h=${side}:color=black:t=fill`,
    ...squares,
    `drawbox=y=${(2 * height) / 3}:w=${width}:h=${height / 3}:color=black:t=fill`,
    `drawbox=y=${(2 * height) / 3}:w=${width}:h=${height / 3}:color=white:t=fill:enable='lt(mod(n,${flashEvery}),2)'`,
  ].join(",");
  // A billionth of a second, so that no rounding moves a border to the sample before.
  const tone = `aevalsrc='0.5*sin(2*PI*1000*t)*lt(mod(t+1e-9,${inSeconds(flashEvery)}),${inSeconds(2)})':s=48000:d=${seconds}`;
  const silence = `aevalsrc=0:s=48000:d=${seconds}`;
  const whole = firstNumber > 0 ? `${file}.whole.mp4` : file;
  const timecode = ["-timecode", startTimecode];
  const words = ["Second", "Seconde"].map((word) => ({ word, srt: `${file}.${word}.srt` }));
  for (const { word, srt } of words)
    await writeFile(srt, secondsInWords(word, Math.floor(seconds)));
  await ffmpeg(
    [
      ...[picture, tone, silence].flatMap((graph) => ["-f", "lavfi", "-i", graph]),
      ...words.flatMap(({ srt }) => ["-i", srt]),
      ...["0", "1", "2", "3", "4"].flatMap((input) => ["-map", input]),
      ...["-c:s", "mov_text", "-metadata:s:s:0", "language=eng", "-metadata:s:s:1", "language=fra"],
      ...["-frames:v", String(all)],
      ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p"],
      ...["-bf", "2", "-g", String(2 * flashEvery), "-c:a", "aac"],
      ...["-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=fra"],
      ...[...timecode, whole],
    ],
    { timeoutMs: 120_000 },
  );
  for (const { srt } of words) await rm(srt);
  if (whole === file) return;
  // Cut between key frames without encoding: an edit list hides what had to stay.
  const from = (firstNumber - 0.02) * (rate.denominator / rate.numerator);
  const cut = `${file}.cut.mp4`;
  await ffmpeg(
    [
      ...["-ss", from.toFixed(6), "-i", whole, "-map", "0:v", "-map", "0:a"],
      ...["-c", "copy", ...timecode, cut],
    ],
    { timeoutMs: 60_000 },
  );
  await rename(cut, file);
  await rm(whole);
}

function secondsInWords(word: string, count: number): string {
  const time = (at: number) => new Date(at * 1000).toISOString().slice(11, 23).replace(".", ",");
  const cue = (n: number) =>
    `${n + 1}\n${time(n)} --> ${time(n + subtitleSeconds)}\n${word} ${n}\n`;
  return Array.from({ length: count }, (_, n) => cue(n)).join("\n");
}

/**
 * Reads the number off a frame of a clip, also in a browser: it uses nothing from outside.
 * @param pixels RGBA, as a canvas gives them
 * @returns null where the squares are not plainly black or white
 */
export function frameNumber(
  pixels: Uint8ClampedArray | Uint8Array,
  width: number,
  height: number,
): number | null {
  let number = 0;
  for (let bit = 0; bit < 16; bit += 1) {
    const x = Math.floor(((bit + 0.5) / 16) * width);
    const y = Math.floor(height / 18);
    const light = pixels[(y * width + x) * 4 + 1] ?? 128;
    if (light > 64 && light < 192) return null;
    if (light >= 192) number += 2 ** bit;
  }
  return number;
}

/** Whether a frame of a clip shows its white field, also in a browser; pixels as for `frameNumber`. */
export function flashes(pixels: Uint8ClampedArray | Uint8Array, width: number, height: number) {
  const y = Math.floor((5 * height) / 6);
  return (pixels[(y * width + Math.floor(width / 2)) * 4 + 1] ?? 0) > 192;
}
