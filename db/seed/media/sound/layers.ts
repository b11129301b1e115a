import { randomFrom } from "../../random";
import { wordsIn } from "../../stories";
import type { Cue, Story } from "../../stories/types";
import { leaderSeconds } from "../../timecode";
import { envelope, resonator, whiteNoise } from "./noise";

export const sampleRate = 48_000;

export type Scene = {
  story: Story;
  /** Leader included. */
  seconds: number;
  /** A later revision is mixed a little differently. */
  revision: number;
  /** What was rendered already: the mixes of a scene share their layers. */
  rendered: Map<string, Samples>;
};

export const sceneOf = (story: Story, seconds: number, revision: number): Scene => ({
  story,
  seconds,
  revision,
  rendered: new Map(),
});

/** One channel's samples, -1 to 1. */
export type Samples = Float32Array;

const vowels = [
  [730, 1090],
  [530, 1840],
  [270, 2290],
  [570, 840],
  [300, 870],
  [640, 1190],
] as const;

/** Speech without words: the cues' own timing, each character's pitch, the language's own melody. */
export function renderVoice({ story, seconds }: Scene, language: string): Samples {
  const out = new Float32Array(seconds * sampleRate);
  for (const cue of story.cues) say(out, story, cue, language);
  return out;
}

function say(out: Samples, story: Story, cue: Cue, language: string) {
  const text = wordsIn(story, cue.words, language);
  const random = randomFrom(`${language} ${text}`);
  const pitch = story.characters.find((c) => c.name === cue.character)?.pitch ?? 150;
  const syllables = Math.max(3, Math.round(((cue.to - cue.from) * random.int(42, 58)) / 10));
  const length = (cue.to - cue.from) / syllables;
  const noise = whiteNoise(text.length);
  const [low, middle, high] = [resonator(sampleRate), resonator(sampleRate), resonator(sampleRate)];
  let phase = 0;
  for (let s = 0; s < syllables; s++) {
    const [first, second] = random.pick(vowels);
    const melody = pitch * (1.12 - (0.24 * s) / syllables + random.int(-6, 6) / 100);
    low.tune(first, 90);
    middle.tune(second, 120);
    high.tune(2700, 180);
    const consonant = random.chance(60) ? 0.25 : 0.05;
    const start = Math.round((leaderSeconds(story.frameRate) + cue.from + s * length) * sampleRate);
    for (let i = 0; i < length * sampleRate && start + i < out.length; i++) {
      const t = i / sampleRate;
      phase = (phase + (melody * (1 + 0.01 * Math.sin(34 * t))) / sampleRate) % 1;
      const buzz = 1 - 2 * phase + consonant * noise() * Math.exp(-40 * t);
      const vowel = low.step(buzz) + middle.step(buzz) + high.step(buzz);
      out[start + i] = 0.036 * vowel * envelope(t, length, 0.03);
    }
  }
}

/** Chords of the story's own key, four seconds each; every speaker hears its own voicing. */
export function renderMusic({ story, seconds, revision }: Scene, speaker: number): Samples {
  const out = new Float32Array(seconds * sampleRate);
  const { root, chords } = story.music;
  const start = Math.round(leaderSeconds(story.frameRate) * sampleRate);
  const gain = revision === 1 ? 0.034 : 0.03;
  const length = 4 * sampleRate;
  for (let from = start, bar = 0; from < out.length; from += length, bar++) {
    const chord = chords[bar % chords.length] ?? [];
    for (const [n, semitones] of chord.entries()) {
      const frequency = root * 2 ** (semitones / 12) * (1 + 0.0015 * speaker);
      const level = gain * (n % 3 === speaker % 3 ? 1 : 0.55);
      // A rotating phasor costs two multiplications a sample where Math.sin costs thirty.
      const turn = (2 * Math.PI * frequency) / sampleRate;
      const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
      let [x, y] = [Math.cos(speaker * n), Math.sin(speaker * n)];
      for (let i = from; i < Math.min(out.length, from + length); i++) {
        out[i] = (out[i] ?? 0) + level * (y + 0.6 * x * y);
        [x, y] = [x * cos - y * sin, x * sin + y * cos];
      }
    }
    for (let i = from; i < Math.min(out.length, from + length); i++)
      out[i] = (out[i] ?? 0) * (0.35 + 0.65 * envelope((i - from) / sampleRate, 4, 0.8));
  }
  return out;
}

