import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ffmpeg, ffprobe } from "./ffmpeg";
import { hlsGop, makeRendition, renditionFiles } from "./hls";
import { probe } from "./probe";
import { countedFrames, pixels } from "./testing/clips";
import { makePlayerClip, type PlayerClipName, playerClips } from "./testing/player-clips";
import type { AudioProbe, VideoProbe } from "./types";

let home: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), "turnover-hls-"));
});
afterAll(() => rm(home, { recursive: true }));

const limit = { timeoutMs: 60_000 };

// Encodes take their time on a busy machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

async function rendered(source: string, options: Parameters<typeof makeRendition>[3] = {}) {
  const folder = await mkdtemp(path.join(home, "out-"));
  const found = (await probe(source)) as VideoProbe | AudioProbe;
  const rendition = await makeRendition(source, found, folder, options);
  return { folder, rendition, probe: found, file: (name: string) => path.join(folder, name) };
}

/** The first seconds of a clip: two whole segments, and what begins a third. */
async function clipOf(name: PlayerClipName, seconds = 4) {
  const source = path.join(home, `${name.replaceAll(" ", "-")}-${seconds}.mp4`);
  const clip = playerClips[name];
  const short = { ...clip, frames: seconds * clip.flashEvery + 5 - clip.firstNumber };
  if (!existsSync(source)) await makePlayerClip(short, source);
  return { ...short, flashes: seconds, source };
}

async function packets(file: string) {
  const output = await ffprobe(
    [
      ...["-select_streams", "v:0", "-show_entries", "packet=pts,dts,flags:stream=time_base"],
      ...["-of", "json", file],
    ],
    limit,
  );
  return JSON.parse(output) as {
    streams: [{ time_base: string }];
    packets: { pts: number; dts: number; flags: string }[];
  };
}

/** When tones begin, in seconds, as samples decoded one by one tell. */
async function tonesIn(file: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)(
    "ffmpeg",
    ["-v", "error", "-i", file, "-ac", "1", "-f", "f32le", "-ar", "48000", "-"],
    { encoding: "buffer", maxBuffer: 1e9 },
  );
  const samples = new Float32Array(stdout.buffer, stdout.byteOffset, stdout.length / 4);
  const begins: number[] = [];
  let quiet = 4800;
  samples.forEach((sample, i) => {
    if (Math.abs(sample) < 0.1) quiet += 1;
    else {
      if (quiet >= 4800) begins.push(i / 48_000);
      quiet = 0;
    }
  });
  return begins;
}

