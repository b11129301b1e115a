import path from "node:path";
import { ffmpeg } from "@/lib/media/ffmpeg";
import type { Story } from "../../stories/types";
import { nominalRate } from "../../timecode";
import { type Cut, pictureGraph, startTimecode, type Work } from "./graph";

/** Encodes a picture without sound; `muxProxy` makes deliverables of it. */
export async function encodePicture(
  story: Story,
  cut: Cut,
  seconds: number,
  work: Work,
  output: string,
) {
  const { inputs, filter, frames } = await pictureGraph(story, cut, seconds, work);
  const { numerator, denominator } = story.frameRate;
  await ffmpeg(
    [
      ...[...inputs, "-filter_complex", filter, "-map", "[v]", "-frames:v", String(frames)],
      ...["-c:v", "libx264", "-preset", "ultrafast", "-profile:v", "main", "-coder", "1"],
      ...["-bf", "2", "-crf", "25", "-g", String(2 * nominalRate(story.frameRate))],
      ...["-pix_fmt", "yuv420p", "-r", `${numerator}/${denominator}`],
      ...["-fflags", "+bitexact", "-f", "mp4", output],
    ],
    { cwd: work.folder, timeoutMs: 300_000 },
  );
}

export type AudioInput = {
  /** A WAV. */
  file: string;
  /** BCP 47. */
  language: string;
  title: string;
};

export type SubtitleInput = { file: string; language: string; title: string };

/** Joins a picture with its tracks and the start timecode; the picture's bits stay as they are. */
export async function muxProxy(
  story: Story,
  picture: string,
  tracks: { audio: AudioInput[]; subtitles: SubtitleInput[] },
  output: string,
) {
  const inputs = [
    picture,
    ...tracks.audio.map((t) => t.file),
    ...tracks.subtitles.map((t) => t.file),
  ];
  const describe = (kind: "a" | "s", list: (AudioInput | SubtitleInput)[]) =>
    list.flatMap(({ language, title }, i) => [
      ...[`-metadata:s:${kind}:${i}`, `language=${iso639(language)}`],
      ...[`-metadata:s:${kind}:${i}`, `handler_name=${title}`],
      ...[`-disposition:${kind}:${i}`, kind === "a" && i === 0 ? "default" : "0"],
    ]);
  await ffmpeg(
    [
      ...inputs.flatMap((file) => ["-i", `file:${file}`]),
      ...["-map", "0:v", ...inputs.slice(1).flatMap((_, i) => ["-map", `${i + 1}:0`])],
      ...["-c:v", "copy", "-c:a", "aac", "-b:a", "128k", "-c:s", "mov_text"],
      ...describe("a", tracks.audio),
      ...describe("s", tracks.subtitles),
      ...["-timecode", startTimecode(story), "-movflags", "+faststart"],
      ...["-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1"],
      ...["-f", "mp4", path.resolve(output)],
    ],
    { timeoutMs: 120_000 },
  );
}

/** MP4 has room for three letters (ISO 639-2/T). */
export function iso639(language: string): string {
  const code = iso639Codes[language.split("-")[0] ?? ""];
  if (!code) throw new Error(`There is no ISO 639-2 code for ${language} here.`);
  return code;
}

const iso639Codes: Record<string, string> = {
  ar: "ara",
  de: "deu",
  en: "eng",
  es: "spa",
  fr: "fra",
  it: "ita",
  ja: "jpn",
  pt: "por",
};
