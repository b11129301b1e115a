import "server-only";
import path from "node:path";
import { z } from "zod";
import { MediaError } from "./errors";
import { ffprobe, type RunOptions, untrustedInput } from "./ffmpeg";
import { probeText } from "./probe-text";
import { type Probe, probeSchema, type TextFormat, textFormats } from "./types";

/**
 * Finds out what a file is, from its bytes; the extension only says whether to read it as text. It looks at no
 * more of picture and sound than it must: the loudness of a long mix is left to `measureLoudness`.
 * @param file path
 * @param options.fileName as supplied, where the path is another
 * @throws Error in words for who delivered it, when it can't be read as what it claims to be
 */
export async function probe(
  file: string,
  options: Partial<RunOptions> & { fileName?: string } = {},
): Promise<Probe> {
  const { fileName = file, timeoutMs = 60_000, signal, lowPriority } = options;
  const extension = path.extname(fileName).slice(1).toLowerCase();
  const textFormat = textFormats.find((format) => format === extension);
  const found = textFormat
    ? await probeText(file, textFormat satisfies TextFormat)
    : await probeMedia(file, { timeoutMs, signal, lowPriority });
  return probeSchema.parse(found);
}

async function probeMedia(file: string, run: RunOptions): Promise<Probe> {
  const output = await ffprobe(
    ["-print_format", "json", "-show_format", "-show_streams", ...untrustedInput(file)],
    run,
  );
  const { format, streams } = description.parse(JSON.parse(output));
  const picture = streams.find((s) => s.codec_type === "video" && !s.disposition?.attached_pic);
  if (picture && stillFormats.test(format.format_name)) return image(picture);
  if (picture) return video(file, picture, streams, format, run);
  const sound = streams.find((s) => s.codec_type === "audio");
  if (!sound) throw new MediaError("source", "There is neither picture nor sound in the file.");
  return {
    kind: "audio",
    codec: sound.codec_name,
    sampleRate: Number(sound.sample_rate),
    bitDepth: sound.bits_per_raw_sample || sound.bits_per_sample || null,
    channels: sound.channels ?? 0,
    layout: layoutOf(sound),
    durationSeconds: Number(format.duration),
    integratedLoudnessLufs: "measuring",
  };
}

const image = (picture: Stream): Probe => ({
  kind: "image",
  format: picture.codec_name,
  width: picture.width ?? 0,
  height: picture.height ?? 0,
});

async function video(
  file: string,
  picture: Stream,
  streams: Stream[],
  format: z.infer<typeof description>["format"],
  run: RunOptions,
): Promise<Probe> {
  const [numerator, denominator] = picture.r_frame_rate.split("/").map(Number);
  const startTimecode = picture.tags?.timecode ?? format.tags?.timecode ?? null;
  return {
    kind: "video",
    codec: picture.codec_name,
    profile: picture.profile ?? null,
    width: picture.width ?? 0,
    height: picture.height ?? 0,
    frameRate: { numerator: numerator ?? 0, denominator: denominator ?? 0 },
    startTimecode,
    dropFrame: /[;.]\d\d$/.test(startTimecode ?? ""),
    frames: Number(picture.nb_frames) || (await countFrames(file, run)),
    durationSeconds: Number(picture.duration ?? format.duration),
    bitRate: Number(format.bit_rate) || null,
    colour: {
      pixelFormat: picture.pix_fmt ?? null,
      range: picture.color_range ?? null,
      space: picture.color_space ?? null,
      primaries: picture.color_primaries ?? null,
      transfer: picture.color_transfer ?? null,
    },
    audioTracks: streams
      .filter((s) => s.codec_type === "audio")
      .map((s) => ({
        codec: s.codec_name,
        language: languageOf(s),
        channels: s.channels ?? 0,
        layout: layoutOf(s),
        sampleRate: Number(s.sample_rate),
        title: titleOf(s),
      })),
    subtitleTracks: streams
      .filter((s) => s.codec_type === "subtitle")
      .map((s) => ({ codec: s.codec_name, language: languageOf(s), title: titleOf(s) })),
  };
}

/** For containers that don't state it. */
async function countFrames(file: string, run: RunOptions) {
  const select = ["-select_streams", "v:0", "-count_packets", "-show_entries"];
  const output = await ffprobe(
    [...select, "stream=nb_read_packets", "-of", "csv=p=0", ...untrustedInput(file)],
    run,
  );
  return Number.parseInt(output, 10);
}

const stillFormats = /^(png|jpeg|tiff|webp)_pipe$|^gif$/;

const languageOf = ({ tags }: Stream) =>
  tags?.language && tags.language !== "und" ? tags.language : null;

/** MP4 keeps a track's title in its handler's name; the muxer's own default says nothing. */
function titleOf({ tags }: Stream) {
  const name = tags?.title ?? tags?.handler_name;
  return name && !/^(Sound|Video|Subtitle)Handler$/.test(name) ? name : null;
}

const layoutOf = (s: Stream) => s.channel_layout ?? (s.channels === 1 ? "mono" : null);

const tags = z.record(z.string(), z.string()).optional();
const bits = z.coerce.number().optional();

const stream = z.object({
  codec_type: z.string(),
  codec_name: z.string().default("unknown"),
  profile: z.string().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  pix_fmt: z.string().optional(),
  r_frame_rate: z.string().default("0/0"),
  nb_frames: z.string().optional(),
  duration: z.string().optional(),
  color_range: z.string().optional(),
  color_space: z.string().optional(),
  color_primaries: z.string().optional(),
  color_transfer: z.string().optional(),
  sample_rate: z.string().optional(),
  channels: z.number().optional(),
  channel_layout: z.string().optional(),
  bits_per_sample: bits,
  bits_per_raw_sample: bits,
  disposition: z.object({ attached_pic: z.number().optional() }).optional(),
  tags,
});
type Stream = z.infer<typeof stream>;

const description = z.object({
  format: z.object({
    format_name: z.string(),
    duration: z.string().optional(),
    bit_rate: z.string().optional(),
    tags,
  }),
  streams: z.array(stream),
});