describe.each(["23.976", "29.97 DF", "59.94 DF", "24 with an edit list"] as const)(
  "a clip at %s",
  (name) => {
    let clip: Awaited<ReturnType<typeof clipOf>>;
    let made: Awaited<ReturnType<typeof rendered>>;
    beforeAll(async () => {
      clip = await clipOf(name);
      made = await rendered(clip.source);
    });

    test("has every frame of it, each where it was, from 0 on", async () => {
      const { frames, firstNumber, rate } = clip;
      const numbers = await countedFrames(made.file("video.mp4"));
      expect(numbers).toEqual(Array.from({ length: frames }, (_, i) => i + firstNumber));
      expect(made.rendition.picture).toMatchObject({ frames, frameRate: rate });
      const { streams, packets: found } = await packets(made.file("video.mp4"));
      const [, ticks = 0] = streams[0].time_base.split("/").map(Number);
      expect(found.map(({ pts }) => pts)).toEqual(
        Array.from({ length: frames }, (_, i) => (i * ticks * rate.denominator) / rate.numerator),
      );
      expect(found.every(({ pts, dts }) => pts === dts)).toBe(true);
    });

    test("can be begun at any twelfth frame, in segments of about two seconds", async () => {
      const { packets: found } = await packets(made.file("video.mp4"));
      const keys = found.flatMap(({ flags }, i) => (flags.startsWith("K") ? [i] : []));
      expect(keys).toEqual(
        Array.from({ length: Math.ceil(clip.frames / hlsGop) }, (_, i) => i * hlsGop),
      );
      const playlist = await readFile(made.file("video.m3u8"), "utf8");
      const lengths = [...playlist.matchAll(/#EXTINF:([\d.]+)/g)].map(([, seconds]) =>
        Number(seconds),
      );
      expect(Math.max(...lengths)).toBeLessThan(2.3);
      const { numerator, denominator } = clip.rate;
      const sum = lengths.reduce((a, b) => a + b);
      expect(sum).toBeCloseTo((clip.frames * denominator) / numerator, 4);
    });

    test("sounds when it flashes", async () => {
      const { numerator, denominator } = clip.rate;
      const seconds = (number: number) => ((number - clip.firstNumber) * denominator) / numerator;
      const every = Array.from({ length: clip.flashes }, (_, i) => seconds(i * clip.flashEvery));
      const expected = every.filter((at) => at > 0.1);
      const heard = (await tonesIn(made.file("audio-0.mp4"))).filter((at) => at > 0.1);
      expect(heard.length).toBeGreaterThanOrEqual(expected.length);
      // AAC smears a tone's beginning by some milliseconds; a frame at 59.94 lasts 17.
      for (const [i, at] of expected.entries())
        expect(Math.abs((heard[i] ?? 0) - at)).toBeLessThan(0.008);
    });
  },
);

describe("what lies beside", () => {
  let made: Awaited<ReturnType<typeof rendered>>;
  beforeAll(async () => {
    // As long as a storyboard must be to have a second row.
    const { source } = await clipOf("25", 10);
    const subtitled = path.join(home, "subtitled.mp4");
    const words = path.join(home, "words.srt");
    await writeFile(words, "1\n00:00:01,000 --> 00:00:02,500\nLinia „solna” – 夜\n");
    await ffmpeg(
      [
        ...["-i", source, "-i", words, "-map", "0:v", "-map", "0:a", "-map", "1", "-map", "1"],
        ...["-c", "copy", "-c:s", "mov_text", "-timecode", "10:00:00:00"],
        ...["-metadata:s:s:0", "language=pol", "-metadata:s:s:1", "language=pol"],
        ...["-metadata:s:a:0", 'handler_name=English "original"', subtitled],
      ],
      limit,
    );
    made = await rendered(subtitled);
  });

  test("all that is made is named, and nothing else is", async () => {
    expect((await readdir(made.folder)).sort()).toEqual(renditionFiles(made.probe).sort());
  });

  test("the master playlist names every track once, with what a player must know", async () => {
    const { frames: _, ...rendition } = { ...made.rendition, frames: 0 };
    expect(rendition).toMatchObject({
      audio: [
        {
          id: "audio-0",
          language: "en",
          label: "English ”original”",
          layout: "mono",
          default: true,
        },
        { id: "audio-1", language: "fr", label: "French, mono", default: false },
      ],
      subtitles: [
        { id: "subtitles-0", language: "pl", label: "Polish" },
        { id: "subtitles-1", language: "pl", label: "Polish (2)" },
      ],
    });
    const master = await readFile(made.file("master.m3u8"), "utf8");
    const [stream = ""] = /#EXT-X-STREAM-INF:.*/.exec(master) ?? [];
    expect(stream).toMatch(/CODECS="avc1\.6400[0-9a-f]{2},mp4a\.40\.2"/);
    expect(stream).toContain("RESOLUTION=640x360,FRAME-RATE=25.000");
    expect(stream).toContain('AUDIO="audio",SUBTITLES="subtitles"');
    expect([...master.matchAll(/NAME="([^"]+)"/g)].map(([, label]) => label)).toEqual([
      ...["English ”original”", "French, mono", "Polish", "Polish (2)"],
    ]);
    const bandwidth = Number(/BANDWIDTH=(\d+)/.exec(stream)?.[1]);
    const average = Number(/AVERAGE-BANDWIDTH=(\d+)/.exec(stream)?.[1]);
    expect(bandwidth).toBeGreaterThanOrEqual(average);
  });

  test("subtitles say the words at their time", async () => {
    const words = await readFile(made.file("subtitles-0.vtt"), "utf8");
    expect(words).toContain("00:01.000 --> 00:02.500\nLinia „solna” – 夜");
  });

  test("the storyboard's tiles are the frames that they claim to be", async () => {
    const { columns, rows, tileWidth, tileHeight, tiles, secondsPerTile } =
      made.rendition.picture?.storyboard ?? expect.fail();
    expect(secondsPerTile).toBe(0.48);
    expect(tiles).toBe(Math.ceil(255 / hlsGop));
    const board = made.file("storyboard.jpg");
    const size = `${columns * tileWidth}x${rows * tileHeight}`;
    expect(
      await ffprobe(["-show_entries", "stream=width,height", "-of", "csv=p=0:s=x", board], limit),
    ).toContain(size);
    for (const tile of [0, 1, columns, tiles - 1]) {
      const at = `${(tile % columns) * tileWidth}:${Math.floor(tile / columns) * tileHeight}`;
      const [squares] = await pixels(board, `crop=${tileWidth}:10:${at},scale=16:1:flags=area`, 16);
      const number = [...(squares ?? [])].reduce(
        (sum, light, bit) => sum + (light > 128 ? 2 ** bit : 0),
        0,
      );
      expect(number).toBe(tile * hlsGop);
    }
  });
});

