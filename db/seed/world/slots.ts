import { revisionsOf } from "../media/items";
import { channels51 } from "../media/sound/mixes";
import { stories } from "../stories";
import type { AssetTypeCode } from "./catalogue";
import type { TitleSeed } from "./titles";

/** A material to be, and which file of the pool its versions have. */
export type Slot = {
  title: TitleSeed;
  assetType: AssetTypeCode;
  variant: string | null;
  language: string | null;
  /** Of the pool, without story and revision. */
  file: string;
};

/** The materials that a title has places for. */
export function slotsOf(title: TitleSeed): Slot[] {
  const whole = title.kind === "film" || title.kind === "episode";
  const top = title.kind === "film" || title.kind === "series";
  return [
    ...(whole ? programme(title) : []),
    ...(top ? background(title) : []),
    ...(title.kind === "film" || title.kind === "season" ? publicity(title) : []),
  ];
}

/**
 * The pool's file for the nth version. Where a title's media have two states they take turns.
 * Some files never change between the states; those have the first only.
 */
export function fileOfVersion(
  { title, file }: Slot,
  number: number,
  has: (name: string) => boolean,
) {
  const revision = ((number - 1) % revisionsOf(title.story)) + 1;
  const name = `${title.story}/r${revision}/${file}`;
  return has(name) ? name : `${title.story}/r1/${file}`;
}

function programme(title: TitleSeed): Slot[] {
  const story = stories[title.story];
  const original = story.originalLanguage;
  const { add, slots } = collect(title);
  const reels =
    title.story === "film" ? ["Reel 1", "Reel 2", "Reel 3", "Reel 4", "Reel 5"] : [null];
  for (const reel of reels) {
    add("locked_cut_proxy", "locked.mp4", { variant: reel });
    add("servicing_turnover_proxy", "servicing.mp4", { variant: reel });
    for (const channel of channels51)
      add("me_51", `me-51.${channel}.wav`, { variant: reel ? `${reel} ${channel}` : channel });
  }
  add("final_proxy", "final.mp4", { language: original });
  if (title.story === "film" || title.story === "series") {
    add("textless_elements", "textless.mp4");
    add("dub_card_reference", "dub-card.mp4");
  }
  add("printmaster_51", "printmaster-51.wav", { language: original });
  add("printmaster_20", "printmaster-20.wav", { language: original });
  add("me_20", "me-20.wav");
  add("dialogue_stem", "dialogue.wav", { variant: "Principal", language: original });
  add("dialogue_stem", "guide.wav", { variant: "Group", language: original });
  add("dialogue_stem", "dialogue.wav", { variant: "Futz and Radio", language: original });
  add("music_stem", "music.wav", { variant: "Score" });
  add("music_stem", "instrumental.wav", { variant: "Source" });
  add("effects_stem", "effects.wav", { variant: "Hard Effects" });
  add("effects_stem", "optional-effects.wav", { variant: "Foley" });
  add("effects_stem", "effects.wav", { variant: "Backgrounds" });
  add("optional_effects", "optional-effects.wav");
  add("dialogue_guide", "guide.wav", { language: original });
  add("dialogue_list", "dialogue-list.docx", { language: original });
  add("pldl", "pldl.xlsx", { language: "en" });
  add("continuity", "continuity.docx", { language: original });
  add("sdh_subtitles", "sdh.ttml", { language: original });
  add("original_subtitles", "original.srt", { language: original });
  add("subtitle_template", "template.vtt", { language: "en" });
  for (const language of story.languages.slice(1))
    add("forced_narrative", `forced.${language}.ttml`, { language });
  add("ad_script", "ad-script.docx", { language: "en" });
  add("music_cue_sheet", "cue-sheet.xlsx");
  // Of one title nobody has yet asked for cards: requests for them have no materials at all.
  if (title.story !== "manara") add("dub_card_template", "dub-cards.xlsx");
  return slots;
}

/** What belongs to the whole work; a series' serves the requests for each episode. */
function background(title: TitleSeed): Slot[] {
  const { add, slots } = collect(title);
  add("knp", "knp.xlsx");
  add("show_guide", "show-guide.pdf");
  add("creative_letter", "creative-letter.pdf");
  add("pronunciation_guide", "pronunciation.txt");
  if (title.story !== "manara") add("title_treatment", "title-treatment.png");
  for (const [i, { name }] of stories[title.story].characters.entries())
    add("character_stills", `still-${i + 1}.png`, { variant: name });
  return slots;
}

function publicity(title: TitleSeed): Slot[] {
  const { add, slots } = collect(title);
  add("final_trailer_proxy", "trailer.mp4", { language: stories[title.story].originalLanguage });
  add("song_elements", "vocal.wav", { variant: "Vocal" });
  add("song_elements", "instrumental.wav", { variant: "Instrumental" });
  return slots;
}

function collect(title: TitleSeed) {
  const slots: Slot[] = [];
  const add = (
    assetType: AssetTypeCode,
    file: string,
    { variant = null, language = null }: { variant?: string | null; language?: string | null } = {},
  ) => slots.push({ title, assetType, variant, language, file });
  return { add, slots };
}
