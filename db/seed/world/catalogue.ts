import type { assetTypes } from "@/db/schema";

export type AssetTypeCode = (typeof catalogue)[number]["code"];

type Details = Omit<typeof assetTypes.$inferInsert, "code" | "name" | "position">;

const type = <Code extends string>(code: Code, name: string, details: Details) => ({
  code,
  name,
  ...details,
});

const none = { qcApplies: false, watermarked: false, languageMenu: false };
const proxy: Details = { ...none, mediaKind: "video", watermarked: true, formats: ["mp4", "mov"] };
const clip: Details = { ...none, mediaKind: "video", formats: ["mp4", "mov"] };
const mix: Details = { ...none, mediaKind: "audio", qcApplies: true, formats: ["wav"] };
const guide: Details = { ...none, mediaKind: "audio", formats: ["wav"] };
const document = (...formats: string[]): Details => ({ ...none, mediaKind: "text", formats });
const image: Details = { ...none, mediaKind: "image", formats: ["png"] };

/** The asset types of the trade, in the order of the list. */
export const catalogue = [
  type("locked_cut_proxy", "Locked Cut Proxy", proxy),
  type("servicing_turnover_proxy", "Servicing Turnover Proxy", proxy),
  type("final_proxy", "Final Proxy", { ...proxy, languageMenu: true }),
  type("final_trailer_proxy", "Final Proxy: Trailer", { ...clip, languageMenu: true }),
  type("textless_elements", "Textless Elements", clip),
  type("dub_card_reference", "Dub Card Reference Clip", clip),
  type("printmaster_51", "Printmaster 5.1", mix),
  type("printmaster_20", "Printmaster 2.0", mix),
  type("me_51", "M&E 5.1 Nearfield", mix),
  type("me_20", "M&E 2.0", mix),
  type("dialogue_stem", "Dialogue Stem", mix),
  type("music_stem", "Music Stem", mix),
  type("effects_stem", "Effects Stem", mix),
  type("optional_effects", "Optional Effects", mix),
  type("song_elements", "Song Elements", mix),
  type("dialogue_guide", "Dialogue Guide", guide),
  type("dialogue_list", "Dialogue List", document("docx", "xlsx", "pdf", "ttml", "txt")),
  type("pldl", "Pivot Language Dialogue List (PLDL)", document("xlsx")),
  type("continuity", "Combined Continuity and Spotting Listing", document("docx", "pdf")),
  type("knp", "Key Names and Phrases (KNP)", document("xlsx")),
  type("show_guide", "Show Guide", document("pdf")),
  type("creative_letter", "Creative Letter", document("pdf")),
  type("pronunciation_guide", "Pronunciation Guide", document("txt", "pdf")),
  type("sdh_subtitles", "SDH Subtitles", document("ttml", "vtt")),
  type("original_subtitles", "Original Language Subtitles", document("srt", "ttml")),
  type("subtitle_template", "Subtitle Template", document("vtt", "srt")),
  type("forced_narrative", "Forced Narrative", document("ttml")),
  type("ad_script", "Audio Description Script", document("docx")),
  type("dub_card_template", "Dub Card Template", document("xlsx")),
  type("music_cue_sheet", "Music Cue Sheet", document("xlsx")),
  type("title_treatment", "Title Treatment", image),
  type("character_stills", "Character Stills", image),
  type("on_screen_text", "On-Screen Text Reference", image),
] as const satisfies readonly (Details & { code: string; name: string })[];

type Kind = { code: string; name: string; assetTypes: AssetTypeCode[] };

const picture: AssetTypeCode[] = ["locked_cut_proxy", "servicing_turnover_proxy"];
const background: AssetTypeCode[] = ["knp", "show_guide", "creative_letter", "pronunciation_guide"];
const stems: AssetTypeCode[] = ["dialogue_stem", "music_stem", "effects_stem", "optional_effects"];

/** What work of each kind may use. `on_screen_text` is named, though nothing of it was ever delivered. */
export const kinds = [
  {
    code: "secondary_audio",
    name: "Secondary Audio",
    assetTypes: [
      ...picture,
      ...["final_proxy", "printmaster_51", "printmaster_20", "me_51", "me_20"],
      ...stems,
      ...["song_elements", "dialogue_guide", "dialogue_list", "pldl", "forced_narrative"],
      ...["music_cue_sheet", ...background],
    ] as AssetTypeCode[],
  },
  {
    code: "av_mux",
    name: "A/V Mux",
    assetTypes: [
      ...["servicing_turnover_proxy", "final_proxy", "textless_elements", "dub_card_reference"],
      ...["printmaster_20", "forced_narrative"],
    ] as AssetTypeCode[],
  },
  {
    code: "timed_text",
    name: "Timed Text",
    assetTypes: [
      ...["servicing_turnover_proxy", "final_proxy", "dialogue_list", "pldl", "continuity"],
      ...["sdh_subtitles", "original_subtitles", "subtitle_template", "forced_narrative"],
      ...background,
    ] as AssetTypeCode[],
  },
  {
    code: "premix_dialogue",
    name: "Premix Dialogue",
    assetTypes: [...picture, "dialogue_stem", "dialogue_guide", "me_20", "printmaster_20"],
  },
  {
    code: "dubbing_script",
    name: "Dubbing Script",
    assetTypes: [
      ...picture,
      ...["dialogue_guide", "dialogue_list", "pldl", "continuity", "knp", "pronunciation_guide"],
    ] as AssetTypeCode[],
  },
  {
    code: "audio_description",
    name: "Audio Description",
    assetTypes: [
      ...["final_proxy", "printmaster_51", "printmaster_20", "ad_script", "dialogue_list"],
      ...["knp", "show_guide", "character_stills"],
    ] as AssetTypeCode[],
  },
  {
    code: "dialogue_list",
    name: "Dialogue List",
    assetTypes: ["locked_cut_proxy", "printmaster_20", "dialogue_guide", "continuity"],
  },
  {
    code: "dub_card",
    name: "Dub Card",
    assetTypes: [
      ...["dub_card_reference", "dub_card_template", "title_treatment"],
      ...["textless_elements", "on_screen_text"],
    ] as AssetTypeCode[],
  },
  {
    code: "forced_narrative",
    name: "Forced Narrative",
    assetTypes: ["final_proxy", "textless_elements", "forced_narrative", "on_screen_text"],
  },
  {
    code: "trailer",
    name: "Trailer Localisation",
    assetTypes: [
      ...["final_trailer_proxy", "song_elements", "music_stem"],
      ...["title_treatment", "creative_letter"],
    ] as AssetTypeCode[],
  },
] as const satisfies readonly Kind[];

export type KindCode = (typeof kinds)[number]["code"];

const typesByCode = new Map(catalogue.map((t) => [t.code, t]));

export function assetType(code: AssetTypeCode) {
  const found = typesByCode.get(code);
  if (!found) throw new Error(`The catalogue has no ${code}.`);
  return found;
}
