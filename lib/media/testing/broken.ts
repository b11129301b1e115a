import { readFile, symlink, truncate, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { ffmpeg } from "../ffmpeg";

/** One file that no picture can be made from, and what is to be said of it. */
export type Broken = {
  name: string;
  /** @param good a whole MP4 with its index in front @param late the same with its index at the end */
  make(file: string, good: string, late: string): Promise<unknown>;
  said: RegExp;
};

const unreadable =
  /^The file is (damaged, or not of a kind that can be read|not media, or was cut off before its index)\.$/;
const noPicture = /^The file has no picture\.$/;
const cutOff = /^The picture ends after \d+ of \d+ frames\.$/;

const limit = { timeoutMs: 60_000 };
const holding = (bytes: string | Buffer) => (file: string) => writeFile(file, bytes);
const by =
  (...args: string[]) =>
  (file: string) =>
    ffmpeg([...args, `file:${file}`], limit);
/** The good file with its bytes changed. */
const changed =
  (change: (bytes: Buffer) => Buffer, which: "good" | "late" = "good") =>
  async (file: string, good: string, late: string) =>
    writeFile(file, change(await readFile(which === "good" ? good : late)));
const remuxed =
  (share: number, ...args: string[]) =>
  async (file: string, good: string) => {
    await ffmpeg(["-i", good, "-c", "copy", ...args, `file:${file}`], limit);
    await truncate(file, Math.floor((await readFile(file)).length * share));
  };

const clip = ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=24:d=2"];
const tone = ["-f", "lavfi", "-i", "sine=d=2"];
const still = ["-f", "lavfi", "-i", "testsrc2=s=64x64:d=1", "-frames:v", "1"];
const mp4 = ["-f", "mp4"];

/** The place of the sample data, by which index and picture are told apart. */
const dataOf = (bytes: Buffer) => bytes.indexOf("mdat") + 4;

const flipped = (bytes: Buffer, from: number, to: number, every: number) => {
  for (let at = from; at < to; at += every) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  return bytes;
};

export const brokenFiles: Broken[] = [
  { name: "nothing in it", make: holding(""), said: /^The file is empty\.$/ },
  { name: "three bytes", make: holding("abc"), said: unreadable },
  { name: "text", make: holding("not a video at all\n".repeat(100)), said: unreadable },
  { name: "a web page", make: holding("<!doctype html><title>404</title>"), said: unreadable },
  { name: "JSON", make: holding('{"error":"gone"}'), said: unreadable },
  { name: "zeros", make: holding(Buffer.alloc(1e6)), said: unreadable },
  {
    name: "noise",
    make: holding(Buffer.from(Array.from({ length: 1e5 }, (_, i) => (i * i * 7919) >> 7))),
    said: unreadable,
  },
  {
    name: "a playlist of a local file",
    make: holding("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n/etc/passwd\n#EXT-X-ENDLIST\n"),
    said: unreadable,
  },
  {
    name: "a playlist of an address",
    make: holding("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nhttp://127.0.0.1:9/a.ts\n"),
    said: unreadable,
  },
  { name: "ffconcat", make: holding("ffconcat version 1.0\nfile /etc/passwd\n"), said: unreadable },
  {
    name: "a session description",
    make: holding("v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n"),
    said: unreadable,
  },
  {
    name: "subtitles",
    make: holding("1\n00:00:01,000 --> 00:00:02,000\nHello\n"),
    said: unreadable,
  },
  { name: "a PDF", make: holding("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"), said: unreadable },
  { name: "a zip", make: holding(Buffer.from("504b0304140000000000", "hex")), said: unreadable },
  { name: "a gzipped MP4", make: changed((bytes) => gzipSync(bytes)), said: unreadable },
  {
    name: "the first 20 bytes",
    make: changed((b) => b.subarray(0, 20)),
    said: /cut off|damaged|neither/,
  },
  {
    name: "the first 200 bytes",
    make: changed((b) => b.subarray(0, 200)),
    said: /cut off|damaged|neither/,
  },
  { name: "the first half", make: changed((b) => b.subarray(0, b.length / 2)), said: cutOff },
  { name: "all but the end", make: changed((b) => b.subarray(0, b.length * 0.9)), said: cutOff },
  {
    name: "an index that never came",
    make: changed((b) => b.subarray(0, b.length * 0.8), "late"),
    said: /^The file is not media, or was cut off before its index\.$/,
  },
  {
    name: "a picture with damage",
    make: changed((b) => flipped(b, dataOf(b) + 5_000, b.length, 701)),
    said: /damaged/,
  },
  {
    name: "a picture of zeros",
    make: changed((b) => b.fill(0, dataOf(b))),
    said: /damaged|ends after 0/,
  },
  {
    name: "an index with damage",
    make: changed((b) => flipped(b, b.indexOf("stbl"), dataOf(b) - 8, 5)),
    said: /damaged|no sense|no picture|frames|neither/,
  },
  {
    name: "a codec that nobody knows",
    make: changed((b) => Buffer.from(b.toString("latin1").replace("avc1\0", "zzzz\0"), "latin1")),
    said: /can't be decoded|no sense|damaged|no picture/,
  },
  {
    name: "encrypted",
    make: by(
      ...clip,
      ...[
        "-c:v",
        "libx264",
        "-encryption_scheme",
        "cenc-aes-ctr",
        "-encryption_key",
        "0".repeat(32),
        "-encryption_kid",
        "1".repeat(32),
        ...mp4,
      ],
    ),
    said: /damaged|ends after/,
  },
  { name: "half a Matroska", make: remuxed(0.5, "-f", "matroska"), said: /ends after|damaged/ },
  {
    name: "half an MXF",
    make: remuxed(0.5, "-an", "-c:v", "mpeg2video", "-r", "24", "-f", "mxf"),
    said: /ends after|damaged/,
  },
  { name: "a Flash video", make: by(...clip, "-f", "flv"), said: unreadable },
  { name: "an AVI", make: by(...clip, "-f", "avi"), said: unreadable },
  { name: "sound alone", make: by(...tone, ...mp4), said: noPicture },
  { name: "a WAV", make: by(...tone, "-f", "wav"), said: noPicture },
  {
    name: "sound with a cover",
    make: by(...tone, ...still, "-c:v", "png", "-disposition:v", "attached_pic", "-f", "mp3"),
    said: noPicture,
  },
  {
    name: "subtitles alone, in an MP4",
    make: async (file) => {
      await writeFile(`${file}.srt`, "1\n00:00:01,000 --> 00:00:02,000\nHello\n");
      await ffmpeg(["-i", `${file}.srt`, "-c:s", "mov_text", ...mp4, `file:${file}`], limit);
    },
    said: /^The file has neither picture nor sound\.$/,
  },
  { name: "a PNG", make: by(...still, "-f", "image2", "-c:v", "png"), said: /still image/ },
  { name: "a JPEG", make: by(...still, "-f", "image2", "-c:v", "mjpeg"), said: /still image/ },
  { name: "a GIF that moves", make: by(...clip, "-f", "gif"), said: /still image/ },
  {
    name: "a picture as large as a wall",
    make: by("-f", "lavfi", "-i", "color=s=9000x9000:r=1:d=1", "-c:v", "mjpeg", "-f", "mov"),
    said: /^The picture is too large: 9000 x 9000\.$/,
  },
  {
    name: "a thousand frames a second",
    make: by("-f", "lavfi", "-i", "color=s=64x64:r=1000:d=1", "-c:v", "libx264", ...mp4),
    said: /^The file does not say how many frames a second it has\.$/,
  },
  {
    name: "frames at uneven times",
    make: by(
      ...clip,
      "-vf",
      "setpts='(N+20*gt(N,10)+mod(N,3)/2)/24/TB'",
      "-fps_mode",
      "vfr",
      "-c:v",
      "libx264",
      ...mp4,
    ),
    said: /frames/,
  },
  {
    name: "a picture without a frame",
    make: by(...clip, "-frames:v", "0", "-c:v", "libx264", ...mp4),
    said: /picture|sense|damaged/,
  },
  {
    name: "a link to a device",
    make: (file) => symlink("/dev/zero", file),
    said: /^It is not a file\.$/,
  },
  {
    name: "a link in a circle",
    make: (file) => symlink(file, file),
    said: /^The file can't be read\.$/,
  },
  { name: "no file", make: async () => {}, said: /^The file is missing\.$/ },
];
