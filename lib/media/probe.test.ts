import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { deflateSync } from "node:zlib";
import JSZip from "jszip";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ffmpeg } from "./ffmpeg";
import { measureLoudness } from "./loudness";
import { probe } from "./probe";

let folder: string;
const inFolder = (name: string) => path.join(folder, name);
const limit = { timeoutMs: 60_000 };

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "turnover-probe-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("a video: exact rate, drop-frame start timecode, colour, tracks", async () => {
  const file = inFolder("a.mp4");
  await ffmpeg(
    [
      ...[
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=320x180:r=30000/1001:d=2",
        "-f",
        "lavfi",
        "-i",
        "sine=d=2:r=48000",
      ],
      ...["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-colorspace", "bt709"],
      ...[
        "-c:a",
        "aac",
        "-ac",
        "2",
        "-metadata:s:a:0",
        "language=spa",
        "-timecode",
        "01:00:00;02",
        file,
      ],
    ],
    limit,
  );
  expect(await probe(file)).toMatchObject({
    kind: "video",
    codec: "h264",
    ...{ width: 320, height: 180, frames: 60 },
    frameRate: { numerator: 30000, denominator: 1001 },
    ...{ startTimecode: "01:00:00;02", dropFrame: true },
    colour: { pixelFormat: "yuv420p", space: "bt709" },
    audioTracks: [
      {
        codec: "aac",
        language: "spa",
        channels: 2,
        layout: "stereo",
        sampleRate: 48_000,
        title: null,
      },
    ],
    subtitleTracks: [],
  });
});

test("a video without timecode, in a container that does not count its frames", async () => {
  const file = inFolder("b.mkv");
  await ffmpeg(
    ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=1", "-c:v", "libx264", file],
    limit,
  );
  expect(await probe(file)).toMatchObject({ startTimecode: null, dropFrame: false, frames: 25 });
});

test("a WAV's loudness by R 128, and none for silence", async () => {
  const wav = (source: string, name: string) =>
    ffmpeg(["-f", "lavfi", "-i", source, "-c:a", "pcm_s24le", inFolder(name)], limit);
  // EBU Tech 3341, case 1: a stereo 1 kHz sine at -23 dBFS measures -23 LUFS.
  await wav("aevalsrc='0.0708*sin(2*PI*1000*t)|0.0708*sin(2*PI*1000*t)':s=48000:d=5", "tone.wav");
  await wav("anullsrc=r=48000:cl=mono,atrim=duration=2", "silence.wav");
  expect(await probe(inFolder("tone.wav"))).toEqual({
    kind: "audio",
    ...{ codec: "pcm_s24le", sampleRate: 48_000, bitDepth: 24, channels: 2, layout: "stereo" },
    ...{ durationSeconds: 5, integratedLoudnessLufs: "measuring" },
  });
  expect(await measureLoudness(inFolder("tone.wav"), limit)).toBe(-23);
  expect(await probe(inFolder("silence.wav"))).toMatchObject({ channels: 1 });
  expect(await measureLoudness(inFolder("silence.wav"), limit)).toBeNull();
});

test("text is read by the name as supplied, whatever the path", async () => {
  const read = async (name: string, content: string) => {
    await writeFile(inFolder("upload"), content);
    return probe(inFolder("upload"), { fileName: name });
  };
  const cue = "00:00:01.000 --> 00:00:02.000\nHello\n";
  expect(await read("a.VTT", `WEBVTT\nLanguage: fr\n\n${cue}\n${cue}`)).toEqual({
    ...{ kind: "text", format: "vtt", language: "fr", events: 2, pages: null },
  });
  expect(await read("a.srt", "1\r\n00:00:01,000 --> 00:00:02,000\r\nHi\r\n")).toMatchObject({
    events: 1,
  });
  expect(
    await read("a.ttml", '<tt xml:lang="ja"><body><div><p begin="1s">x</p><p/></div></body></tt>'),
  ).toMatchObject({ language: "ja", events: 1 });
});

test.each([
  ["a.mp4", "not a video at all", /Invalid data/],
  ["a.mp4", "#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", /Invalid data/],
  ["a.mp4", "ffconcat version 1.0\nfile /etc/passwd\n", /Invalid/],
  ["a.wav", "", /Invalid data|End of file/],
  ["a.xlsx", "PK no", /spreadsheet/],
  ["a.docx", "no", /Word document/],
  ["a.pdf", "no", /%PDF/],
  ["a.vtt", "no", /WEBVTT/],
  ["a.ttml", "<html/>", /TTML/],
  ["a.txt", Buffer.from([0xff, 0xfe, 0x41]), /UTF-8/],
])("%s that is something else is refused in words", async (name, content, reason) => {
  const file = inFolder(`x-${name}`);
  await writeFile(file, content);
  const failure = await probe(file).catch((error: Error) => error.message);
  expect(failure).toMatch(reason);
  expect(failure).not.toContain(folder);
});

