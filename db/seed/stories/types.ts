/** What a title is about, as far as its seeded files tell: words, voices, looks and sounds. */
export type Story = {
  /** Of the top title: `film`, `series` … */
  code: StoryCode;
  /** The title as slates and file names write it: Latin letters. */
  slateName: string;
  /** As it stands in file names: `SaltCartographers`. */
  fileCode: string;
  originalLanguage: string;
  frameRate: { numerator: number; denominator: number; dropFrame: boolean };
  /** Languages that `words` below have; the original is the first. */
  languages: string[];
  /** Final proxies carry a stereo track of each; the original is the first. */
  audioLanguages: string[];
  /** Length of the picture after the leader, in seconds: locked cut and final. */
  seconds: { locked: number; final: number; sound: number };
  characters: Character[];
  cues: Cue[];
  onScreen: OnScreenText[];
  names: KeyName[];
  /** For show guide and creative letter. */
  synopsis: string;
  tone: string;
  lead: string;
  look: Look;
  music: Music;
};

export const storyCodes = [
  "film",
  "series",
  "horlogers",
  "estacion",
  "shiokaze",
  "manara",
] as const;
export type StoryCode = (typeof storyCodes)[number];

export type Words = Partial<Record<string, string>>;

export type Character = {
  name: string;
  /** Fundamental of the voice, in hertz. */
  pitch: number;
  about: string;
};

/** A spoken line; times in seconds from the first frame of picture. */
export type Cue = { from: number; to: number; character: string; words: Words; sound?: string };

export type OnScreenText = { from: number; to: number; words: Words };

export type KeyName = { term: string; kind: string; note: string; pronounced: string };

/** Colours as 0xrrggbb. */
export type Look = {
  seed: number;
  scenes: { sky: [number, number]; ridges: number[]; sun: number | null; city: boolean }[];
};

export type Music = {
  /** Tonic, in hertz. */ root: number /** Semitones of each chord. */;
  chords: number[][];
};
