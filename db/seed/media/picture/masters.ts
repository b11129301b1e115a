import path from "node:path";
import { ffmpeg } from "@/lib/media/ffmpeg";
import type { Story } from "../../stories/types";
import { nominalRate } from "../../timecode";
import type { Kit } from "../kit";
import { pictureGraph } from "./graph";
import { type Cut, startTimecode } from "./overlays";

/** `seconds` counts the leader too. */
export type EncodedPicture = { file: string; seconds: number };

/** Encodes a picture without sound; `muxProxy` makes deliverables of it. */
export async function encodePicture(kit: Kit, cut: Cut, seconds: number): Promise<EncodedPicture> {
  const { inputs, filter, frames } = await pictureGraph(kit, cut, seconds);
  const { frameRate } = kit.story;
  const name = `picture-${cut}.mp4`;
  await ffmpeg(
    [
      ...[...inputs, "-filter_complex", filter, "-map", "[v]", "-frames:v", String(frames)],
      ...["-c:v", "libx264", "-preset", "ultrafast", "-profile:v", "main", "-coder", "1"],
      ...["-bf", "2", "-trellis", "0", "-crf", "25", "-g", String(2 * nominalRate(frameRate))],
      ...["-pix_fmt", "yuv420p", "-r", `${frameRate.numerator}/${frameRate.denominator}`, name],
    ],
    { cwd: kit.folder, timeoutMs: 300_000 },
  );
  return {
    file: path.join(kit.folder, name),
    seconds: (frames * frameRate.denominator) / frameRate.numerator,
  };
}

export type AudioInput = {
  /** Encoded already, by `encodeSound`. */
  file: string;
  /** BCP 47. */
  language: string;
  title: string;
};

export type SubtitleInput = { file: string; language: string; title: string };

/** Encodes a WAV as proxies carry it, once for all the files that it goes into. */
export async function encodeSound(wav: string, seconds: number): Promise<string> {
  const output = wav.replace(/\.wav$/, ".m4a");
  const codec = ["-c:a", "aac", "-aac_coder", "fast", "-b:a", "160k", "-flags:a", "+bitexact"];
  await ffmpeg(
    ["-i", `file:${wav}`, "-t", `${seconds}`, ...codec, "-fflags", "+bitexact", output],
    {
      timeoutMs: 120_000,
    },
  );
  return output;
}

/**
 * Joins a picture with its tracks and the start timecode, for as long as the picture lasts; the
 * picture's bits stay as they are.
 */
export async function muxProxy(
  story: Story,
  picture: EncodedPicture,
  tracks: { audio: AudioInput[]; subtitles: SubtitleInput[] },
  output: string,
) {
  const sidecars = [...tracks.audio, ...tracks.subtitles];
  await ffmpeg(
    [
      ...[picture.file, ...sidecars.map((t) => t.file)].flatMap((file) => ["-i", `file:${file}`]),
      ...["-map", "0:v", ...sidecars.flatMap((_, i) => ["-map", `${i + 1}:0`])],
      ...["-c:v", "copy", "-c:a", "copy", "-c:s", "mov_text"],
      ...tracks.audio.flatMap((track, i) => describe(`a:${i}`, track, i === 0)),
      ...tracks.subtitles.flatMap((track, i) => describe(`s:${i}`, track, false)),
      ...[
        "-timecode",
        startTimecode(story),
        "-t",
        picture.seconds.toFixed(6),
        "-movflags",
        "+faststart",
      ],
      ...["-fflags", "+bitexact", "-map_metadata", "-1"],
      ...["-f", "mp4", output],
    ],
    { timeoutMs: 120_000 },
  );
}

const describe = (stream: string, track: AudioInput | SubtitleInput, isDefault: boolean) => [
  ...[`-metadata:s:${stream}`, `language=${iso639(track.language)}`],
  ...[`-metadata:s:${stream}`, `handler_name=${track.title}`],
  ...[`-disposition:${stream}`, isDefault ? "default" : "0"],
];

/** MP4 has room for three letters (ISO 639-2/T). */
function iso639(language: string): string {
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
