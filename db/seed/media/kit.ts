import type { Story } from "../stories/types";
import type { Fonts } from "./fonts";

/** What the makers of one story's files share. */
export type Kit = {
  story: Story;
  /** Scratch, of this story alone; filter graphs name files in it without a path. */
  folder: string;
  /** As seen from the folder. */
  fonts: Fonts;
  /** What several files are made from is made once. */
  once<T>(key: string, make: () => T): T;
};

export function kitFor(story: Story, folder: string, fonts: Fonts): Kit {
  const made = new Map<string, unknown>();
  return {
    story,
    folder,
    fonts,
    once<T>(key: string, make: () => T) {
      if (!made.has(key)) made.set(key, make());
      return made.get(key) as T;
    },
  };
}
