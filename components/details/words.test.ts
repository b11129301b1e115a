import { expect, test } from "vitest";
import type { AudioProbe } from "@/lib/media/types";
import { bitRateInWords, changeInWords, frameRateInWords, loudnessInWords } from "./words";

const ntsc = { numerator: 30_000, denominator: 1001 };
const pal = { numerator: 25, denominator: 1 };

const loudness = (integratedLoudnessLufs: AudioProbe["integratedLoudnessLufs"]) =>
  loudnessInWords({ integratedLoudnessLufs });

test.each([
  [loudness(-23.04), "-23.0 LUFS, integrated"],
  [loudness(null), "Below the gate"],
  [loudness("measuring"), "Being measured"],
  [loudness("unmeasurable"), "Can't be measured"],
  [frameRateInWords(ntsc), "30000/1001 (29.97 fps)"],
  [frameRateInWords({ numerator: 24_000, denominator: 1001 }), "24000/1001 (23.976 fps)"],
  [frameRateInWords(pal), "25 fps"],
  [bitRateInWords(4_523_000), "4.52 Mb/s"],
  [bitRateInWords(96_400), "96 kb/s"],
  [changeInWords({ what: "duration", from: 60, to: 63.5 }), "Duration 1:00 to 1:04 (+3.50 s)"],
  [changeInWords({ what: "duration", from: 60.04, to: 60 }), "Duration 1:00 (−0.04 s)"],
  [changeInWords({ what: "loudness", from: -27, to: -23.44 }), "Loudness −27.0 to −23.4 LUFS"],
  [
    changeInWords({ what: "frameRate", from: ntsc, to: pal }),
    "Frame rate 30000/1001 (29.97 fps) to 25 fps",
  ],
  [changeInWords({ what: "size", from: 4_200_000, to: 999 }), "Size 4.20 MB to 999 B"],
])("%s", (said, wanted) => {
  expect(said).toBe(wanted);
});
