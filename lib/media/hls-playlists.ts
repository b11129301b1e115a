import type { HlsSound, HlsText } from "./hls-tracks";
import type { FrameRate } from "./types";

/** How heavy a track is, in bits a second, and its codec by RFC 6381. */
export type TrackWeight = { peak: number; average: number; codec: string };

/**
 * Reads off a track what the master playlist must say of it: RFC 8216 section 4.3.4.2 asks for the heaviest
 * segment, which ffmpeg does not tell right.
 * @param playlist of the track, its segments byte ranges
 * @param mp4 the beginning of the track itself, up to its first segment
 */
export function readTrack(playlist: string, mp4: Buffer): TrackWeight {
  const segments = [...playlist.matchAll(/#EXTINF:([\d.]+),\n#EXT-X-BYTERANGE:(\d+)@/g)].map(
    ([, seconds, bytes]) => ({ seconds: Number(seconds), bits: 8 * Number(bytes) }),
  );
  const sum = (of: "seconds" | "bits") => segments.reduce((total, part) => total + part[of], 0);
  return {
    // A last segment of a few frames says nothing of what a line must carry.
    peak: Math.max(...segments.map(({ seconds, bits }) => Math.ceil(bits / Math.max(1, seconds)))),
    average: Math.ceil(sum("bits") / sum("seconds")),
    codec: codecOf(mp4),
  };
}

/** From the box that configures the decoder: of H.264 profile, constraints and level (ISO/IEC 14496-15, 5.3.3). */
function codecOf(mp4: Buffer) {
  const box = mp4.indexOf("avcC");
  return box < 0 ? "mp4a.40.2" : `avc1.${mp4.toString("hex", box + 5, box + 8)}`;
}

type Picture = TrackWeight & { width: number; height: number; frameRate: FrameRate };

/** One rendition of the picture, with every sound and every subtitle to choose from; or one sound alone. */
export function masterPlaylist(
  picture: Picture | null,
  audio: (HlsSound & TrackWeight)[],
  subtitles: HlsText[],
): string {
  const sounds = picture ? audio : [];
  const tracks = [...(picture ? [picture] : []), ...audio];
  const heaviest = (of: "peak" | "average") =>
    (picture?.[of] ?? 0) + Math.max(0, ...audio.map((track) => track[of]));
  const stream = [
    `BANDWIDTH=${heaviest("peak")}`,
    `AVERAGE-BANDWIDTH=${heaviest("average")}`,
    `CODECS="${[...new Set(tracks.map(({ codec }) => codec))].join(",")}"`,
    ...(picture ? pictureOf(picture) : []),
    ...(sounds.length > 0 ? ['AUDIO="audio"'] : []),
    ...(subtitles.length > 0 ? ['SUBTITLES="subtitles"'] : []),
  ];
  return lines(
    ...["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"],
    ...sounds.map((track, i) =>
      media("AUDIO", "audio", track, [
        `DEFAULT=${i === 0 ? "YES" : "NO"}`,
        ...["AUTOSELECT=YES", `CHANNELS="${track.channels}"`],
      ]),
    ),
    ...subtitles.map((track) =>
      media("SUBTITLES", "subtitles", track, ["DEFAULT=NO", "AUTOSELECT=NO", "FORCED=NO"]),
    ),
    `#EXT-X-STREAM-INF:${stream.join(",")}`,
    `${picture ? "video" : audio[0]?.id}.m3u8`,
  );
}

const pictureOf = ({ width, height, frameRate }: Picture) => [
  `RESOLUTION=${width}x${height}`,
  `FRAME-RATE=${(frameRate.numerator / frameRate.denominator).toFixed(3)}`,
  "CLOSED-CAPTIONS=NONE",
];

function media(type: string, group: string, { id, label, language }: HlsText, more: string[]) {
  const attributes = [
    ...[`TYPE=${type}`, `GROUP-ID="${group}"`, `NAME="${label}"`],
    ...(language ? [`LANGUAGE="${language}"`] : []),
    ...[...more, `URI="${id}.m3u8"`],
  ];
  return `#EXT-X-MEDIA:${attributes.join(",")}`;
}

/** The whole file as one segment: a film's subtitles are a few dozen kilobytes. */
export const subtitlesPlaylist = (file: string, seconds: number) =>
  lines(
    ...["#EXTM3U", "#EXT-X-VERSION:7", `#EXT-X-TARGETDURATION:${Math.ceil(seconds)}`],
    ...["#EXT-X-MEDIA-SEQUENCE:0", "#EXT-X-PLAYLIST-TYPE:VOD"],
    ...[`#EXTINF:${seconds.toFixed(6)},`, file, "#EXT-X-ENDLIST"],
  );

const lines = (...text: string[]) => `${text.join("\n")}\n`;
