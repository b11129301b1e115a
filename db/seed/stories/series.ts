import type { Story } from "./types";

export const series: Story = {
  code: "series",
  slateName: "Kestrel & Vane",
  fileCode: "KestrelVane",
  originalLanguage: "en",
  frameRate: { numerator: 24000, denominator: 1001, dropFrame: false },
  languages: ["en", "es-419", "de-DE"],
  audioLanguages: ["en", "es-419", "de-DE"],
  seconds: { locked: 30, final: 22, sound: 12 },
  characters: [
    {
      name: "KESTREL",
      pitch: 176,
      about: "Insurance investigator, forties. Talks fast, listens faster.",
    },
    { name: "VANE", pitch: 118, about: "Retired safe-maker. Every sentence weighed." },
    { name: "DISPATCH", pitch: 205, about: "Radio voice, always off screen; futz in the mix." },
  ],
  cues: [
    {
      from: 2.6,
      to: 4.8,
      character: "KESTREL",
      words: {
        en: "You built it. You open it.",
        "es-419": "Tú la hiciste. Tú la abres.",
        "de-DE": "Du hast ihn gebaut. Du öffnest ihn.",
      },
    },
    {
      from: 5.2,
      to: 8,
      character: "VANE",
      words: {
        en: "I built it so that nobody would.",
        "es-419": "La hice para que nadie pudiera.",
        "de-DE": "Ich habe ihn gebaut, damit es keiner tut.",
      },
    },
    {
      from: 8.8,
      to: 11.6,
      character: "DISPATCH",
      words: {
        en: "Unit four, the alarm at Aldgate House is confirmed.",
        "es-419": "Unidad cuatro, confirmada la alarma en Aldgate House.",
        "de-DE": "Wagen vier, Alarm im Aldgate House bestätigt.",
      },
      sound: "[RADIO CHIRPS]",
    },
    {
      from: 12.2,
      to: 14,
      character: "KESTREL",
      words: {
        en: "That gives us six minutes.",
        "es-419": "Eso nos da seis minutos.",
        "de-DE": "Dann haben wir sechs Minuten.",
      },
    },
    {
      from: 14.6,
      to: 17.4,
      character: "VANE",
      words: {
        en: "Four. The lift is older than I am.",
        "es-419": "Cuatro. El ascensor es más viejo que yo.",
        "de-DE": "Vier. Der Aufzug ist älter als ich.",
      },
    },
    {
      from: 18.4,
      to: 20.6,
      character: "KESTREL",
      words: {
        en: "Whose initials are those?",
        "es-419": "¿De quién son esas iniciales?",
        "de-DE": "Wessen Initialen sind das?",
      },
      sound: "[METAL CREAKS]",
    },
    {
      from: 21.4,
      to: 24.2,
      character: "VANE",
      words: {
        en: "My wife's. She was the better locksmith.",
        "es-419": "De mi esposa. Era mejor cerrajera.",
        "de-DE": "Die meiner Frau. Sie war die bessere Schlosserin.",
      },
    },
    {
      from: 25,
      to: 27.2,
      character: "KESTREL",
      words: {
        en: "Then what would she have done?",
        "es-419": "¿Y qué habría hecho ella?",
        "de-DE": "Und was hätte sie getan?",
      },
    },
    {
      from: 28,
      to: 30.2,
      character: "VANE",
      words: { en: "Knocked.", "es-419": "Tocar la puerta.", "de-DE": "Angeklopft." },
      sound: "[THREE KNOCKS]",
    },
    {
      from: 32,
      to: 35,
      character: "DISPATCH",
      words: {
        en: "Unit four, please respond. Unit four.",
        "es-419": "Unidad cuatro, responda. Unidad cuatro.",
        "de-DE": "Wagen vier, bitte melden. Wagen vier.",
      },
    },
  ],
  onScreen: [
    {
      from: 0.4,
      to: 2.4,
      words: {
        en: "ALDGATE HOUSE, 02:14",
        "es-419": "ALDGATE HOUSE, 02:14 H",
        "de-DE": "ALDGATE HOUSE, 2.14 UHR",
      },
    },
    {
      from: 30.4,
      to: 31.8,
      words: {
        en: "VAULT 9 - DO NOT ENTER",
        "es-419": "BÓVEDA 9 - NO ENTRAR",
        "de-DE": "TRESOR 9 - KEIN ZUTRITT",
      },
    },
  ],
  names: [
    {
      term: "Kestrel",
      kind: "character",
      note: "Surname used as a given name. Informal address between the two leads.",
      pronounced: "KES-trul",
    },
    {
      term: "Vane",
      kind: "character",
      note: 'Puns on "vain" in S01E05 and S02E02; see the episode notes.',
      pronounced: "VAYN",
    },
    { term: "Aldgate House", kind: "place", note: "Keep in English.", pronounced: "AWLD-gayt" },
    {
      term: "unit four",
      kind: "phrase",
      note: "Radio procedure; use the local police idiom.",
      pronounced: "",
    },
    {
      term: "she would have knocked",
      kind: "phrase",
      note: "Call-back in S02E06 to the line of S01E01.",
      pronounced: "",
    },
  ],
  synopsis:
    "An insurance investigator and the retired safe-maker she once failed to convict open, case by case, the vaults that he built and that others have learned to rob.",
  tone: "Quick, warm, adult. Overlapping dialogue is scripted, not sloppy. Radio voices keep their futz in every language.",
  lead: "Created by Dorothea Quist",
  look: {
    seed: 29,
    scenes: [
      { sky: [0x0b1020, 0x233a5e], ridges: [0x16213a, 0x0f1729, 0x080c17], sun: null, city: true },
      {
        sky: [0x3a2238, 0xc46a4a],
        ridges: [0x54324a, 0x382338, 0x1e1522],
        sun: 0xffb27a,
        city: true,
      },
      { sky: [0x24414a, 0x9dbfae], ridges: [0x3d6463, 0x27484a, 0x142a2e], sun: null, city: false },
    ],
  },
  music: {
    root: 98,
    chords: [
      [0, 3, 7, 10],
      [5, 8, 12, 15],
      [-2, 3, 7, 12],
      [-4, 0, 3, 8],
    ],
  },
};
