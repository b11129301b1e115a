import { writeFile } from "node:fs/promises";
import path from "node:path";
import { ffmpeg } from "@/lib/media/ffmpeg";
import type { Kit } from "../kit";

/** The title's lettering on nothing, 1920 x 1080. */
export async function titleTreatment({ story, folder, fonts }: Kit, output: string) {
  const words = [...story.slateName.toUpperCase()].join(" ");
  await writeFile(path.join(folder, "treatment.txt"), words);
  const size = Math.min(110, Math.floor(2700 / words.length));
  const lettering = `drawtext=fontfile=${fonts.sans}:textfile=treatment.txt:expansion=none:fontsize=${size}:fontcolor=white:x=(w-tw)/2:y=(h-th)/2`;
  await ffmpeg(
    [
      ...["-f", "lavfi", "-i", "color=c=black@0:s=1920x1080:d=1,format=rgba"],
      ...["-f", "lavfi", "-i", "color=c=white:s=600x4:d=1,format=rgba"],
      ...["-filter_complex", `[0]${lettering}[words];[words][1]overlay=660:640:format=rgb`],
      ...["-frames:v", "1", "-fflags", "+bitexact", "-c:v", "png", "-f", "image2", output],
    ],
    { cwd: folder, timeoutMs: 60_000 },
  );
}
