import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { planChunks } from "./chunks";
import { encodeChunk, joinChunks } from "./encode";
import { makeMezzanine } from "./mezzanine";
import { countedFrames, countingClip } from "./testing/clips";
import { openMezzanine } from "./verify";
import { makeWatermark } from "./watermark";

const folder = mkdtempSync(path.join(tmpdir(), "turnover-encode-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const inFolder = (name: string) => path.join(folder, name);

const copyOf = { partnerName: "Northlight Dubbing", serial: "7F3A-22C1-9K" };

test.each([
  ["24000/1001", "01:00:00:00"],
  ["30000/1001", "00:59:58;00"],
  ["60000/1001", "00:59:58;00"],
])("a copy at %s has every frame once, at its time, and both sounds", async (rate, timecode) => {
  const name = rate.replace("/", "-");
  await countingClip(inFolder(`${name}.mov`), { rate, timecode });
  const mezzanine = await makeMezzanine(inFolder(`${name}.mov`), inFolder(`${name}.mezzanine`), {
    mainLanguage: "fr",
  });
  const watermark = makeWatermark(copyOf, mezzanine);
  const pieces = planChunks(mezzanine.frames, mezzanine.gop, 3).map((chunk) => ({
    ...chunk,
    file: inFolder(`${name}-${chunk.from}.piece`),
  }));
  expect(pieces).toHaveLength(3);
  for (const { from, to, file } of pieces)
    await encodeChunk({ mezzanine, watermark, from, to, output: file });
  const output = inFolder(`${name}.mp4`);
  await joinChunks(pieces, mezzanine, output);

  expect(await countedFrames(output)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  expect(await openMezzanine(output)).toEqual({
    ...mezzanine,
    file: output,
    frames: 100,
    startTimecode: timecode,
    audioTracks: [
      expect.objectContaining({ codec: "aac", language: "fra", title: "Français" }),
      expect.objectContaining({ codec: "aac", language: "eng" }),
    ],
  });
  expect(readdirSync(folder).filter((file) => /\.(part|mark|list)$/.test(file))).toEqual([]);
});
