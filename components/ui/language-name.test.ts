import { expect, test } from "vitest";
import { languageName } from "./language-name";

test.each([
  ["de", "German"],
  ["pt-BR", "Portuguese (Brazil)"],
  ["zh-Hant", "Chinese (Traditional)"],
  ["es-419", "Spanish (Latin America)"],
  ["not a tag", "not a tag"],
])("%s is called %s", (tag, name) => {
  expect(languageName(tag)).toBe(name);
});
