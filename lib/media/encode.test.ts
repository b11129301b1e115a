import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeChunk, joinChunks } from "./encode";
import { ffmpeg } from "./ffmpeg";
import { makeMezzanine } from "./mezzanine";
import { countingClip, pixels, readMark } from "./testing/clips";
import { copyOf, encodeCopy, expectWholeCopy } from "./testing/copies";
import type { Mezzanine } from "./types";
import { makeWatermark } from "./watermark";

const folder = mkdtempSync(path.join(tmpdir(), "turnover-encode-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const inFolder = (name: string) => path.join(folder, name);
const leftOver = () => readdirSync(folder).filter((file) => /\.(part|mark|list)$/.test(file));

/** All rates: encode.long.test.ts. */
test.each([
  ["24000/1001", "01:00:00:00"],
  ["30000/1001", "00:59:58;00"],
])(
  "a copy at %s has every frame once, at its time, and both sounds",
  async (rate, timecode) => {
    await expectWholeCopy(inFolder(rate.replace("/", "-")), rate, timecode);
    expect(leftOver()).toEqual([]);
  },
  60_000,
);

test("of a flat picture without sound, a reader reads partner and serial, in the first frame and in the last", async () => {
  const [source, copy] = [inFolder("flat.mov"), inFolder("flat")];
  const grey = ["-f", "lavfi", "-i", "color=gray:s=1920x1080:r=25:d=2"];
  await ffmpeg([...grey, "-c:v", "libx264", "-preset", "ultrafast", source], { timeoutMs: 60_000 });
  const mezzanine = await makeMezzanine(source, inFolder("flat.mezzanine"));
  expect(mezzanine).toMatchObject({ width: 1280, height: 720, frames: 50, audioTracks: [] });
  await encodeCopy(mezzanine, copy, 2);
  for (const seconds of [0, 1.96])
    expect(await readMark(copy, seconds)).toBe("Northlight Dubbing 7F3A-22C1-9K");
}, 60_000);

describe("of one clip", () => {
  let mezzanine: Mezzanine;
  beforeAll(async () => {
    await countingClip(inFolder("clip.mov"));
    mezzanine = await makeMezzanine(inFolder("clip.mov"), inFolder("clip.mezzanine"));
  }, 60_000);
  const chunk = (output: string, limits = {}) =>
    encodeChunk({
      ...{ mezzanine, from: 0, to: 48, output: inFolder(output), ...limits },
      watermark: makeWatermark(copyOf, mezzanine),
    });

  test("pieces joined are the whole, frame for frame, mark and all", async () => {
    await encodeCopy(mezzanine, inFolder("whole"), 1);
    await encodeCopy(mezzanine, inFolder("joined"), 3);
    const [whole, joined] = await Promise.all(
      ["whole", "joined"].map((name) => pixels(inFolder(name), "null", 640 * 360)),
    );
    expect(joined).toHaveLength(100);
    expect(whole).toHaveLength(100);
    // The mark differs from the ground by 60 and more; a new encode by a few.
    for (const [i, frame] of (joined ?? []).entries()) {
      let most = 0;
      for (let at = 0; at < frame.length; at += 1)
        most = Math.max(most, Math.abs((frame[at] ?? 0) - (whole?.[i]?.[at] ?? 0)));
      expect(most, `frame ${i}`).toBeLessThan(40);
    }
  }, 60_000);

  test("progress is told, and what is stopped leaves nothing", async () => {
    const seen: number[] = [];
    await chunk("told", { onProgress: (frames: number) => seen.push(frames) });
    expect(seen.at(-1)).toBe(48);
    await expect(chunk("stopped", { signal: AbortSignal.abort() })).rejects.toMatchObject({
      kind: "stopped",
    });
    expect(existsSync(inFolder("stopped"))).toBe(false);
    expect(leftOver()).toEqual([]);
  });

  test.runIf(process.platform === "linux")(
    "a full disk, too little memory, too long a file: each is said, and nothing is left",
    async () => {
      symlinkSync("/dev/full", inFolder("full.part"));
      const machine = (message: string) => ({ kind: "machine", message });
      await expect(chunk("full")).rejects.toMatchObject(machine("The disk is full."));
      await expect(chunk("large", { outputBytes: 5_000 })).rejects.toMatchObject(
        machine("The file grew beyond its limit."),
      );
      await expect(chunk("hungry", { memoryBytes: 100e6 })).rejects.toMatchObject(
        machine("It needs more memory than it may."),
      );
      expect(leftOver()).toEqual([]);
      expect(["full", "large", "hungry"].map(inFolder).filter(existsSync)).toEqual([]);
    },
  );

  test("a mezzanine or a piece that is missing, and a copy that lacks its end, are said", async () => {
    const missing = { mezzanine: { ...mezzanine, file: inFolder("none") } };
    await expect(chunk("orphan", missing)).rejects.toThrow("The file is missing.");
    await chunk("first");
    const first = { from: 0, to: 48, file: inFolder("first") };
    const second = { from: 48, to: 100, file: inFolder("none") };
    await expect(joinChunks([first, second], mezzanine, inFolder("gap"))).rejects.toThrow(
      "The file is missing.",
    );
    await expect(joinChunks([first], mezzanine, inFolder("gap"))).rejects.toThrow(
      "The picture ends after 48 of 100 frames.",
    );
    expect(existsSync(inFolder("gap"))).toBe(false);
    expect(leftOver()).toEqual([]);
  });
});
