import { film } from "./film";
import { estacion, horlogers, manara, shiokaze } from "./others";
import { series } from "./series";
import type { Story, StoryCode } from "./types";

export const stories: Record<StoryCode, Story> = {
  film,
  series,
  horlogers,
  estacion,
  shiokaze,
  manara,
};

/** The spoken or written words in a language; the original's where there is no translation. */
export function wordsIn(story: Story, words: Partial<Record<string, string>>, language: string) {
  return words[language] ?? words[story.languages[0] ?? ""] ?? "";
}
