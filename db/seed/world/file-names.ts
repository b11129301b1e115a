import path from "node:path";
import type { Random } from "../random";
import { stories } from "../stories";
import type { AssetTypeCode } from "./catalogue";
import type { Slot } from "./slots";

/** How each asset type stands in a well-kept file name, technical facts included. */
const labels: Record<AssetTypeCode, string> = {
  locked_cut_proxy: "LockedCut_960x540",
  servicing_turnover_proxy: "ServicingTurnover_960x540",
  final_proxy: "FinalProxy_960x540",
  final_trailer_proxy: "Trailer_FinalProxy_960x540",
  textless_elements: "Textless_960x540",
  dub_card_reference: "DubCardRef_960x540",
  printmaster_51: "PM_Nearfield_51_48k_24b",
  printmaster_20: "PM_Nearfield_20_48k_24b",
  me_51: "ME_Nearfield_mono_48k_24b",
  me_20: "ME_Nearfield_20_48k_24b",
  dialogue_stem: "DX_Stem_48k_24b",
  music_stem: "MX_Stem_20_48k_24b",
  effects_stem: "FX_Stem_20_48k_24b",
  optional_effects: "OptFX_20_48k_24b",
  song_elements: "Song_20_48k_24b",
  dialogue_guide: "DialogueGuide_mono_48k_24b",
  dialogue_list: "DialogueList",
  pldl: "PLDL",
  continuity: "Continuity_Spotting",
  knp: "KNP",
  show_guide: "ShowGuide",
  creative_letter: "CreativeLetter",
  pronunciation_guide: "Pronunciation",
  sdh_subtitles: "SDH",
  original_subtitles: "OriginalSubs",
  subtitle_template: "Template",
  forced_narrative: "FN",
  ad_script: "ADScript",
  dub_card_template: "DubCards",
  music_cue_sheet: "CueSheet",
  title_treatment: "TitleTreatment",
  character_stills: "Still",
  on_screen_text: "OnScreenText",
};

/**
 * What a supplier called the nth version, whose own count is ahead of ours by `offset`: most by the pattern
 * `{title}_{s02e02}_{v04}_ME_Nearfield_mono_48k_24b_23976.L.wav`, some as people call files.
 */
export function fileNameOf(slot: Slot, number: number, offset: number, random: Random): string {
  return random.chance(11) ? messyName(slot, number, random) : patternName(slot, number + offset);
}

/** A name of 200 characters, which is allowed, and was once sent. */
export function longestName(slot: Slot): string {
  const extension = path.extname(slot.file);
  const start = `${patternName(slot, 7).slice(0, -extension.length)}_approved by everyone in the room`;
  const filler = " and then changed once more because of the note about the third post";
  return start.padEnd(200 - extension.length, filler) + extension;
}

function patternName(slot: Slot, number: number) {
  const extension = path.extname(slot.file);
  const { numerator, denominator, dropFrame } = stories[slot.title.story].frameRate;
  const timed = [".mp4", ".wav"].includes(extension);
  const rate = `${Math.floor((numerator / denominator) * 1000 + 0.5)}`.replace(/000$/, "");
  const parts = [
    stories[slot.title.story].fileCode,
    episodeCode(slot),
    `v${String(number).padStart(2, "0")}`,
    labels[slot.assetType],
    slot.assetType === "me_51" ? reelOf(slot) : slot.variant?.replace(/\P{L}+(?=.)/gu, ""),
    slot.language,
    timed && `${rate.replace(/^29970$/, "2997")}${dropFrame ? "DF" : ""}`,
  ];
  const channel = slot.assetType === "me_51" ? `.${slot.variant?.split(" ").at(-1)}` : "";
  return `${parts.filter(Boolean).join("_")}${channel}${extension}`;
}

const reelOf = ({ variant }: Slot) => /^Reel (\d)/.exec(variant ?? "")?.[1]?.replace(/^/, "R");

function episodeCode({ title: { season, episode } }: Slot) {
  const two = (n: number) => String(n).padStart(2, "0");
  if (season === null) return null;
  return `s${two(season)}${episode === null ? "" : `e${two(episode)}`}`;
}

function messyName(slot: Slot, number: number, random: Random) {
  const extension = path.extname(slot.file);
  const { slateName } = stories[slot.title.story];
  const label = labels[slot.assetType].split("_")[0] ?? "";
  const { season, episode } = slot.title;
  const episodeNumber = season === null ? "" : ` ${season}${String(episode ?? 0).padStart(2, "0")}`;
  const part = slot.variant ? ` ${slot.variant}` : "";
  const name = random.pick([
    `${label}${episodeNumber}${part} final_FINAL(${number})`,
    `${slateName}${episodeNumber} - ${label}${part} #${number} 100% approved`,
    `für Freigabe – ${slateName}${episodeNumber} ${label}${part} (Überarbeitung ${number})`,
    // Decomposed, as some file systems hand names over.
    `Änderungen ${label}${episodeNumber}${part} v${number}`.normalize("NFD"),
    `【確認用】${slateName}${episodeNumber}_${label}${part}_第${number}版`,
    `"${slateName}"${episodeNumber}  ${label}${part} & notes`,
    `${label}${episodeNumber}${part} - director's version; use this one, v${number}`,
    `${slateName.replaceAll(" ", "%20")}${episodeNumber}_${label}${part}`,
    `${label}${episodeNumber}${part} новая версия ${number}`,
  ]);
  return `${name}${extension}`;
}