test("sound alone has one track and no picture; what browsers can't play becomes stereo", async () => {
  const quad = path.join(home, "quad.wav");
  const graph = "aevalsrc='0.5*sin(2*PI*1000*t)*gte(t,0.5)|0|0|0':c=quad:s=44100:d=1.5";
  await ffmpeg(["-f", "lavfi", "-i", graph, "-c:a", "pcm_s24le", quad], limit);
  const shares: number[] = [];
  const { rendition, folder, probe, file } = await rendered(quad, {
    onProgress: (share) => shares.push(share),
  });
  expect((await readdir(folder)).sort()).toEqual(renditionFiles(probe).sort());
  expect(rendition).toEqual({
    picture: null,
    durationSeconds: 1.5,
    audio: [{ id: "audio-0", language: null, label: "quad", layout: "stereo", default: true }],
    subtitles: [],
  });
  expect(await readFile(file("master.m3u8"), "utf8")).toMatch(
    /STREAM-INF:BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+,CODECS="mp4a\.40\.2"\naudio-0\.m3u8\n$/,
  );
  const [begins = 0] = await tonesIn(file("audio-0.mp4"));
  expect(Math.abs(begins - 0.5)).toBeLessThan(0.008);
  expect(shares.at(-1)).toBe(1);
});

test("the partner's name stands in every picture that is made, and only where it was asked for", async () => {
  const source = path.join(home, "grey.mp4");
  const graph = "color=gray:s=640x360:r=25:d=2";
  await ffmpeg(
    ["-f", "lavfi", "-i", graph, "-c:v", "libx264", "-preset", "ultrafast", source],
    limit,
  );
  const clean = await rendered(source);
  const marked = await rendered(source, { markedFor: "Łódź Dubbing 夜" });
  const spread = async (file: string) =>
    (await pixels(file, "scale=640:-2", 640 * 360)).map(
      (frame) => frame.reduce((a, b) => Math.max(a, b)) - frame.reduce((a, b) => Math.min(a, b)),
    );
  const cleanFrames = await spread(clean.file("video.mp4"));
  expect(cleanFrames).toHaveLength(50);
  expect(Math.max(...cleanFrames)).toBeLessThan(8);
  expect(Math.min(...(await spread(marked.file("video.mp4"))))).toBeGreaterThan(40);
  for (const name of ["poster.jpg", "storyboard.jpg"])
    expect(await readFile(clean.file(name))).not.toEqual(await readFile(marked.file(name)));
});

describe("what can't be made is refused in words", () => {
  test("a picture that ends too early", async () => {
    const { source } = await clipOf("24");
    const found = (await probe(source)) as VideoProbe;
    const cut = path.join(home, "cut.mp4");
    await ffmpeg(
      [
        ...["-i", source, "-map", "0:v", "-map", "0:a", "-c", "copy"],
        ...["-movflags", "+faststart", cut],
      ],
      limit,
    );
    await truncate(cut, Math.round((await stat(cut)).size / 2));
    const folder = path.join(home, "cut");
    await mkdir(folder);
    await expect(makeRendition(cut, found, folder)).rejects.toMatchObject({
      kind: "source",
      message: expect.stringMatching(/^The (picture ends after|picture is damaged|file )/),
    });
  });

  test("a file that is missing, empty, or no film", async () => {
    const { source } = await clipOf("24");
    const found = (await probe(source)) as VideoProbe;
    const nothing = path.join(home, "nothing.mp4");
    const text = path.join(home, "text.mp4");
    await writeFile(nothing, "");
    await writeFile(text, "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n");
    const folder = path.join(home, "refused");
    await mkdir(folder);
    for (const [file, message] of [
      [path.join(home, "missing.mp4"), "The file is missing."],
      [nothing, "The file is empty."],
      [text, "The file is not media, or was cut off before its index."],
    ] as const)
      await expect(makeRendition(file, found, folder)).rejects.toThrow(message);
  });

  test("what is stopped is stopped at once", async () => {
    const { source } = await clipOf("24");
    const found = (await probe(source)) as VideoProbe;
    const folder = path.join(home, "stopped");
    await mkdir(folder);
    const abort = new AbortController();
    const making = makeRendition(source, found, folder, { signal: abort.signal });
    abort.abort();
    await expect(making).rejects.toMatchObject({ kind: "stopped" });
  });
});
