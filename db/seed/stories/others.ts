import type { Story } from "./types";

export const horlogers: Story = {
  code: "horlogers",
  slateName: "La Marée des horlogers",
  fileCode: "MareeHorlogers",
  originalLanguage: "fr",
  frameRate: { numerator: 25, denominator: 1, dropFrame: false },
  languages: ["fr", "en"],
  audioLanguages: ["fr", "en", "it"],
  seconds: { locked: 22, final: 22, sound: 9 },
  characters: [
    { name: "ODILE", pitch: 188, about: "Clockmaker's daughter, nineteen." },
    { name: "BASILE", pitch: 110, about: "Her father. Deaf in one ear; pretends it is both." },
  ],
  cues: [
    {
      from: 2.4,
      to: 4.6,
      character: "ODILE",
      words: { fr: "Toutes les pendules retardent.", en: "Every clock in the house is slow." },
    },
    {
      from: 5.2,
      to: 7.6,
      character: "BASILE",
      words: { fr: "Non. C'est la mer qui avance.", en: "No. It's the sea that is early." },
      sound: "[CLOCKS TICKING]",
    },
    {
      from: 8.6,
      to: 11,
      character: "ODILE",
      words: { fr: "De combien, papa ?", en: "By how much, Papa?" },
    },
    {
      from: 12,
      to: 14.4,
      character: "BASILE",
      words: {
        fr: "De onze minutes depuis ta naissance.",
        en: "Eleven minutes since you were born.",
      },
    },
    {
      from: 15.6,
      to: 18,
      character: "ODILE",
      words: { fr: "Alors remonte-moi.", en: "Then wind me up." },
    },
    {
      from: 19.4,
      to: 22,
      character: "BASILE",
      words: { fr: "Tu n'as jamais eu de clé.", en: "You never came with a key." },
      sound: "[BELL STRIKES]",
    },
  ],
  onScreen: [
    {
      from: 0.4,
      to: 2.2,
      words: { fr: "SAINT-AUBERT, AVANT LA MARÉE", en: "SAINT-AUBERT, BEFORE THE TIDE" },
    },
  ],
  names: [
    {
      term: "Odile",
      kind: "character",
      note: "tu to her father, vous to everyone else.",
      pronounced: "oh-DEEL",
    },
    {
      term: "Saint-Aubert",
      kind: "place",
      note: "Invented; keep in French.",
      pronounced: "san-toh-BEHR",
    },
    {
      term: "onze minutes",
      kind: "phrase",
      note: "The number matters in the last scene.",
      pronounced: "",
    },
  ],
  synopsis:
    "On a tidal island, a clockmaker keeps time for the sea until the sea stops keeping its own.",
  tone: "A fairy tale told by someone who mends things. Simple words.",
  lead: "Réalisé par Hélène Carvault",
  look: {
    seed: 41,
    scenes: [
      {
        sky: [0x5c6f8a, 0xe9d9c0],
        ridges: [0x8797a4, 0x5d6d7c, 0x36424f],
        sun: 0xfff3d6,
        city: false,
      },
      { sky: [0x1a2436, 0x6e7f9c], ridges: [0x2f3d56, 0x1f2a3f, 0x111827], sun: null, city: true },
    ],
  },
  music: {
    root: 131,
    chords: [
      [0, 4, 7, 12],
      [-3, 4, 9, 12],
      [-7, 0, 5, 9],
      [-5, 2, 7, 11],
    ],
  },
};

