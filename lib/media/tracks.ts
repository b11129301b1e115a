import type { AudioTrack, FrameRate } from "./types";

/** Picture and sound as MP4 players everywhere know them: AAC stays as it is, all else becomes AAC. */
export const audioCodec = ({ codec, channels }: AudioTrack, position: number) =>
  codec === "aac"
    ? [`-c:a:${position}`, "copy"]
    : [`-c:a:${position}`, "aac", `-b:a:${position}`, `${channels > 2 ? 384 : 160}k`];

/** Language, title, and which one plays by itself: the first. */
export const describeAudio = ({ language, title }: AudioTrack, position: number) => [
  ...[`-metadata:s:a:${position}`, `language=${language ?? "und"}`],
  ...(title ? [`-metadata:s:a:${position}`, `handler_name=${title}`] : []),
  ...[`-disposition:a:${position}`, position === 0 ? "default" : "0"],
];

/** The first track of the main language in front, the others as they come. */
export function mainFirst<T extends AudioTrack>(tracks: T[], mainLanguage?: string): T[] {
  const main = tracks.find(
    ({ language }) => language && mainLanguage && primary(language) === primary(mainLanguage),
  );
  return main ? [main, ...tracks.filter((track) => track !== main)] : tracks;
}

/** `eng`, `en` and `en-GB` are the same language here. */
function primary(language: string) {
  const tag = languageTag(language);
  return tag === null ? language : new Intl.Locale(tag).language;
}

/** What a file says of a track's language (ISO 639-2, or BCP 47 already) as BCP 47; null for what is neither. */
export function languageTag(language: string | null): string | null {
  if (!language) return null;
  try {
    return new Intl.Locale(bibliographic[language] ?? language).toString();
  } catch {
    return null;
  }
}

/** ISO 639-2's other set of codes, which older files have. */
const bibliographic: Record<string, string> = {
  ...{ alb: "sq", arm: "hy", baq: "eu", bur: "my", chi: "zh", cze: "cs", dut: "nl", fre: "fr" },
  ...{ geo: "ka", ger: "de", gre: "el", ice: "is", mac: "mk", mao: "mi", may: "ms", per: "fa" },
  ...{ rum: "ro", slo: "sk", tib: "bo", wel: "cy" },
};

/**
 * The start timecode as MP4 can carry it; none where the source's is not one. Frames are dropped from the
 * count only at 29.97 and 59.94 (SMPTE ST 12-1).
 */
export function startTimecode(timecode: string | null, { denominator, numerator }: FrameRate) {
  const parts = /^(\d\d:\d\d:\d\d)[:;.](\d\d)$/.exec(timecode ?? "");
  if (!timecode || !parts) return null;
  const drops = denominator === 1001 && numerator % 30_000 === 0;
  return `${parts[1]}${drops && timecode.at(8) !== ":" ? ";" : ":"}${parts[2]}`;
}