describe("a document that unpacks to too much", () => {
  const zipOf = (files: Record<string, string>) => {
    const zip = new JSZip();
    for (const [name, content] of Object.entries(files)) zip.file(name, content);
    return zip.generateAsync({ type: "nodebuffer", compression: "DEFLATE" });
  };
  let bomb: Buffer | undefined;
  const refusal = async (name: string, content: Buffer) => {
    await writeFile(inFolder(name), content);
    return probe(inFolder(name)).catch((error: Error) => error.message);
  };

  test.each(["a.xlsx", "a.docx"])(
    "%s is not opened, whatever it says of its size",
    async (name) => {
      bomb ??= await zipOf({ "word/document.xml": "<w:p/>".repeat(11_000_000) });
      expect(bomb.length).toBeLessThan(1_000_000);
      expect(await refusal(name, bomb)).toMatch(/unpacks to more than 64 MB/);
      // The unpacked size stands in the directory at 24 behind its signature, and in the file's own header at 22.
      for (const [signature, at] of [
        ["PK\x01\x02", 24],
        ["PK\x03\x04", 22],
      ] as const)
        bomb.writeUInt32LE(1000, bomb.indexOf(signature) + at);
      expect(await refusal(name, bomb)).toMatch(/unpacks to more|can't be opened/);
    },
  );

  test("nor one with more files than a document has", async () => {
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`${i}`, ""]));
    expect(await refusal("many.docx", await zipOf(many))).toMatch(/more than 10000 files/);
  });

  test("nor a PDF's streams beyond what fits, and none after that", async () => {
    const objectOf = (content: Buffer) =>
      Buffer.concat([
        Buffer.from("1 0 obj <</Type /ObjStm>> stream\n"),
        deflateSync(content),
        Buffer.from("\nendstream endobj\n"),
      ]);
    const [large, last] = [Buffer.alloc(60_000_000, " "), Buffer.from("<</Type /Page>>")];
    const page = Buffer.from("%PDF-1.5\n2 0 obj <</Type /Page>> endobj\n");
    const objects = [...Array(40).fill(objectOf(large)), objectOf(last)];
    await writeFile(inFolder("a.pdf"), Buffer.concat([page, ...objects]));
    const before = process.memoryUsage().rss;
    expect(await probe(inFolder("a.pdf"))).toMatchObject({ pages: 1 });
    expect(process.memoryUsage().rss - before).toBeLessThan(500_000_000);
  });
});

describe("a small document made to be read without end", () => {
  const read = async (name: string, content: string | Buffer) => {
    await writeFile(inFolder(name), content);
    return probe(inFolder(name)).catch((error: Error) => error.message);
  };

  test("of a thousand beginnings is read once", { timeout: 5000 }, async () => {
    expect(await read("tags.ttml", "<tt ".repeat(500_000))).toMatch(/no TTML/);
    expect(await read("types.pdf", `%PDF-${"/Type/ObjStm".repeat(500_000)}`)).toMatch(/no page/);
    expect(
      await read("streams.pdf", `%PDF-${"/Type/ObjStm stream\n".repeat(300_000)}endstream`),
    ).toMatch(/no page/);
  });

  test("that names what is elsewhere is refused", async () => {
    const entity = '<!DOCTYPE tt [<!ENTITY a SYSTEM "file:///etc/passwd">]><tt><p>&a;</p></tt>';
    expect(await read("entity.ttml", entity)).toMatch(/DOCTYPE/);
  });

  test("as a sheet with all its cells merged has the rows it has", {
    timeout: 15_000,
  }, async () => {
    const zip = new JSZip();
    const cell = "<c><v>1</v></c>";
    const rows = `<row>${cell}${cell}</row><row>${cell}</row><row><c s="1"/></row><row/>`;
    const merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>';
    zip.file("xl/workbook.xml", '<workbook><sheets><sheet name="a"/></sheets></workbook>');
    zip.file(
      "xl/worksheets/sheet1.xml",
      `<worksheet><sheetData>${rows}</sheetData>${merged}</worksheet>`,
    );
    const content = await zip.generateAsync({ type: "nodebuffer" });
    expect(await read("merged.xlsx", content)).toMatchObject({ pages: 1, events: 1 });
  });
});

test("a file that begins with a dash, and one named like a protocol, are files", async () => {
  for (const name of ["-i.wav", "http:a.wav"]) {
    await ffmpeg(["-f", "lavfi", "-i", "sine=d=1", "-f", "wav", `file:${inFolder(name)}`], limit);
    expect(await probe(inFolder(name))).toMatchObject({ kind: "audio" });
  }
});