export const estacion: Story = {
  code: "estacion",
  slateName: "Estación Meridiana",
  fileCode: "EstacionMeridiana",
  originalLanguage: "es-MX",
  frameRate: { numerator: 30000, denominator: 1001, dropFrame: true },
  languages: ["es-MX", "en"],
  audioLanguages: ["es-MX", "en", "pt-BR"],
  seconds: { locked: 24, final: 24, sound: 9 },
  characters: [
    {
      name: "LUCERO",
      pitch: 199,
      about: "Night operator of a railway radio. Talks to trains as to children.",
    },
    { name: "EL 40", pitch: 96, about: "The voice of train 40. Human, we think." },
  ],
  cues: [
    {
      from: 2.4,
      to: 4.8,
      character: "LUCERO",
      words: {
        "es-MX": "Cuarenta, aquí Meridiana. ¿Me copia?",
        en: "Forty, this is Meridiana. Do you copy?",
      },
      sound: "[STATIC]",
    },
    {
      from: 5.6,
      to: 8.2,
      character: "EL 40",
      words: {
        "es-MX": "La copio desde hace treinta años.",
        en: "I've been copying you for thirty years.",
      },
    },
    {
      from: 9.2,
      to: 11.4,
      character: "LUCERO",
      words: { "es-MX": "La vía está cerrada.", en: "The line is closed." },
    },
    {
      from: 12.4,
      to: 15,
      character: "EL 40",
      words: { "es-MX": "Entonces ábramela con la voz.", en: "Then open it with your voice." },
      sound: "[TRAIN HORN]",
    },
    {
      from: 16.4,
      to: 18.8,
      character: "LUCERO",
      words: { "es-MX": "¿Qué lleva de carga?", en: "What are you carrying?" },
    },
    {
      from: 20,
      to: 23,
      character: "EL 40",
      words: { "es-MX": "A todos los que esperó usted.", en: "Everyone you ever waited for." },
    },
  ],
  onScreen: [{ from: 0.4, to: 2.2, words: { "es-MX": "KILÓMETRO 1,140", en: "KILOMETRE 1,140" } }],
  names: [
    {
      term: "Meridiana",
      kind: "place",
      note: "The station and the call sign.",
      pronounced: "meh-ree-DYAH-nah",
    },
    {
      term: "el 40",
      kind: "character",
      note: 'Train 40, masculine. Always "the 40", never "number 40".',
      pronounced: "el kwah-REN-tah",
    },
    { term: "¿me copia?", kind: "phrase", note: 'Radio idiom; "do you copy".', pronounced: "" },
  ],
  synopsis:
    "The last night of a desert railway station, and the train that was never on its timetable.",
  tone: "Two voices in the dark. Formal usted throughout, even when it hurts.",
  lead: "Dirigida por Amaranta Olvera",
  look: {
    seed: 53,
    scenes: [
      {
        sky: [0x3b1f2b, 0xe08a4f],
        ridges: [0x7a4536, 0x4f2c2a, 0x2a181b],
        sun: 0xffc27a,
        city: false,
      },
      {
        sky: [0x060a18, 0x23314f],
        ridges: [0x141b30, 0x0e1322, 0x070a13],
        sun: 0xe8ecf6,
        city: false,
      },
    ],
  },
  music: {
    root: 82,
    chords: [
      [0, 7, 12, 16],
      [-2, 5, 10, 14],
      [-4, 3, 8, 12],
      [0, 5, 7, 12],
    ],
  },
};

export const shiokaze: Story = {
  code: "shiokaze",
  slateName: "Shiokaze no Orgel",
  fileCode: "ShiokazeNoOrgel",
  originalLanguage: "ja",
  frameRate: { numerator: 24000, denominator: 1001, dropFrame: false },
  languages: ["ja", "en"],
  audioLanguages: ["ja", "en"],
  seconds: { locked: 20, final: 20, sound: 8 },
  characters: [
    { name: "凪", pitch: 224, about: "Nagi, eleven. Repairs music boxes she finds on the beach." },
    { name: "祖父", pitch: 108, about: "Her grandfather; a lighthouse keeper without a light." },
  ],
  cues: [
    {
      from: 2.2,
      to: 4.4,
      character: "凪",
      words: { ja: "この曲、だれの？", en: "Whose song is this?" },
      sound: "[MUSIC BOX PLAYS]",
    },
    {
      from: 5.2,
      to: 7.8,
      character: "祖父",
      words: { ja: "海が忘れていったものだ。", en: "Something the sea left behind." },
    },
    {
      from: 9,
      to: 11.2,
      character: "凪",
      words: { ja: "返したほうがいい？", en: "Should we give it back?" },
    },
    {
      from: 12.4,
      to: 15,
      character: "祖父",
      words: { ja: "最後まで聴いてからな。", en: "After we've heard it to the end." },
    },
    {
      from: 16.6,
      to: 19.4,
      character: "凪",
      words: { ja: "でも、終わらないよ。", en: "But it doesn't end." },
      sound: "[SEA WIND]",
    },
  ],
  onScreen: [{ from: 0.4, to: 2, words: { ja: "八月、潮見崎", en: "SHIOMIZAKI, AUGUST" } }],
  names: [
    {
      term: "凪 (Nagi)",
      kind: "character",
      note: 'Means "calm sea"; the pun returns in the last line.',
      pronounced: "NAH-ghee",
    },
    {
      term: "潮見崎 (Shiomizaki)",
      kind: "place",
      note: "Cape Tide-Watch. Transliterate.",
      pronounced: "shee-oh-mee-ZAH-kee",
    },
    {
      term: "オルゴール",
      kind: "term",
      note: 'Music box, from Dutch "orgel".',
      pronounced: "oh-roo-GOH-roo",
    },
  ],
  synopsis:
    "A girl mends a music box from the beach and hears in it the summer her grandfather never speaks of.",
  tone: "Childlike, never childish. Plain forms with the grandfather.",
  lead: "Directed by Toru Misaki",
  look: {
    seed: 67,
    scenes: [
      {
        sky: [0x6fb3d2, 0xf4efe0],
        ridges: [0x7fb7ae, 0x4f8f88, 0x2c5c5c],
        sun: 0xffffff,
        city: false,
      },
      {
        sky: [0xd98a8a, 0xf7d9b4],
        ridges: [0xa0707c, 0x6d4b5e, 0x3c2c3f],
        sun: 0xfff0c8,
        city: false,
      },
    ],
  },
  music: {
    root: 147,
    chords: [
      [0, 4, 7, 14],
      [5, 9, 12, 16],
      [-3, 4, 7, 12],
      [-5, 2, 7, 11],
    ],
  },
};

