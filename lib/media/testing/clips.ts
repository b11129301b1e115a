import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { env } from "../../env";
import { ffmpeg } from "../ffmpeg";

/** Width and height of a counting clip; its squares are 20 high. */
const [width, height] = [320, 180];

/** A small source: grey, with the number of each frame as 16 black or white squares along the top. */
export async function countingClip(
  file: string,
  { rate = "24/1", frames = 100, timecode = "01:00:00:00" } = {},
) {
  const picture = `${file}.grey`;
  await writeFile(picture, Buffer.concat(Array.from({ length: frames }, (_, i) => numbered(i))));
  const [ticks = 24, per = 1] = rate.split("/").map(Number);
  const sound = ["-f", "lavfi", "-i", `sine=r=48000:d=${(frames * per) / ticks}`];
  await ffmpeg(
    [
      ...["-f", "rawvideo", "-pix_fmt", "gray", "-s", `${width}x${height}`, "-r", rate],
      ...["-i", `file:${picture}`, ...sound, "-map", "0", "-map", "1", "-map", "1"],
      ...["-c:v", "libx264", "-preset", "ultrafast", "-crf", "12", "-pix_fmt", "yuv420p"],
      ...["-c:a:0", "aac", "-c:a:1", "ac3", "-timecode", timecode],
      ...["-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=fra"],
      ...["-metadata:s:a:1", "handler_name=Français", `file:${file}`],
    ],
    { timeoutMs: 60_000 },
  );
  await rm(picture);
}

function numbered(frame: number) {
  const light = Buffer.alloc(width * height, 128);
  for (let y = 0; y < 20; y += 1)
    for (let bit = 0; bit < 16; bit += 1)
      light.fill(frame & (1 << bit) ? 255 : 0, y * width + bit * 20, y * width + bit * 20 + 20);
  return light;
}

/** The numbers that the frames of a counting clip, or of a copy of it, bear. */
export async function countedFrames(file: string): Promise<number[]> {
  const squares = await pixels(file, "crop=iw:ih/9:0:0,scale=16:1:flags=area", 16);
  return squares.map((row) =>
    row.reduce((sum, light, bit) => sum + (light > 128 ? 2 ** bit : 0), 0),
  );
}

/** The grey values of every frame, after a filter that leaves `count` of them. */
export async function pixels(file: string, filter: string, count: number): Promise<Buffer[]> {
  const words = ["-v", "error", "-i", file, "-vf", `${filter},format=gray`, "-f", "rawvideo", "-"];
  const { stdout } = await run(env.FFMPEG_PATH, words, { encoding: "buffer", maxBuffer: 1e9 });
  return Array.from({ length: stdout.length / count }, (_, i) =>
    stdout.subarray(i * count, (i + 1) * count),
  );
}

/** Y, Cb and Cr of the first frame's upright bars. */
export async function planes(file: string, bars: number): Promise<number[][]> {
  const filter = `format=yuv444p,scale=${bars}:1:flags=area`;
  const words = ["-v", "error", "-i", file, "-frames:v", "1", "-vf", filter, "-f", "rawvideo", "-"];
  const { stdout } = await run(env.FFMPEG_PATH, words, { encoding: "buffer" });
  return Array.from({ length: bars }, (_, bar) =>
    [0, 1, 2].map((plane) => stdout[plane * bars + bar] ?? 0),
  );
}

/**
 * What tesseract reads of the mark in one frame of a clip whose picture is flat grey.
 * @param seconds from the start
 */
export async function readMark(file: string, seconds: number): Promise<string> {
  const picture = `${file}.mark.png`;
  const inkOnly = "format=gray,scale=2*iw:-1,lut=y='if(gt(val,155),0,255)'";
  // Journeys, which have none of the app's settings, read marks too.
  await run(process.env.FFMPEG_PATH || "ffmpeg", [
    ...["-nostdin", "-v", "error", "-y", "-ss", String(seconds), "-i", `file:${file}`],
    ...["-vf", inkOnly, "-frames:v", "1", picture],
  ]);
  const { stdout } = await run("tesseract", [picture, "-", "--psm", "11"]);
  await rm(picture);
  return stdout.replace(/\s+/g, " ").trim();
}

const run = promisify(execFile);
