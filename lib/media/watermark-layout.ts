import "server-only";
import { type Run, runsOf, widthOf } from "./fonts";

/** One line of the mark. */
export type Line = { runs: Run[]; width: number; height: number };

/** The lines of the mark and the size of what they fill together; all lengths are pixels. */
export type Layout = { size: number; lines: Line[]; width: number; height: number };

/** The font's size as a share of the picture's height: the largest that fits is taken. */
const largest = 0.042;
const smallest = 0.008;

/** What is left of a name that is longer: it must stay readable. */
const maxNameLength = 120;

/** As a share of the largest: from here down words are broken anywhere, rather than made smaller still. */
const breakWordsBelow = 0.6;

/**
 * Arranges partner and serial within a box: as large as fits, long names in several lines. Lines are
 * measured by the fonts' own advances.
 * @param pictureHeight pixels
 * @throws MediaError naming a character that no font has
 */
export function layOut(
  partnerName: string,
  serial: string,
  box: { width: number; height: number },
  pictureHeight: number,
): Layout {
  const name = lettersOf(cleaned(partnerName)).slice(0, maxNameLength).join("");
  for (let share = largest; ; share *= 0.95) {
    const size = share * pictureHeight;
    const broken = wrapped(name, box.width / size, share < largest * breakWordsBelow);
    const lines = [...broken, runsOf(cleaned(serial))].map((runs) => measured(runs, size));
    const width = Math.max(...lines.map((line) => line.width));
    const height = lines.reduce((sum, line) => sum + line.height, 0);
    const fits = width <= box.width && height <= box.height;
    if (fits || share < smallest) return { size, lines, width, height };
  }
}

/** One line, with what does not show taken out: directions, joins that nothing needs, controls. */
function cleaned(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, (c) =>
      /[\u200c\u200d]/.test(c) ? c : "",
    )
    .trim();
}

const measured = (runs: Run[], size: number): Line => ({
  runs,
  width: widthOf(runs) * size,
  // Marks above and below need it; the font's own height is more than enough.
  height: Math.max(...runs.map(({ font }) => Math.min(font.height, 1.7))) * size,
});

/** Breaks at spaces, and between words where the script has no spaces; within a word only where it must. */
function wrapped(text: string, width: number, breakWords: boolean): Run[][] {
  const lines: string[] = [];
  const words = text
    .split(" ")
    .flatMap((word) =>
      pieces(word, width, breakWords).map((piece, i) => ({ piece, before: i === 0 ? " " : "" })),
    );
  for (const { piece, before } of words) {
    const joined = `${lines.at(-1) ?? ""}${before}${piece}`.trim();
    if (lines.length > 0 && widthOf(runsOf(joined)) <= width) lines[lines.length - 1] = joined;
    else lines.push(piece);
  }
  return lines.filter(Boolean).map(runsOf);
}

function pieces(word: string, width: number, breakWords: boolean): string[] {
  const fits = (text: string) => widthOf(runsOf(text)) <= width;
  if (!word || fits(word)) return [word];
  const parts = [...words.segment(word)].map(({ segment }) => segment);
  return parts.flatMap((part) => (breakWords && !fits(part) ? lettersOf(part) : [part]));
}

const lettersOf = (text: string) => [...letters.segment(text)].map(({ segment }) => segment);

const words = new Intl.Segmenter("und", { granularity: "word" });
const letters = new Intl.Segmenter("und", { granularity: "grapheme" });
