import "server-only";
import { open, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { toBt709 } from "./colour";
import { burnIn, writeMark } from "./encode";
import { encode, ffprobe, untrustedInput } from "./ffmpeg";
import { masterPlaylist, readTrack, subtitlesPlaylist } from "./hls-playlists";
import { type HlsSound, type HlsTracks, tracksOf } from "./hls-tracks";
import { type EncodeLimits, looking, within } from "./limits";
import { expectedFrames, refuseCutOffOrUneven } from "./mezzanine";
import { inWords, maxPixels, mustBeReadable } from "./source";
import { makeStoryboard } from "./storyboard";
import type { AudioProbe, Rendition, VideoProbe } from "./types";
import { makeWatermark } from "./watermark";

/**
 * Frames of a group of pictures: all that is ever decoded to show a frame besides itself. Twelve let a
 * player step back in 35 ms, where 48 took 75 (docs/decisions).
 */
export const hlsGop = 12;

/** In seconds: what is fetched before the first frame shows, and after a jump. */
const segmentSeconds = 2;

/** Of a preview's picture at most; a picture so low that no name could be read on it grows. */
const [widest, highest, lowest] = [960, 540, 360];

/**
 * Makes what a browser plays of a delivered file, by HLS: `master.m3u8`, and beside it a playlist and one
 * fragmented MP4 a track (segments are byte ranges of it, so that a film is a dozen objects and not
 * thousands), WebVTT subtitles, and of a picture `poster.jpg` and `storyboard.jpg`. Frame n of the source,
 * as an edit list shows it, is frame n here, at its exact rate; sound begins with the first frame and
 * lasts as long as the picture.
 * @param folder empty; afterwards it holds the files, named in lower case
 * @param markedFor the partner whose name is burnt in, where one must be
 * @param onProgress hears of the share that is done, 0 to 1
 * @throws MediaError in a sentence for an operator
 */
export async function makeRendition(
  source: string,
  probe: VideoProbe | AudioProbe,
  folder: string,
  options: EncodeLimits & {
    markedFor?: string | undefined;
    onProgress?: ((share: number) => void) | undefined;
  } = {},
): Promise<Rendition> {
  await mustBeReadable(source);
  const tracks = tracksOf(probe);
  const seconds = secondsOf(probe);
  await encodeTracks(source, probe, folder, { ...options, tracks, seconds }).catch((error) => {
    throw inWords(error);
  });
  const picture = probe.kind === "video" ? await pictureIn(folder, probe, options) : null;
  await writePlaylists(folder, tracks, picture, seconds);
  return {
    picture,
    durationSeconds: seconds,
    audio: tracks.audio.map(({ id, language, label, layout }, i) => ({
      ...{ id, language, label, layout },
      default: i === 0,
    })),
    subtitles: tracks.subtitles.map(({ id, language, label }) => ({ id, language, label })),
  };
}

/** The names of all files that the rendition of such a file has. */
export function renditionFiles(probe: VideoProbe | AudioProbe): string[] {
  const { audio, subtitles } = tracksOf(probe);
  const video = probe.kind === "video";
  return [
    "master.m3u8",
    ...(video ? ["video.m3u8", "video.mp4", "poster.jpg", "storyboard.jpg"] : []),
    ...audio.flatMap(({ id }) => [`${id}.m3u8`, `${id}.mp4`]),
    ...subtitles.flatMap(({ id }) => [`${id}.m3u8`, `${id}.vtt`]),
  ];
}

function secondsOf(probe: VideoProbe | AudioProbe): number {
  if (probe.kind === "audio") return probe.durationSeconds;
  const { numerator, denominator } = probe.frameRate;
  return (expectedFrames(probe, probe.durationSeconds) * denominator) / numerator;
}

/** All tracks in one run, so that the source is read once. */
async function encodeTracks(
  source: string,
  probe: VideoProbe | AudioProbe,
  folder: string,
  {
    tracks,
    seconds,
    markedFor,
    onProgress = () => {},
    ...limits
  }: Parameters<typeof makeRendition>[3] & { tracks: HlsTracks; seconds: number },
) {
  const { threads, ...run } = within(limits);
  const video = probe.kind === "video" ? probe : null;
  if (video && markedFor) await writeMark(folder, markOf(markedFor, video));
  const late = video ? await pictureBegins(source, limits) : 0;
  const frames = video ? expectedFrames(video, video.durationSeconds) : 0;
  const encoded = await encode(
    [
      ...["-max_pixels", String(maxPixels), "-threads", String(threads)],
      ...untrustedInput(path.resolve(source)),
      ...(video ? pictureOutput(video, markedFor !== undefined, threads) : []),
      ...tracks.audio.flatMap((track) => soundOutput(track, late, seconds)),
      ...tracks.subtitles.flatMap(({ index, id }) => [
        ...["-map", `0:s:${index}`, "-c:s", "webvtt", "-output_ts_offset", String(-late)],
        ...["-map_metadata", "-1", "-f", "webvtt", `${id}.vtt`],
      ]),
    ],
    { ...run, cwd: folder, env: { FONTCONFIG_FILE: path.resolve(folder, "fonts.conf") } },
    (done, doneSeconds) => onProgress(Math.min(1, video ? done / frames : doneSeconds / seconds)),
  );
  if (video) refuseCutOffOrUneven(encoded, frames);
}

/** The name moves by its own schedule; a preview has no serial of its own to show. */
function markOf(partnerName: string, probe: VideoProbe) {
  const share = Math.max(lowest / probe.height, Math.min(1, highest / probe.height));
  const [width, height] = [probe.width * share, probe.height * share].map(Math.round);
  const picture = { width: width ?? 0, height: height ?? 0, frameRate: probe.frameRate };
  return makeWatermark(
    { partnerName, serial: "PREVIEW" },
    { ...picture, frames: expectedFrames(probe, probe.durationSeconds) },
  );
}

const share = `min(min(${widest}/(iw*sar),${highest}/ih),max(1,${lowest}/ih))`;
const size = [`w='max(2,2*round(iw*sar*${share}/2))'`, `h='max(2,2*round(ih*${share}/2))'`].join(
  ":",
);
const fitted = ["yadif=deint=interlaced", `scale=${size}:flags=bicubic:out_range=tv`, "setsar=1"];

/** Without B-frames: every frame is stored where it is shown, so no player has to put them in order. */
function pictureOutput({ frameRate, colour }: VideoProbe, marked: boolean, threads: number) {
  const picture = ["setpts=PTS-STARTPTS", ...fitted, ...toBt709(colour), "format=yuv420p"];
  return [
    ...["-map", "0:V:0", "-map_metadata", "-1", "-fps_mode", "cfr"],
    ...["-r", `${frameRate.numerator}/${frameRate.denominator}`],
    ...["-vf", [...picture, ...(marked ? [burnIn] : [])].join()],
    ...["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-bf", "0"],
    ...["-crf", "23", "-maxrate", "3M", "-bufsize", "6M", "-threads", String(threads)],
    "-x264-params",
    `keyint=${hlsGop}:min-keyint=${hlsGop}:scenecut=0:open-gop=0`,
    ...segmented("video"),
  ];
}

const sampleRate = 48_000;

/** Samples that an AAC encoder puts before the first; what takes their place is left out, so that nothing shifts. */
const priming = 1024;

/** @param late seconds by which the picture begins after the file does */
function soundOutput({ index, id, channels, layout }: HlsSound, late: number, seconds: number) {
  const end = Math.round(seconds * sampleRate);
  const filters = [
    ...(late > 0 ? [`asetpts=PTS-${late}/TB`] : []),
    `aresample=${sampleRate}:async=1:first_pts=0`,
    ...[
      `aformat=channel_layouts=${layout}`,
      "apad",
      `atrim=start_sample=${priming}:end_sample=${end}`,
    ],
  ];
  return [
    ...["-map", `0:a:${index}`, "-map_metadata", "-1", "-af", filters.join(",")],
    ...["-c:a", "aac", "-b:a", channels > 2 ? "384k" : "160k"],
    ...segmented(id),
  ];
}

const segmented = (name: string) => [
  ...["-f", "hls", "-hls_time", String(segmentSeconds), "-hls_playlist_type", "vod"],
  ...["-hls_segment_type", "fmp4", "-hls_flags", "single_file+independent_segments"],
  ...["-hls_segment_filename", `${name}.mp4`, `${name}.m3u8`],
];

/** By how many seconds the picture begins after the first of all tracks. */
async function pictureBegins(source: string, limits: EncodeLimits): Promise<number> {
  const output = await ffprobe(
    [
      ...["-select_streams", "V:0", "-show_entries", "stream=start_time:format=start_time"],
      ...["-print_format", "json", ...untrustedInput(source)],
    ],
    looking(limits),
  );
  const { streams, format } = starts.parse(JSON.parse(output));
  return Math.max(0, Number(streams[0]?.start_time ?? 0) - Number(format.start_time ?? 0)) || 0;
}

const start = z.object({ start_time: z.string().optional() });
const starts = z.object({ streams: z.array(start), format: start });

/** What came out, counted, with its storyboard. */
async function pictureIn(folder: string, { frameRate }: VideoProbe, limits: EncodeLimits) {
  const output = await ffprobe(
    [
      ...["-select_streams", "v:0", "-count_packets", "-print_format", "json"],
      ...["-show_entries", "stream=width,height,nb_read_packets", path.join(folder, "video.mp4")],
    ],
    looking(limits),
  );
  const { width, height, frames } = made.parse(JSON.parse(output));
  const found = { width, height, frames, frameRate };
  return { ...found, storyboard: await makeStoryboard(folder, found, hlsGop, limits) };
}

const made = z
  .object({
    streams: z.tuple([
      z.object({ width: z.int(), height: z.int(), nb_read_packets: z.coerce.number() }),
    ]),
  })
  .transform(({ streams: [{ nb_read_packets: frames, ...size }] }) => ({ ...size, frames }));

async function writePlaylists(
  folder: string,
  { audio, subtitles }: HlsTracks,
  picture: Rendition["picture"],
  seconds: number,
) {
  const file = (name: string) => path.join(folder, name);
  const read = async (name: string) =>
    readTrack(await readFile(file(`${name}.m3u8`), "utf8"), await beginningOf(file(`${name}.mp4`)));
  const sound = await Promise.all(
    audio.map(async (track) => ({ ...track, ...(await read(track.id)) })),
  );
  const video = picture && { ...picture, ...(await read("video")) };
  await writeFile(file("master.m3u8"), masterPlaylist(video, sound, subtitles));
  for (const { id } of subtitles)
    await writeFile(file(`${id}.m3u8`), subtitlesPlaylist(`${id}.vtt`, seconds));
}

/** A track's description stands before its first segment, in about a kilobyte; a film's picture has gigabytes. */
async function beginningOf(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(65_536));
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
