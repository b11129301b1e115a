import { z } from "zod";

/** A rational: 24000/1001. */
const frameRate = z.object({ numerator: z.int().positive(), denominator: z.int().positive() });

/** BCP 47 or ISO 639-2, as the file has it; null when it says nothing (`und`). */
const language = z.string().nullable();

const audioTrack = z.object({
  codec: z.string(),
  language,
  channels: z.int().positive(),
  /** As ffmpeg names it: `stereo`, `5.1`; null when unknown. */
  layout: z.string().nullable(),
  /** In hertz. */
  sampleRate: z.int().positive(),
  title: z.string().nullable(),
});

const videoProbe = z.object({
  kind: z.literal("video"),
  codec: z.string(),
  profile: z.string().nullable(),
  width: z.int().positive(),
  height: z.int().positive(),
  frameRate,
  /** `01:00:00:00`, with `;` before the frames when drop-frame; null when there is none. */
  startTimecode: z.string().nullable(),
  dropFrame: z.boolean(),
  frames: z.int().positive(),
  durationSeconds: z.number().positive(),
  /** Bits a second, of the whole file. */
  bitRate: z.number().nullable(),
  /** As ffmpeg names them: `bt709`; null when the file does not say. */
  colour: z.object({
    pixelFormat: z.string().nullable(),
    range: z.string().nullable(),
    space: z.string().nullable(),
    primaries: z.string().nullable(),
    transfer: z.string().nullable(),
  }),
  audioTracks: z.array(audioTrack),
  subtitleTracks: z.array(z.object({ codec: z.string(), language, title: z.string().nullable() })),
});

const audioProbe = z.object({
  kind: z.literal("audio"),
  codec: z.string(),
  sampleRate: z.int().positive(),
  /** Null for codecs that have none (AAC). */
  bitDepth: z.int().positive().nullable(),
  channels: z.int().positive(),
  layout: z.string().nullable(),
  durationSeconds: z.number().positive(),
  /**
   * Programme loudness of ITU-R BS.1770 (EBU R 128); null when all of it is below the gate. A delivery is not
   * kept waiting for it: it is measured once the version stands.
   */
  integratedLoudnessLufs: z.union([z.number(), z.enum(["measuring", "unmeasurable"])]).nullable(),
});

const imageProbe = z.object({
  kind: z.literal("image"),
  format: z.string(),
  width: z.int().positive(),
  height: z.int().positive(),
});

export const textFormats = ["vtt", "srt", "ttml", "txt", "xlsx", "docx", "pdf"] as const;
export type TextFormat = (typeof textFormats)[number];

const textProbe = z.object({
  kind: z.literal("text"),
  format: z.enum(textFormats),
  language,
  /** Cues of a timed text, rows below the header of a spreadsheet, paragraphs of a document, lines of a text. */
  events: z.int().nonnegative().nullable(),
  /** Pages of a PDF, sheets of a spreadsheet. */
  pages: z.int().nonnegative().nullable(),
});

/** What a file turned out to be, kept with its version. */
export const probeSchema = z.discriminatedUnion("kind", [
  videoProbe,
  audioProbe,
  imageProbe,
  textProbe,
]);

export type Probe = z.infer<typeof probeSchema>;
export type FrameRate = z.infer<typeof frameRate>;
export type AudioTrack = z.infer<typeof audioTrack>;
export type VideoProbe = z.infer<typeof videoProbe>;
export type AudioProbe = z.infer<typeof audioProbe>;
export type TextProbe = z.infer<typeof textProbe>;

/**
 * The one picture that all copies of a version are made from: small enough to encode from quickly, and
 * cut into groups of pictures that stand alone.
 */
export type Mezzanine = {
  /** Path. */
  file: string;
  width: number;
  height: number;
  frames: number;
  frameRate: FrameRate;
  /** Frames of a group of pictures; each begins with a frame that needs no other. */
  gop: number;
  startTimecode: string | null;
  /** The default track first. */
  audioTracks: AudioTrack[];
};

/** Of an HLS rendition: what a player must know that its playlists don't say, or not before they are read. */
export const renditionSchema = z.object({
  /** Null for sound without a picture. */
  picture: z
    .object({
      /** Counted in what was made: an edit list may show fewer than the file holds. */
      frames: z.int().positive(),
      frameRate,
      width: z.int().positive(),
      height: z.int().positive(),
      /** `storyboard.jpg`: thumbnails in rows from the top left; sizes in its pixels. */
      storyboard: z.object({
        columns: z.int().positive(),
        rows: z.int().positive(),
        tileWidth: z.int().positive(),
        tileHeight: z.int().positive(),
        secondsPerTile: z.number().positive(),
        tiles: z.int().positive(),
      }),
    })
    .nullable(),
  durationSeconds: z.number().positive(),
  /** In the master playlist's order; ids name the files, labels differ from each other. `language` is BCP 47. */
  audio: z.array(
    z.object({
      id: z.string(),
      language,
      label: z.string(),
      layout: z.string().nullable(),
      default: z.boolean(),
    }),
  ),
  subtitles: z.array(z.object({ id: z.string(), language, label: z.string() })),
});

export type Rendition = z.infer<typeof renditionSchema>;
