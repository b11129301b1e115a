import { durationLabel } from "@/components/materials/cells";
import { bytesInWords } from "@/components/ui/bytes";
import type { AudioProbe } from "@/lib/media/types";
import type { VersionChange } from "@/lib/versions/rules";

type Rate = { numerator: number; denominator: number };

/** "24000/1001 (23.976 fps)"; a whole number is said as it is: "25 fps". */
export function frameRateInWords({ numerator, denominator }: Rate): string {
  if (numerator % denominator === 0) return `${numerator / denominator} fps`;
  return `${numerator}/${denominator} (${Number((numerator / denominator).toFixed(3))} fps)`;
}

/** Decimal, as bit rates are told: "4.52 Mb/s". */
export const bitRateInWords = (bitsASecond: number) =>
  bitsASecond >= 1e6
    ? `${(bitsASecond / 1e6).toPrecision(3)} Mb/s`
    : `${Math.round(bitsASecond / 1e3)} kb/s`;

/** "48 kHz", "44.1 kHz" */
export const kilohertz = (hertz: number) => `${hertz / 1000} kHz`;

type Loudness = Pick<AudioProbe, "integratedLoudnessLufs">;

export function loudnessInWords({ integratedLoudnessLufs: found }: Loudness): string {
  if (found === null) return "Below the gate";
  if (found === "measuring") return "Being measured";
  if (found === "unmeasurable") return "Can't be measured";
  return `${found.toFixed(1)} LUFS, integrated`;
}

/** What a version changed, in a few words each: "Loudness −27.0 to −23.4 LUFS". */
export function changeInWords(change: VersionChange): string {
  switch (change.what) {
    case "duration": {
      const [from, to] = [durationLabel(change.from), durationLabel(change.to)];
      const by = change.to - change.from;
      const difference = `${by > 0 ? "+" : "−"}${Math.abs(by).toFixed(2)} s`;
      return from === to
        ? `Duration ${to} (${difference})`
        : `Duration ${from} to ${to} (${difference})`;
    }
    case "frameRate":
      return `Frame rate ${frameRateInWords(change.from)} to ${frameRateInWords(change.to)}`;
    case "loudness":
      return `Loudness ${lufs(change.from)} to ${lufs(change.to)} LUFS`;
    case "size":
      return `Size ${bytesInWords(change.from)} to ${bytesInWords(change.to)}`;
  }
}

const lufs = (value: number) => value.toFixed(1).replace("-", "−");
