import "server-only";
import { readFileSync } from "node:fs";
import path from "node:path";
import { MediaError } from "./errors";
import { type FontFile, readWoff } from "./woff";

/** A font that a text is drawn with, and where its file is. */
export type Font = FontFile & { file: string };

/** A piece of a text that one font draws. */
export type Run = { text: string; font: Font };

/** Noto Sans Bold by script, as @fontsource packs it: package, subset. */
const alphabets = [
  ["noto-sans", "latin"],
  ["noto-sans", "latin-ext"],
  ["noto-sans", "cyrillic"],
  ["noto-sans", "cyrillic-ext"],
  ["noto-sans", "greek"],
  ["noto-sans", "greek-ext"],
  ["noto-sans", "vietnamese"],
  ["noto-sans-arabic", "arabic"],
  ["noto-sans-hebrew", "hebrew"],
  ["noto-sans-devanagari", "devanagari"],
  ["noto-sans-thai", "thai"],
] as const;
const japanese = ["noto-sans-jp", "japanese"] as const;
const korean = ["noto-sans-kr", "korean"] as const;
const chinese = ["noto-sans-sc", "chinese-simplified"] as const;
type Subset = readonly [name: string, subset: string];

/**
 * Splits a text into runs of one font each. What Chinese, Japanese and Korean share is drawn as the
 * language of the text has it: kana make it Japanese, hangul Korean.
 * @param text clean, in Unicode's NFC
 * @throws MediaError naming a character that no font has: a box in its place would name nobody
 */
export function runsOf(text: string): Run[] {
  const fonts = inOrderFor(text);
  const runs: Run[] = [];
  for (const { segment } of graphemes.segment(text)) {
    const last = runs.at(-1);
    // Spaces, digits and points stay with what is around them.
    const font =
      last && draws(last.font, segment) ? last.font : fonts.find((f) => draws(load(f), segment));
    if (!font) throw noGlyph(segment);
    const chosen = "advance" in font ? font : load(font);
    if (last?.font === chosen) last.text += segment;
    else runs.push({ text: segment, font: chosen });
  }
  return runs;
}

/** How wide the runs are at most, in ems: shaping joins and narrows, it does not widen. */
export const widthOf = (runs: Run[]) =>
  runs.reduce((sum, { text, font }) => sum + advanceOf(font, text), 0);

const advanceOf = (font: Font, text: string) =>
  [...text].reduce((sum, character) => sum + (font.advance(character.codePointAt(0) ?? 0) ?? 0), 0);

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

function inOrderFor(text: string): Subset[] {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text))
    return [...alphabets, japanese, chinese, korean];
  if (/\p{Script=Hangul}/u.test(text)) return [...alphabets, korean, japanese, chinese];
  return [...alphabets, chinese, japanese, korean];
}

const draws = (font: Font, segment: string) =>
  [...segment].every((character) => font.advance(character.codePointAt(0) ?? 0) !== undefined);

function noGlyph(segment: string) {
  const codes = [...segment].map(
    (character) =>
      `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
  return new MediaError(
    "source",
    `No font can draw “${segment}” (${codes.join(" ")}) of the partner's name.`,
  );
}

/** From where the app runs: in a bundle, `require.resolve` of this file's own would name a module of the bundle. */
const packages = path.join(process.cwd(), "node_modules", "@fontsource");
const loaded = new Map<Subset, Font>();

function load(subset: Subset): Font {
  const known = loaded.get(subset);
  if (known) return known;
  const [name, part] = subset;
  const file = path.join(packages, name, "files", `${name}-${part}-700-normal.woff`);
  const font = { ...readWoff(readFileSync(file)), file };
  loaded.set(subset, font);
  return font;
}
