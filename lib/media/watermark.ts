import "server-only";
import type { Run } from "./fonts";
import type { Mezzanine } from "./types";
import { type Line, layOut } from "./watermark-layout";
import { placeShare, schedule } from "./watermark-schedule";

/** What burns the mark in: a script of libass, and the fonts that it names. */
export type Watermark = {
  /** Advanced SubStation Alpha v4.00+, of the whole programme. */
  script: string;
  /** Paths of the font files, each once. */
  fonts: string[];
};

/** How much of the picture shows through, of 255: opacity 50 %. */
const transparency = 128;

/**
 * Makes the mark of one copy: the partner's name and the copy's serial, from the first frame to the last,
 * moving by a schedule that follows from the serial. Half transparent white with a black rim, so that it
 * reads on any picture.
 * @param serial as people write it
 * @param picture of the mezzanine that it is burnt into: its times are those of the whole programme
 * @throws MediaError naming a character of the name that no font can draw
 */
export function makeWatermark(
  { partnerName, serial }: { partnerName: string; serial: string },
  picture: Pick<Mezzanine, "width" | "height" | "frames" | "frameRate">,
): Watermark {
  const { width, height, frames, frameRate } = picture;
  // What stands at the edge of a place stands clear of the picture's edge.
  const margin = Math.round(Math.min(width, height) / 48);
  const place = { width: width * placeShare, height: height * placeShare };
  const box = { width: place.width - 2 * margin, height: place.height - 2 * margin };
  const mark = layOut(partnerName, serial, box, height);
  const drawn = mark.lines.map((line) => drawnLine(line, mark.size));
  const seconds = (frame: number) => (frame * frameRate.denominator) / frameRate.numerator;
  const events = schedule(serial, frames, frameRate).flatMap((stay) => {
    const left = stay.x * width + margin + stay.across * Math.max(0, box.width - mark.width);
    let top = stay.y * height + margin + stay.down * Math.max(0, box.height - mark.height);
    // Half a frame early: the frame itself is then inside, however times are rounded.
    const [start, end] = [stay.from, stay.to].map((frame) => clockTime(seconds(frame - 0.5)));
    return drawn.map((text, i) => {
      const lineHeight = mark.lines[i]?.height ?? 0;
      const [x, y] = [left + mark.width / 2, top + lineHeight / 2];
      top += lineHeight;
      const position = `{\\an5\\pos(${x.toFixed(1)},${y.toFixed(1)})}`;
      return `Dialogue: 0,${start},${end},Mark,,0,0,0,,${position}${text}`;
    });
  });
  const rim = Math.max(1, mark.size / 14);
  const fonts = mark.lines.flatMap(({ runs }) => runs.map(({ font }) => font.file));
  return {
    script: [...header(width, height, mark.size, rim), ...events, ""].join("\n"),
    fonts: [...new Set(fonts)],
  };
}

const header = (width: number, height: number, size: number, rim: number) => [
  "[Script Info]",
  "ScriptType: v4.00+",
  `PlayResX: ${width}`,
  `PlayResY: ${height}`,
  "ScaledBorderAndShadow: yes",
  // 2: lines are broken here, not there.
  "WrapStyle: 2",
  "",
  "[V4+ Styles]",
  "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding",
  // Encoding -1: libass finds out for each line whether it runs from the right.
  `Style: Mark,Noto Sans,${size.toFixed(1)},${colour("FFFFFF")},${colour("FFFFFF")},${colour("000000")},${colour("000000")},-1,0,0,0,100,100,0,0,1,${rim.toFixed(1)},0,5,0,0,0,-1`,
  "",
  "[Events]",
  "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
];

const colour = (bgr: string) => `&H${transparency.toString(16).toUpperCase()}${bgr}`;

/** Each run in its own font, all of the same size: libass scales a font by its height, not by its em. */
const drawnLine = ({ runs }: Line, size: number) =>
  runs.map((run, i) => fontTag(run, runs[i - 1], size) + escaped(run.text)).join("");

const fontTag = ({ font }: Run, before: Run | undefined, size: number) =>
  font.family === before?.font.family && font.height === before.font.height
    ? ""
    : `{\\fn${font.family}\\fs${(size * font.height).toFixed(1)}}`;

/**
 * Braces begin and end commands, a backslash begins one: the braces get a backslash, the backslash a word
 * joiner (U+2060), which has neither width nor picture.
 */
const escaped = (text: string) =>
  text.replace(/[\\{}]/g, (sign) => (sign === "\\" ? "\\\u2060" : `\\${sign}`));

/** `H:MM:SS.cc`; what is before the start is the start. */
function clockTime(seconds: number): string {
  const hundredths = Math.max(0, Math.round(seconds * 100));
  const pad = (number: number) => String(number).padStart(2, "0");
  const [s, m] = [Math.floor(hundredths / 100) % 60, Math.floor(hundredths / 6_000) % 60];
  return `${Math.floor(hundredths / 360_000)}:${pad(m)}:${pad(s)}.${pad(hundredths % 100)}`;
}
