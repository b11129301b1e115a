import { expect, test } from "vitest";
import { runsOf, widthOf } from "./fonts";

const fontsOf = (text: string) =>
  runsOf(text).map((run) => `${run.font.file.replace(/.*\/|-700-normal.woff/g, "")}: ${run.text}`);

test.each([
  ["Northlight & Co. 12", ["noto-sans-latin: Northlight & Co. 12"]],
  ["Пифагор 2", ["noto-sans-cyrillic: Пифагор ", "noto-sans-latin: 2"]],
  ["Ήχος", ["noto-sans-greek: Ήχος"]],
  ["東京アニメ", ["noto-sans-jp-japanese: 東京アニメ"]],
  // The Korean font comes without ideographs.
  ["서울 漢字", ["noto-sans-kr-korean: 서울 ", "noto-sans-jp-japanese: 漢字"]],
  ["上海电影", ["noto-sans-sc-chinese-simplified: 上海电影"]],
  ["臺灣國語", ["noto-sans-sc-chinese-simplified: 臺灣國語"]],
  ["ستوديو ١٢", ["noto-sans-arabic-arabic: ستوديو ١٢"]],
  ["אולפן", ["noto-sans-hebrew-hebrew: אולפן"]],
  ["สตูดิโอ", ["noto-sans-thai-thai: สตูดิโอ"]],
  ["हिन्दी क्षेत्र", ["noto-sans-devanagari-devanagari: हिन्दी क्षेत्र"]],
])("%s is drawn by the font of its script", (text, expected) => {
  expect(fontsOf(text)).toEqual(expected);
});

test.each([
  ["a 😀", "“😀” (U+1F600)"],
  ["✓", "“✓” (U+2713)"],
  ["ᚠ", "“ᚠ” (U+16A0)"],
  // A letter that one font has and a mark that only another has don't come together.
  ["ж\u0e48", "(U+0436 U+0E48)"],
])("what no font has is refused by name: %s", (text, named) => {
  expect(() => runsOf(text)).toThrow(named);
});

test("widths are the fonts' own: digits are as wide as each other, a capital is wider than an i", () => {
  const wide = (text: string) => widthOf(runsOf(text));
  expect(wide("1111")).toBeCloseTo(wide("8888"));
  expect(wide("M")).toBeGreaterThan(2 * wide("i"));
  expect(wide("漢字")).toBeCloseTo(2);
});
