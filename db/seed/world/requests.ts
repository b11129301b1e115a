import type { KindCode } from "./catalogue";
import type { PartnerCode } from "./people";

export type RequestSeed = {
  reference: string;
  partner: PartnerCode;
  title: string;
  kind: KindCode;
  language: string;
  /** Days from today; negative is overdue. */
  dueInDays: number;
  status: "open" | "fulfilled" | "cancelled";
  /** When it was fulfilled or cancelled, in days before today. */
  endedDaysAgo: number | null;
};

type Row = [title: string, kind: KindCode, language: string, dueInDays: number, ended?: Ended];
type Ended = { fulfilled: number } | { cancelled: number };

// Due days keep a day's distance from the buckets' borders, 3 and 7, so that a bucket is the same in every zone.
const northlight: Row[] = [
  ["TTL-80211", "secondary_audio", "fr-FR", 2],
  ["TTL-80211", "secondary_audio", "es-419", 5],
  ["TTL-80211", "secondary_audio", "ja", 12],
  ["TTL-80211", "dubbing_script", "fr-FR", 1],
  ["TTL-80211", "dubbing_script", "ja", 9],
  ["TTL-80211", "premix_dialogue", "fr-FR", 6],
  ["TTL-80211", "av_mux", "es-419", 21],
  ["TTL-80211", "dub_card", "fr-FR", 14],
  ["TTL-80211", "trailer", "es-419", -1],
  ["TTL-80321", "secondary_audio", "de-DE", -6, { fulfilled: 4 }],
  ["TTL-80321", "av_mux", "es-419", -10, { fulfilled: 12 }],
  ["TTL-80321", "dub_card", "de-DE", 11],
  ["TTL-80322", "secondary_audio", "de-DE", 0],
  ["TTL-80322", "dubbing_script", "de-DE", -2],
  ["TTL-80322", "premix_dialogue", "de-DE", 1],
  ["TTL-80323", "secondary_audio", "de-DE", 5],
  ["TTL-80323", "dubbing_script", "de-DE", 9],
  ["TTL-80324", "secondary_audio", "de-DE", 11],
  ["TTL-80324", "dubbing_script", "de-DE", 13],
  ["TTL-80324", "premix_dialogue", "de-DE", 18],
  ["TTL-80325", "premix_dialogue", "de-DE", 16],
  ["TTL-80325", "av_mux", "es-419", 24],
  ["TTL-80326", "av_mux", "de-DE", 23],
  ["TTL-80326", "premix_dialogue", "de-DE", 27],
  ["TTL-80320", "trailer", "de-DE", 10],
  ["TTL-80311", "secondary_audio", "de-DE", -80, { fulfilled: 75 }],
  ["TTL-80312", "secondary_audio", "de-DE", -45, { fulfilled: 41 }],
  ["TTL-80312", "dub_card", "de-DE", -24, { fulfilled: 20 }],
  ["TTL-80311", "trailer", "de-DE", -30, { cancelled: 36 }],
  ["TTL-80357", "secondary_audio", "fr-FR", 6],
  ["TTL-80357", "dubbing_script", "fr-FR", 2],
  ["TTL-80357", "premix_dialogue", "pt-BR", 15],
  ["TTL-80357", "trailer", "fr-FR", 19, { cancelled: 3 }],
  ["TTL-80388", "secondary_audio", "de-DE", 28],
  ["TTL-80388", "dub_card", "de-DE", 30],
];

const harbour: Row[] = [
  ["TTL-80313", "timed_text", "fr-FR", -9],
  ["TTL-80313", "forced_narrative", "fr-FR", -12, { fulfilled: 9 }],
  ["TTL-80313", "av_mux", "fr-FR", -35, { fulfilled: 33 }],
  ["TTL-80314", "timed_text", "fr-FR", 1],
  ["TTL-80314", "forced_narrative", "fr-FR", 6],
  ["TTL-80315", "timed_text", "fr-FR", 5],
  ["TTL-80315", "dialogue_list", "en", -3, { cancelled: 10 }],
  ["TTL-80316", "timed_text", "fr-FR", 12],
  ["TTL-80316", "forced_narrative", "fr-FR", 20],
  ["TTL-80326", "forced_narrative", "fr-FR", 34],
  ["TTL-80342", "timed_text", "en-GB", 2],
  ["TTL-80342", "dialogue_list", "fr-FR", 10],
  ["TTL-80342", "forced_narrative", "de-DE", 19],
  ["TTL-80342", "timed_text", "it", -52, { fulfilled: 50 }],
  ["TTL-80363", "timed_text", "en", 5],
  ["TTL-80363", "dialogue_list", "ja", 2],
  ["TTL-80363", "timed_text", "fr-FR", 14],
];

const lumen: Row[] = [
  ["TTL-80211", "audio_description", "en", 2],
  ["TTL-80211", "audio_description", "fr-FR", 16],
  ["TTL-80321", "audio_description", "en", 5],
  ["TTL-80322", "audio_description", "en", 12],
  ["TTL-80342", "audio_description", "fr-FR", -1],
  ["TTL-80357", "audio_description", "es-MX", 6],
  ["TTL-80363", "audio_description", "ja", 20],
  ["TTL-80316", "audio_description", "en", -5, { fulfilled: 3 }],
  ["TTL-80315", "audio_description", "en", -61, { fulfilled: 60 }],
  ["TTL-80388", "audio_description", "ar", 26, { cancelled: 1 }],
];

/** All source requests; a reference stays with its line as long as lines are only added at a list's end. */
export const requestSeeds: RequestSeed[] = [
  ...numbered("northlight", 104801, northlight),
  ...numbered("harbour", 105212, harbour),
  ...numbered("lumen", 105630, lumen),
];

function numbered(partner: PartnerCode, first: number, rows: Row[]): RequestSeed[] {
  return rows.map(([title, kind, language, dueInDays, ended], i) => ({
    reference: `SR-${first + i * 11}`,
    ...{ partner, title, kind, language, dueInDays },
    ...endOf(ended),
  }));
}

function endOf(ended: Ended | undefined): Pick<RequestSeed, "status" | "endedDaysAgo"> {
  if (!ended) return { status: "open", endedDaysAgo: null };
  if ("fulfilled" in ended) return { status: "fulfilled", endedDaysAgo: ended.fulfilled };
  return { status: "cancelled", endedDaysAgo: ended.cancelled };
}