export const manara: Story = {
  code: "manara",
  slateName: "Haris al-Manara al-Akhir",
  fileCode: "HarisAlManara",
  originalLanguage: "ar",
  frameRate: { numerator: 25, denominator: 1, dropFrame: false },
  languages: ["ar", "en"],
  audioLanguages: ["ar", "en"],
  seconds: { locked: 20, final: 20, sound: 8 },
  characters: [
    { name: "يونس", pitch: 112, about: "Younis, the keeper. Gulf dialect, softened." },
    { name: "سلمى", pitch: 192, about: "Salma, the engineer sent to switch the lamp off." },
  ],
  cues: [
    {
      from: 2.2,
      to: 4.6,
      character: "سلمى",
      words: { ar: "جئتُ لأطفئ المصباح.", en: "I've come to put out the lamp." },
    },
    {
      from: 5.4,
      to: 8,
      character: "يونس",
      words: { ar: "ومن يُطفئ البحر؟", en: "And who puts out the sea?" },
      sound: "[WAVES BREAK]",
    },
    {
      from: 9.2,
      to: 11.6,
      character: "سلمى",
      words: { ar: "السفن لا تحتاجك بعد الآن.", en: "The ships don't need you any more." },
    },
    {
      from: 12.8,
      to: 15.4,
      character: "يونس",
      words: { ar: "لم أكن أحرس السفن.", en: "It was never the ships I was guarding." },
    },
    {
      from: 16.4,
      to: 18.6,
      character: "سلمى",
      words: { ar: "فماذا كنتَ تحرس؟", en: "Then what were you guarding?" },
    },
  ],
  onScreen: [{ from: 0.4, to: 2, words: { ar: "الليلة الأخيرة", en: "THE LAST NIGHT" } }],
  names: [
    {
      term: "يونس (Younis)",
      kind: "character",
      note: "The Jonah of the story; keep the echo where the language has it.",
      pronounced: "YOO-nis",
    },
    {
      term: "المنارة",
      kind: "place",
      note: "The lighthouse; feminine.",
      pronounced: "al-ma-NAA-ra",
    },
    { term: "ومن يُطفئ البحر؟", kind: "phrase", note: "Also the tagline.", pronounced: "" },
  ],
  synopsis:
    "An engineer has one night to persuade the last lighthouse keeper of the Gulf to let the dark in.",
  tone: "A duel of courtesies. Standard Arabic with a Gulf lilt.",
  lead: "Directed by Noura Al Kaabi",
  look: {
    seed: 83,
    scenes: [
      {
        sky: [0x101830, 0x4a5d8c],
        ridges: [0x1f2b4a, 0x151d35, 0x0b101f],
        sun: 0xfdf6dd,
        city: false,
      },
      {
        sky: [0x7a5a3a, 0xf0cf9a],
        ridges: [0xa8804f, 0x775634, 0x453220],
        sun: 0xfff1cf,
        city: false,
      },
    ],
  },
  music: {
    root: 123,
    chords: [
      [0, 1, 7, 12],
      [0, 5, 8, 13],
      [-2, 1, 5, 10],
      [0, 4, 7, 13],
    ],
  },
};
