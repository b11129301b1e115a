import { readFile } from "node:fs/promises";
import exceljs from "exceljs";
import JSZip from "jszip";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ffmpeg, ffprobe } from "@/lib/media/ffmpeg";
import type { AudioProbe, VideoProbe } from "@/lib/media/types";
import { stories } from "../stories";
import { storyCodes } from "../stories/types";
import { leaderFrames } from "../timecode";
import { type MediaPool, prepareMedia } from "./pool";

let media: MediaPool;
beforeAll(async () => {
  media = await prepareMedia();
}, 900_000);
afterAll(() => media.dispose());

const video = (name: string) => media.file(name).probe as VideoProbe;
const audio = (name: string) => media.file(name).probe as AudioProbe;

test("the pool keeps within 600 MB, and hardly a file is there twice", () => {
  expect(media.files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(600e6);
  const contents = new Set(media.files.map(({ md5 }) => md5)).size;
  expect(contents / media.files.length).toBeGreaterThan(0.95);
});

describe("pictures", () => {
  test.each(storyCodes)("%s: exact frame rate, start timecode and length", (code) => {
    const { frameRate, seconds } = stories[code];
    for (const [cut, length] of [
      ["locked", seconds.locked],
      ["final", seconds.final],
    ] as const) {
      const probe = video(`${code}/r1/${cut}.mp4`);
      const { numerator, denominator } = frameRate;
      expect(probe.frameRate).toEqual({ numerator, denominator });
      expect(probe.dropFrame).toBe(frameRate.dropFrame);
      expect(probe.startTimecode).toBe(frameRate.dropFrame ? "00:59:56;00" : "00:59:56:00");
      const programme = Math.round((length * numerator) / denominator);
      expect(probe.frames).toBe(leaderFrames(frameRate) + programme);
      expect(probe).toMatchObject({ codec: "h264", width: 960, height: 540 });
      expect(probe.durationSeconds).toBeGreaterThanOrEqual(20);
      expect(probe.durationSeconds).toBeLessThanOrEqual(60);
    }
  });

  test("finals carry a track a language, each with its tag and its own programme, and subtitles", async () => {
    const name = "film/r1/final.mp4";
    const { audioTracks, subtitleTracks } = video(name);
    expect(audioTracks.map(({ language, channels }) => [language, channels])).toEqual([
      ["eng", 2],
      ["spa", 2],
      ["fra", 2],
      ["jpn", 2],
      ["eng", 6],
    ]);
    expect(subtitleTracks.map(({ language }) => language)).toEqual(["eng", "spa", "fra", "jpn"]);
    const hashes = await Promise.all([0, 1, 2, 3].map((track) => soundHash(name, track)));
    expect(new Set(hashes).size).toBe(4);
  });

  test("subtitles in the file are the story's words", async () => {
    const file = media.file("film/r1/final.mp4").path;
    const packets = await ffprobe(
      ["-select_streams", "s:1", "-show_packets", "-show_data", "-of", "json", file],
      { timeoutMs: 30_000 },
    );
    expect(packets.replaceAll(/[^a-zA-Z ]/g, "")).toMatch(/La marea/);
  });

  test("the picture moves", async () => {
    const frame = (at: number) =>
      ffmpegHash(["-ss", `${at}`, "-i", media.file("series/r1/locked.mp4").path, "-frames:v", "1"]);
    expect(new Set([await frame(6), await frame(7), await frame(20)]).size).toBe(3);
  });
});

describe("sounds", () => {
  test("all are 24-bit at 48 kHz, and none clips", async () => {
    const wavs = media.files.filter(({ name }) => name.endsWith(".wav"));
    for (const { probe } of wavs)
      expect(probe).toMatchObject({ codec: "pcm_s24le", sampleRate: 48_000, bitDepth: 24 });
    const measured = await ffmpeg(
      [
        "-i",
        media.file("film/r1/printmaster-51.wav").path,
        "-af",
        "astats=metadata=0",
        "-f",
        "null",
        "-",
      ],
      { timeoutMs: 30_000, logLevel: "info" },
    );
    const peaks = [...measured.matchAll(/Peak level dB: (-[\d.]+)/g)].map(([, peak]) =>
      Number(peak),
    );
    expect(peaks).toHaveLength(7);
    expect(Math.max(...peaks)).toBeLessThan(-3);
  });

  test.each(storyCodes)(
    "%s: printmasters lie about -24 LUFS, and no two channels are alike",
    async (code) => {
      for (const mix of ["printmaster-51", "printmaster-20"]) {
        const { integratedLoudnessLufs } = audio(`${code}/r1/${mix}.wav`);
        expect(integratedLoudnessLufs).toBeGreaterThan(-27);
        expect(integratedLoudnessLufs).toBeLessThan(-21);
      }
      expect(audio(`${code}/r1/printmaster-51.wav`).layout).toBe("5.1(side)");
      const monos = media.files.filter(({ name }) => name.startsWith(`${code}/r1/me-51.`));
      expect(monos.map(({ probe }) => (probe as AudioProbe).channels)).toEqual([1, 1, 1, 1, 1, 1]);
      const channels = await Promise.all(monos.map(({ name }) => soundHash(name, 0)));
      expect(new Set(channels).size).toBe(6);
    },
  );

  test("they start at the leader's timecode", async () => {
    const tags = await ffprobe(
      [
        "-show_entries",
        "format_tags=time_reference",
        "-of",
        "csv=p=0",
        media.file("series/r1/me-51.L.wav").path,
      ],
      { timeoutMs: 30_000 },
    );
    // 00:59:56:00 at 23.976 is 3,599.596 s of real time.
    expect(Number(tags)).toBe(Math.round(3596 * 1.001 * 48_000));
  });
});

describe("documents", () => {
  const bytesOf = (name: string) => readFile(media.file(name).path);

  test("spreadsheets open, with a row a line", async () => {
    const book = new exceljs.Workbook();
    await book.xlsx.readFile(media.file("film/r1/pldl.xlsx").path);
    const sheet = book.getWorksheet("PLDL");
    expect(sheet?.actualRowCount).toBe(1 + stories.film.cues.length);
    expect(sheet?.getRow(2).getCell(1).text).toBe("01:00:03:00");
    expect(sheet?.getRow(2).getCell(5).text).toBe("The tide moved the line again.");
  });

  test("Word documents hold the dialogue, drop-frame timecodes too", async () => {
    const zip = await JSZip.loadAsync(await bytesOf("estacion/r1/dialogue-list.docx"));
    const xml = await zip.file("word/document.xml")?.async("string");
    expect(xml).toContain("La vía está cerrada.");
    expect(xml).toMatch(/01:00:0\d;\d\d/);
  });

  test("PDFs have pages", async () => {
    expect((await bytesOf("film/r1/show-guide.pdf")).subarray(0, 5).toString()).toBe("%PDF-");
    expect(media.file("film/r1/show-guide.pdf").probe).toMatchObject({ kind: "text", pages: 3 });
  });

  test.each(["template.vtt", "original.srt", "sdh.ttml"])("%s has a cue a line", (file) => {
    expect(media.file(`manara/r1/${file}`).probe).toMatchObject({
      format: file.split(".")[1],
      events: stories.manara.cues.length,
    });
  });

  test("a title treatment is transparent around its letters", async () => {
    const { path, probe } = media.file("series/r1/title-treatment.png");
    expect(probe).toEqual({ kind: "image", format: "png", width: 1920, height: 1080 });
    expect((await readFile(path))[25]).toBe(6);
  });
});

const soundHash = (name: string, track: number) =>
  ffmpegHash(["-i", media.file(name).path, "-map", `0:a:${track}`]);

/** MD5 of what is decoded. */
const ffmpegHash = async (args: string[]) => {
  const said = await ffmpeg([...args, "-f", "framehash", "-hash", "md5", "pipe:2"], {
    timeoutMs: 60_000,
  });
  return said;
};