/** Wind and sea: filtered noise that swells, different at every speaker. */
export function renderAmbience({ story, seconds, revision }: Scene, speaker: number): Samples {
  const out = new Float32Array(seconds * sampleRate);
  const noise = whiteNoise(story.look.seed * 100 + speaker * 10 + revision);
  const start = Math.round(leaderSeconds(story.frameRate) * sampleRate);
  let low = 0;
  for (let i = start; i < out.length; i++) {
    const t = (i - start) / sampleRate;
    low += 0.06 * (noise() - low);
    out[i] = 0.17 * low * (0.6 + 0.4 * Math.sin(0.7 * t + speaker * 1.7));
  }
  return out;
}

/** The spot effects that the captions name: a thud with a rattle at each of them. */
export function renderHits({ story, seconds }: Scene, speaker: number): Samples {
  const out = new Float32Array(seconds * sampleRate);
  const noise = whiteNoise(story.look.seed + speaker);
  for (const cue of story.cues.filter((c) => c.sound)) {
    const at = leaderSeconds(story.frameRate) + cue.from - 0.6 + speaker * 0.011;
    const start = Math.round(at * sampleRate);
    for (let i = 0; i < sampleRate && start + i < out.length; i++) {
      const t = i / sampleRate;
      const thud = Math.sin(2 * Math.PI * (70 + 60 * Math.exp(-20 * t)) * t) * Math.exp(-6 * t);
      out[start + i] = 0.22 * thud + 0.06 * noise() * Math.exp(-9 * t);
    }
  }
  return out;
}

/** What only the subwoofer plays. */
export function renderRumble({ story, seconds }: Scene): Samples {
  const out = new Float32Array(seconds * sampleRate);
  const start = Math.round(leaderSeconds(story.frameRate) * sampleRate);
  for (let i = start; i < out.length; i++) {
    const t = (i - start) / sampleRate;
    out[i] = 0.12 * Math.sin(2 * Math.PI * 38 * t) * (0.4 + 0.6 * Math.sin(0.4 * t) ** 2);
  }
  return out;
}

/** A sung line over the chords' top notes. */
export function renderSinging({ story, seconds }: Scene): Samples {
  const out = new Float32Array(seconds * sampleRate);
  const start = Math.round(leaderSeconds(story.frameRate) * sampleRate);
  const { root, chords } = story.music;
  let phase = 0;
  for (let i = start; i < out.length; i++) {
    const t = (i - start) / sampleRate;
    const chord = chords[Math.floor(t / 4) % chords.length] ?? [0];
    const semitones = (chord[(Math.floor(t) * 2 + 1) % chord.length] ?? 0) + 12;
    phase += (root * 2 ** (semitones / 12) * (1 + 0.006 * Math.sin(35 * t))) / sampleRate;
    const turn = 2 * Math.PI * phase;
    const tone = Math.sin(turn) + 0.5 * Math.sin(2 * turn) + 0.25 * Math.sin(3 * turn);
    out[i] = 0.1 * tone * envelope(t % 1, 1, 0.08);
  }
  return out;
}

/** The 2-pop: one frame of 1 kHz, two seconds of timecode before the first frame of picture, on every channel. */
export function addTwoPop(channel: Samples, { story }: Scene) {
  const frame = story.frameRate.denominator / story.frameRate.numerator;
  const start = Math.round((leaderSeconds(story.frameRate) / 2) * sampleRate);
  for (let i = 0; i < frame * sampleRate && start + i < channel.length; i++)
    channel[start + i] = 0.1 * Math.sin((2 * Math.PI * 1000 * i) / sampleRate);
}
