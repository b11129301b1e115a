import { writeFile } from "node:fs/promises";
import { stories } from "../stories";
import { type Story, type StoryCode, storyCodes } from "../stories/types";
import {
  audioDescriptionScript,
  continuity,
  dialogueList,
  dubCardTemplate,
  keyNamesAndPhrases,
  musicCueSheet,
  pivotDialogueList,
} from "./documents/lists";
import { creativeLetter, pronunciationGuide, showGuide } from "./documents/reading";
import { srt, ttml, vtt } from "./documents/timed-text";
import type { Kit } from "./kit";
import { portrait } from "./picture/landscape";
import { png } from "./picture/png";
import { titleTreatment } from "./picture/title-treatment";
import { type ProxyCut, proxy } from "./proxies";
import { mixFile, monoFile } from "./sound/files";
import { channels51, type MixName, mixNames } from "./sound/mixes";

/** One file of the pool. `make` writes it to `output`; its name tells story, revision and what it is. */
export type MediaItem = {
  name: string;
  story: StoryCode;
  make: (kit: Kit, output: string) => Promise<void>;
};

/** How many different states of its files a story has: the two big titles have two. */
export const revisionsOf = (story: StoryCode) => (story === "film" || story === "series" ? 2 : 1);

/** Every file of the pool, story by story, the slowest first. */
export const mediaItems = (): MediaItem[] =>
  storyCodes.flatMap((code) => {
    const revisions = Array.from({ length: revisionsOf(code) }, (_, i) => i + 1);
    return revisions.flatMap((revision) =>
      Object.entries(filesOf(stories[code], revision)).map(([name, make]) => ({
        name: `${code}/r${revision}/${name}`,
        story: code,
        make,
      })),
    );
  });

type Make = MediaItem["make"];

function filesOf(story: Story, revision: number): Record<string, Make> {
  return {
    ...videos(story, revision),
    ...sounds(revision),
    ...texts(story, revision),
    ...(revision === 1 ? images(story) : {}),
  };
}

function videos(story: Story, revision: number): Record<string, Make> {
  // Later locked cuts come with a new mix; the rest is delivered again as it was.
  const cuts: ProxyCut[] =
    revision === 1 ? ["locked", "servicing", "final", "trailer"] : ["locked"];
  if (revision === 1 && revisionsOf(story.code) > 1) cuts.push("dub-card", "textless");
  return Object.fromEntries(
    cuts.map((cut): [string, Make] => [
      `${cut}.mp4`,
      (kit, output) => proxy(kit, cut, revision, output),
    ]),
  );
}

/** What a second delivery of a title's sound is made anew for. */
const remixed: MixName[] = ["printmaster-51", "printmaster-20"];

function sounds(revision: number): Record<string, Make> {
  const whole = mixNames.filter(
    (mix) => mix !== "me-51" && (revision === 1 || remixed.includes(mix)),
  );
  return Object.fromEntries([
    ...channels51.map((channel, i): [string, Make] => [
      `me-51.${channel}.wav`,
      (kit, output) => monoFile(kit, "me-51", i, revision, output),
    ]),
    ...whole.map((mix): [string, Make] => [
      `${mix}.wav`,
      (kit, output) => mixFile(kit, mix, revision, output),
    ]),
  ]);
}

type Content = string | Buffer | Promise<Buffer>;

function texts(story: Story, revision: number): Record<string, Make> {
  const original = story.languages[0] ?? "en";
  const contents: Record<string, () => Content> = {
    "dialogue-list.docx": () => dialogueList(story, revision),
    "pldl.xlsx": () => pivotDialogueList(story, revision),
    "knp.xlsx": () => keyNamesAndPhrases(story, revision),
    "show-guide.pdf": () => showGuide(story, revision),
    "creative-letter.pdf": () => creativeLetter(story, revision),
    "pronunciation.txt": () => pronunciationGuide(story, revision),
    "continuity.docx": () => continuity(story, revision),
    "ad-script.docx": () => audioDescriptionScript(story, revision),
    "dub-cards.xlsx": () => dubCardTemplate(story, revision),
    "cue-sheet.xlsx": () => musicCueSheet(story, revision),
    "sdh.ttml": () => ttml(story, "sdh", original, revision),
    "template.vtt": () => vtt(story, "dialogue", "en", revision),
    "original.srt": () => srt(story, "dialogue", original, revision),
  };
  for (const language of story.languages.slice(1))
    contents[`forced.${language}.ttml`] = () => ttml(story, "forced", language, revision);
  return Object.fromEntries(
    Object.entries(contents).map(([name, content]): [string, Make] => [
      name,
      async (_, output) => writeFile(output, await content()),
    ]),
  );
}

function images(story: Story): Record<string, Make> {
  const stills = story.characters.map((_, i): [string, Make] => [
    `still-${i + 1}.png`,
    async (_kit, output) => {
      const scene = story.look.scenes[i % story.look.scenes.length];
      if (scene) await writeFile(output, png(portrait(scene, story.look.seed * 10 + i)));
    },
  ]);
  return Object.fromEntries([...stills, ["title-treatment.png", titleTreatment]]);
}
