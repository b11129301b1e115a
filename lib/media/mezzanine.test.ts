import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { ffmpeg } from "./ffmpeg";
import { makeMezzanine } from "./mezzanine";
import { readPicture } from "./source";

const folder = mkdtempSync(path.join(tmpdir(), "turnover-mezzanine-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const limit = { timeoutMs: 60_000 };

test.each([
  ["SD with wide pixels", "720x576", "64/45", "1024x576"],
  ["upright, of odd sizes", "811x1441", "1/1", "404x720"],
  ["too low to read a name on", "64x36", "1/1", "640x360"],
])(
  "%s keeps its shape: %s of pixels %s becomes %s",
  async (name, size, pixel, expected) => {
    const source = path.join(folder, `${name}.mkv`);
    const picture = `testsrc2=s=${size}:r=25:d=0.2,setsar=${pixel},format=yuv444p`;
    await ffmpeg(["-f", "lavfi", "-i", picture, "-c:v", "ffv1", source], limit);
    const { width, height, frames } = await makeMezzanine(source, path.join(folder, name));
    expect(`${width}x${height}`).toBe(expected);
    expect(frames).toBe(5);
  },
  60_000,
);

test("of fields, with sound that ends early: as many frames, and progress up to the end", async () => {
  const [source, output] = [path.join(folder, "fields.mov"), path.join(folder, "fields")];
  const picture = ["-f", "lavfi", "-i", "testsrc2=s=720x576:r=25:d=1,interlace=lowpass=off"];
  const sound = ["-f", "lavfi", "-i", "sine=d=0.5:r=48000"];
  const fields = ["-flags", "+ilme+ildct", "-c:v", "mpeg2video", "-c:a", "pcm_s24le"];
  await ffmpeg([...picture, ...sound, ...fields, source], limit);
  const shares: number[] = [];
  const made = await makeMezzanine(source, output, { onProgress: (share) => shares.push(share) });
  expect(made.audioTracks).toMatchObject([{ codec: "aac", channels: 1, sampleRate: 48_000 }]);
  expect(shares.at(-1)).toBe(1);
  const [before, after] = await Promise.all([readPicture(source, {}), readPicture(output, {})]);
  expect(after.frames).toBe(before.frames);
}, 60_000);
