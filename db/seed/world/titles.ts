import type { StoryCode } from "../stories/types";

export type TitleSeed = {
  reference: string;
  kind: "film" | "series" | "season" | "episode";
  name: string;
  story: StoryCode;
  parent: string | null;
  number: number | null;
  season: number | null;
  episode: number | null;
  runtimeMinutes: number | null;
  /** Days before today on which the first of its materials came; null when nothing has come yet. */
  firstDeliveryDaysAgo: number | null;
};

const single = (
  story: StoryCode,
  reference: string,
  name: string,
  runtimeMinutes: number,
  firstDeliveryDaysAgo: number,
): TitleSeed => ({
  ...{ reference, kind: "film", name, story, runtimeMinutes, firstDeliveryDaysAgo },
  ...{ parent: null, number: null, season: null, episode: null },
});

const seriesReference = "TTL-80300";

const episodeNames = [
  [
    "The Quiet Door",
    "Eleven Pins",
    "A Borrowed Key",
    "Left of Centre",
    "In Vane",
    "The Weight of Brass",
  ],
  ["Second Hand", "Vanity", "What the Lift Heard", "Dead Bolt", "The Better Locksmith", "Knock"],
];

/** Season 2 is still being made: nothing of its last two episodes has come. */
const firstDeliveries = [
  [168, 160, 152, 143, 135, 126],
  [52, 41, 30, 19, null, null],
];

function season(number: number): TitleSeed[] {
  const reference = `TTL-803${number}0`;
  const common = { story: "series", season: number } as const;
  const episodes = (episodeNames[number - 1] ?? []).map(
    (name, i): TitleSeed => ({
      ...common,
      ...{ reference: `TTL-803${number}${i + 1}`, kind: "episode", name, parent: reference },
      ...{ number: i + 1, episode: i + 1, runtimeMinutes: 44 + ((i * 7 + number) % 9) },
      firstDeliveryDaysAgo: firstDeliveries[number - 1]?.[i] ?? null,
    }),
  );
  return [
    {
      ...common,
      ...{ reference, kind: "season", name: `Season ${number}`, parent: seriesReference, number },
      ...{ episode: null, runtimeMinutes: null, firstDeliveryDaysAgo: number === 1 ? 150 : 40 },
    },
    ...episodes,
  ];
}

/** Parents before their children. */
export const titleSeeds: TitleSeed[] = [
  single("film", "TTL-80211", "The Salt Cartographers", 118, 74),
  {
    ...{ reference: seriesReference, kind: "series", name: "Kestrel & Vane", story: "series" },
    ...{ parent: null, number: null, season: null, episode: null, runtimeMinutes: null },
    firstDeliveryDaysAgo: 175,
  },
  ...season(1),
  ...season(2),
  single("horlogers", "TTL-80342", "La Marée des horlogers", 97, 56),
  single("estacion", "TTL-80357", "Estación Meridiana", 104, 33),
  single("shiokaze", "TTL-80363", "潮風のオルゴール", 88, 17),
  single("manara", "TTL-80388", "حارس المنارة الأخير", 109, 6),
];
