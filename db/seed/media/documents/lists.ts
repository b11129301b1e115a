import { wordsIn } from "../../stories";
import type { Story } from "../../stories/types";
import { timecodeAt } from "../../timecode";
import { type Sheet, wordDocument, workbook } from "./office";

const english = "en";
const original = (story: Story) => story.languages[0] ?? english;

const spoken = (story: Story) =>
  story.cues.map((cue) => ({
    in: timecodeAt(cue.from, story.frameRate),
    out: timecodeAt(cue.to, story.frameRate),
    character: cue.character,
    line: wordsIn(story, cue.words, original(story)),
    pivot: wordsIn(story, cue.words, english),
    sound: cue.sound ?? "",
  }));

const timeColumns = [
  { header: "TC in", width: 14 },
  { header: "TC out", width: 14 },
];

/** What is said in the finished picture, line by line, as recorded. */
export const dialogueList = (story: Story, revision: number) =>
  wordDocument(
    `${story.slateName} - Dialogue List`,
    [
      `As recorded, in the original language (${original(story)}). Revision ${revision}. Timecodes are those of the locked picture.`,
      ...story.characters.map(({ name, about }) => `${name}: ${about}`),
    ],
    {
      header: ["#", "TC in", "TC out", "Character", "Dialogue"],
      rows: spoken(story).map((s, i) => [`${i + 1}`, s.in, s.out, s.character, s.line]),
    },
  );

/** Pivot language dialogue list: each line with an English rendering to translate from, and notes. */
export const pivotDialogueList = (story: Story, revision: number) =>
  workbook(`${story.slateName} PLDL r${revision}`, [
    {
      name: "PLDL",
      columns: [
        ...timeColumns,
        { header: "Character", width: 16 },
        { header: "Original", width: 48 },
        { header: "Pivot (English)", width: 48 },
        { header: "Annotation", width: 40 },
      ],
      rows: spoken(story).map((s) => [
        ...[s.in, s.out, s.character, s.line, s.pivot],
        annotation(story, s.pivot),
      ]),
    },
    {
      name: "On-screen text",
      columns: [
        ...timeColumns,
        { header: "Original", width: 40 },
        { header: "Pivot (English)", width: 40 },
      ],
      rows: story.onScreen.map(({ from, to, words }) => [
        timecodeAt(from, story.frameRate),
        timecodeAt(to, story.frameRate),
        wordsIn(story, words, original(story)),
        wordsIn(story, words, english),
      ]),
    },
  ]);

const annotation = (story: Story, line: string) =>
  story.names.find(({ term }) => line.toLowerCase().includes(term.toLowerCase()))?.note ?? "";

/** Key names and phrases: how each is written, said and treated in every language. */
export const keyNamesAndPhrases = (story: Story, revision: number) =>
  workbook(`${story.slateName} KNP r${revision}`, [
    {
      name: "KNP",
      columns: [
        { header: "Term", width: 28 },
        { header: "Kind", width: 14 },
        { header: "Said", width: 24 },
        { header: "Note", width: 60 },
        ...story.languages.slice(1).map((language) => ({ header: language, width: 22 })),
      ],
      rows: story.names.map((n) => [n.term, n.kind, n.pronounced, n.note]),
    },
  ]);

/** Every line and sound in order, with lengths in frames: what a subtitler spots from. */
export const continuity = (story: Story, revision: number) =>
  wordDocument(
    `${story.slateName} - Combined Continuity and Spotting List`,
    [`Revision ${revision}. Lengths in seconds and frames at the picture's own rate.`],
    {
      header: ["TC in", "TC out", "Length", "Sound", "Character", "Dialogue", "Spotting (English)"],
      rows: story.cues.map((cue) => {
        const { numerator, denominator } = story.frameRate;
        const frames = Math.round(((cue.to - cue.from) * numerator) / denominator);
        const fps = Math.round(numerator / denominator);
        return [
          timecodeAt(cue.from, story.frameRate),
          timecodeAt(cue.to, story.frameRate),
          `${Math.floor(frames / fps)}:${String(frames % fps).padStart(2, "0")}`,
          cue.sound ?? "",
          cue.character,
          wordsIn(story, cue.words, original(story)),
          wordsIn(story, cue.words, english),
        ];
      }),
    },
  );

/** Describes what is seen in the gaps that the dialogue leaves. */
export const audioDescriptionScript = (story: Story, revision: number) => {
  const gaps = story.cues.flatMap((cue, i) => {
    const from = i === 0 ? 0 : (story.cues[i - 1]?.to ?? 0);
    return cue.from - from >= 0.6 ? [{ from, to: cue.from, cue, i }] : [];
  });
  return wordDocument(
    `${story.slateName} - Audio Description Script`,
    [`Revision ${revision}. Read dry, present tense; stop before the line that follows.`],
    {
      header: ["TC in", "TC out", "Description", "Cue after"],
      rows: gaps.map(({ from, to, cue, i }) => [
        timecodeAt(from, story.frameRate),
        timecodeAt(to, story.frameRate),
        describe(story, i),
        `${cue.character}: ${wordsIn(story, cue.words, english)}`,
      ]),
    },
  );
};

function describe(story: Story, i: number) {
  const places = story.look.scenes.map(({ city, sun }) => {
    if (city) return sun === null ? "Lit windows over dark roofs." : "A town at dusk, windows lit.";
    return sun === null ? "Bare hills under a flat sky." : "Low light behind a far ridge.";
  });
  const who = story.characters[i % story.characters.length]?.name ?? "";
  return i % 2 === 0 ? (places[(i / 2) % places.length] ?? "") : `${who} waits, unmoving.`;
}

/** What each dub card says, to be filled in for every language. */
export const dubCardTemplate = (story: Story, revision: number) =>
  workbook(`${story.slateName} dub cards r${revision}`, [
    {
      name: "Dub cards",
      columns: [
        { header: "Card", width: 8 },
        { header: "Line", width: 40 },
        { header: "Localised line", width: 40 },
        { header: "Maximum characters", width: 20 },
      ],
      rows: [
        ["1", "Voice cast", "", "32"],
        ...story.characters.map(({ name }, i) => [`${i + 2}`, name, "", "42"]),
        [`${story.characters.length + 2}`, "Translation and adaptation", "", "42"],
        [`${story.characters.length + 3}`, "Dubbing director", "", "42"],
        [`${story.characters.length + 4}`, "Recorded and mixed at", "", "42"],
      ],
    },
  ]);

/** Every piece of music, with its length and use. */
export const musicCueSheet = (story: Story, revision: number) =>
  workbook(`${story.slateName} cue sheet r${revision}`, [musicSheet(story)]);

function musicSheet(story: Story): Sheet {
  const columns = ["Cue", "TC in", "TC out", "Title", "Composer", "Use", "Lyrics to be localised"];
  const rows = story.music.chords.map((_, i) => [
    `${i + 1}M${i + 1}`,
    timecodeAt(i * 4, story.frameRate),
    timecodeAt(i * 4 + 4, story.frameRate),
    `${story.slateName}, part ${i + 1}`,
    "R. Hallam Osei",
    i === 0 ? "Main title" : "Background instrumental",
    i === 0 ? "yes" : "no",
  ]);
  return { name: "Cues", columns: columns.map((header) => ({ header, width: 22 })), rows };
}
