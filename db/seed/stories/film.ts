import type { Story } from "./types";

export const film: Story = {
  code: "film",
  slateName: "The Salt Cartographers",
  fileCode: "SaltCartographers",
  originalLanguage: "en",
  frameRate: { numerator: 24, denominator: 1, dropFrame: false },
  languages: ["en", "es-419", "fr-FR", "ja"],
  audioLanguages: ["en", "es-419", "fr-FR", "ja"],
  seconds: { locked: 40, final: 28, sound: 13 },
  characters: [
    {
      name: "IDA",
      pitch: 196,
      about: "Surveyor, thirties. Dry, exact; hides fear behind figures.",
    },
    { name: "MARLOW", pitch: 104, about: "Pilot of the salt barges, sixties. Unhurried, coastal." },
    { name: "CLERK", pitch: 142, about: "Voice of the Harbour Commission. Bored authority." },
  ],
  cues: [
    {
      from: 3,
      to: 5.8,
      character: "IDA",
      words: {
        en: "The tide moved the line again.",
        "es-419": "La marea volvió a mover la línea.",
        "fr-FR": "La marée a encore déplacé la ligne.",
        ja: "潮がまた線を動かした。",
      },
    },
    {
      from: 6.4,
      to: 9.6,
      character: "MARLOW",
      words: {
        en: "Lines don't move, Miss Ida. Only land does.",
        "es-419": "Las líneas no se mueven, señorita Ida. Solo la tierra.",
        "fr-FR": "Les lignes ne bougent pas, mademoiselle Ida. La terre, si.",
        ja: "線は動かんよ、アイダさん。動くのは陸だ。",
      },
    },
    {
      from: 10.4,
      to: 13,
      character: "IDA",
      words: {
        en: "Then read me the depth at the third post.",
        "es-419": "Entonces léame la profundidad en el tercer poste.",
        "fr-FR": "Alors lisez-moi la profondeur au troisième poteau.",
        ja: "では三本目の杭の深さを読んで。",
      },
      sound: "[WATER LAPPING]",
    },
    {
      from: 13.6,
      to: 15.4,
      character: "MARLOW",
      words: {
        en: "Two fathoms. And falling.",
        "es-419": "Dos brazas. Y bajando.",
        "fr-FR": "Deux brasses. Et ça baisse.",
        ja: "二尋。まだ下がってる。",
      },
    },
    {
      from: 18,
      to: 21.4,
      character: "CLERK",
      words: {
        en: "The Commission has no record of a third post.",
        "es-419": "La Comisión no tiene registro de un tercer poste.",
        "fr-FR": "La Commission n'a aucune trace d'un troisième poteau.",
        ja: "委員会に三本目の杭の記録はない。",
      },
      sound: "[RADIO STATIC]",
    },
    {
      from: 22,
      to: 24.2,
      character: "IDA",
      words: {
        en: "I drove it in myself.",
        "es-419": "Lo clavé yo misma.",
        "fr-FR": "Je l'ai planté moi-même.",
        ja: "私が自分で打ったのよ。",
      },
    },
    {
      from: 25,
      to: 28.6,
      character: "CLERK",
      words: {
        en: "Then you will not mind driving it in again, on paper.",
        "es-419": "Entonces no le molestará clavarlo otra vez, en papel.",
        "fr-FR": "Alors vous voudrez bien le replanter, sur le papier.",
        ja: "なら紙の上でもう一度打てるだろう。",
      },
    },
    {
      from: 30,
      to: 32.8,
      character: "MARLOW",
      words: {
        en: "My mother salted fish where that church stands.",
        "es-419": "Mi madre salaba pescado donde está esa iglesia.",
        "fr-FR": "Ma mère salait le poisson là où est l'église.",
        ja: "母はあの教会の所で魚を塩漬けにした。",
      },
      sound: "[BELL TOLLS]",
    },
    {
      from: 33.4,
      to: 36.6,
      character: "IDA",
      words: {
        en: "And where will the church stand in ten years?",
        "es-419": "¿Y dónde estará la iglesia en diez años?",
        "fr-FR": "Et où sera l'église dans dix ans ?",
        ja: "十年後、教会はどこに立ってるの。",
      },
    },
    {
      from: 37.4,
      to: 39.4,
      character: "MARLOW",
      words: {
        en: "Ask the salt.",
        "es-419": "Pregúntele a la sal.",
        "fr-FR": "Demandez au sel.",
        ja: "塩に聞くんだな。",
      },
    },
    {
      from: 42,
      to: 45.6,
      character: "IDA",
      words: {
        en: "Draw it as it is. Not as they remember it.",
        "es-419": "Dibújelo como es. No como lo recuerdan.",
        "fr-FR": "Dessinez-la telle qu'elle est. Pas comme ils s'en souviennent.",
        ja: "あるがままに描いて。記憶の中のではなく。",
      },
    },
    {
      from: 47,
      to: 51,
      character: "MARLOW",
      words: {
        en: "Then we'll need more paper, and a longer night.",
        "es-419": "Entonces necesitaremos más papel, y una noche más larga.",
        "fr-FR": "Il nous faudra plus de papier, et une nuit plus longue.",
        ja: "なら紙がもっと要る。長い夜も。",
      },
      sound: "[WIND RISES]",
    },
  ],
  onScreen: [
    {
      from: 0.5,
      to: 2.8,
      words: {
        en: "BRACKEN SOUND, 1911",
        "es-419": "ESTRECHO DE BRACKEN, 1911",
        "fr-FR": "DÉTROIT DE BRACKEN, 1911",
        ja: "ブラッケン海峡　1911年",
      },
    },
    {
      from: 16,
      to: 17.8,
      words: {
        en: "HARBOUR COMMISSION",
        "es-419": "COMISIÓN PORTUARIA",
        "fr-FR": "COMMISSION DU PORT",
        ja: "港湾委員会",
      },
    },
  ],
  names: [
    {
      term: "Ida Fennimore",
      kind: "character",
      note: 'Never "Miss Fennimore" after reel 3.',
      pronounced: "EYE-da FEN-ih-mor",
    },
    {
      term: "Marlow",
      kind: "character",
      note: "Surname only; no given name is ever heard.",
      pronounced: "MAR-loh",
    },
    {
      term: "Bracken Sound",
      kind: "place",
      note: 'A strait, not a noise. Translate "Sound".',
      pronounced: "BRAK-un",
    },
    {
      term: "the third post",
      kind: "phrase",
      note: "Runs through the film; keep it identical each time.",
      pronounced: "",
    },
    {
      term: "ask the salt",
      kind: "phrase",
      note: "Proverb made up for the film. Short, three words if possible.",
      pronounced: "",
    },
    {
      term: "Harbour Commission",
      kind: "organisation",
      note: "Official body of the 1910s; formal register.",
      pronounced: "",
    },
  ],
  synopsis:
    "In 1911 a surveyor is sent to draw the coast of a salt-making town that the sea is taking back, and finds that every map of it is a promise somebody means to break.",
  tone: "Quiet and dry. Nobody raises their voice before reel 5. Humour lives in exactness; please don't make lines funnier than they are.",
  lead: "Directed by Signe Aldous",
  look: {
    seed: 11,
    scenes: [
      {
        sky: [0x2b3a55, 0xd9a679],
        ridges: [0x4d5a70, 0x333f55, 0x1d2536],
        sun: 0xffe2b0,
        city: false,
      },
      { sky: [0x8fa7b3, 0xe4e0d2], ridges: [0x9aa79f, 0x6f7d78, 0x444f4e], sun: null, city: false },
      {
        sky: [0x0d1424, 0x31425f],
        ridges: [0x1c2740, 0x131b2e, 0x0a0f1b],
        sun: 0xdfe8f5,
        city: true,
      },
    ],
  },
  music: {
    root: 110,
    chords: [
      [0, 7, 12, 15],
      [-4, 3, 8, 12],
      [-7, 0, 5, 8],
      [-2, 5, 10, 14],
    ],
  },
};
