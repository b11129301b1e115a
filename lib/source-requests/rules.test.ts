import { expect, test } from "vitest";
import { byLanguageName, languageName } from "./rules";

test.each([
  ["de", "German"],
  ["pt-BR", "Portuguese (Brazil)"],
  ["zh-Hant", "Chinese (Traditional)"],
  ["es-419", "Spanish (Latin America)"],
  ["not a tag", "not a tag"],
])("%s is called %s", (tag, name) => {
  expect(languageName(tag)).toBe(name);
});

test("languages stand in the order of their names, not of their codes", () => {
  expect(["de", "en", "es", "fr", "sv"].sort(byLanguageName)).toEqual([
    "en",
    "fr",
    "de",
    "es",
    "sv",
  ]);
});
