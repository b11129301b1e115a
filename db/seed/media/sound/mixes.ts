import {
  addTwoPop,
  renderAmbience,
  renderHits,
  renderMusic,
  renderRumble,
  renderSinging,
  renderVoice,
  type Samples,
  type Scene,
  sampleRate,
} from "./layers";

export const mixNames = [
  "printmaster-51",
  "printmaster-20",
  "me-51",
  "me-20",
  "dialogue",
  "music",
  "effects",
  "optional-effects",
  "guide",
  "vocal",
  "instrumental",
] as const;
export type MixName = (typeof mixNames)[number];

/** Order of SMPTE ST 428-12 and of WAVE_FORMAT_EXTENSIBLE alike. */
export const channels51 = ["L", "R", "C", "LFE", "Ls", "Rs"] as const;

/**
 * Renders a mix, channel by channel: mono, L R, or L R C LFE Ls Rs. No two channels are alike.
 * @param language of the voices; M&E has none
 */
export function renderMix(name: MixName, scene: Scene, language: string): Samples[] {
  const channels = mixes[name](scene, language).map((channel) => channel.slice());
  for (const channel of channels) addTwoPop(channel, scene);
  return channels;
}

/** A layer, rendered once a scene. */
function once(scene: Scene, key: string, render: () => Samples): Samples {
  const samples = scene.rendered.get(key) ?? render();
  scene.rendered.set(key, samples);
  return samples;
}

const music = (scene: Scene, speaker: number) =>
  once(scene, `music ${speaker}`, () => renderMusic(scene, speaker));
const ambience = (scene: Scene, speaker: number) =>
  once(scene, `ambience ${speaker}`, () => renderAmbience(scene, speaker));
const hits = (scene: Scene, speaker: number) =>
  once(scene, `hits ${speaker}`, () => renderHits(scene, speaker));
const rumble = (scene: Scene) => once(scene, "rumble", () => renderRumble(scene));
const singing = (scene: Scene) => once(scene, "singing", () => renderSinging(scene));
const voice = (scene: Scene, language: string) =>
  once(scene, `voice ${language}`, () => renderVoice(scene, language));

const mixes: Record<MixName, (scene: Scene, language: string) => Samples[]> = {
  "me-51": (scene) => bed51(scene),
  "printmaster-51": (scene, language) => {
    const [left, right, centre, ...rest] = bed51(scene) as [
      Samples,
      Samples,
      Samples,
      ...Samples[],
    ];
    return [left, right, sum(centre, voice(scene, language)), ...rest];
  },
  "me-20": (scene) => bed20(scene),
  "printmaster-20": (scene, language) => {
    const speech = voice(scene, language);
    return bed20(scene).map((side) => sum(side, speech, 0.71));
  },
  // A dry voice in the middle, a short reflection that differs left and right.
  dialogue: (scene, language) => {
    const speech = voice(scene, language);
    return [reflect(speech, 0.017), reflect(speech, 0.023)];
  },
  music: (scene) => [music(scene, 0), music(scene, 1)],
  effects: (scene) => [0, 1].map((side) => sum(ambience(scene, side), hits(scene, side))),
  "optional-effects": (scene) => [hits(scene, 3), hits(scene, 5)],
  guide: (scene, language) => [voice(scene, language)],
  vocal: (scene) => [reflect(singing(scene), 0.013), reflect(singing(scene), 0.029)],
  instrumental: (scene) => [0, 1].map((side) => sum(music(scene, side), rumble(scene), 0.2)),
};

function bed51(scene: Scene): Samples[] {
  return [
    sum(music(scene, 0), ambience(scene, 0)),
    sum(music(scene, 1), ambience(scene, 1)),
    sum(hits(scene, 2), ambience(scene, 2), 0.5),
    sum(rumble(scene), hits(scene, 3), 0.4),
    sum(ambience(scene, 4), music(scene, 4), 0.4),
    sum(ambience(scene, 5), music(scene, 5), 0.4),
  ];
}

const bed20 = (scene: Scene): Samples[] =>
  [0, 1].map((side) =>
    sum(sum(music(scene, side), ambience(scene, side)), hits(scene, side + 2), 0.71),
  );

// Plain loops: `map` with a function a sample takes ten times as long, and there are millions.

/** `b` at the given gain on top of `a`. */
function sum(a: Samples, b: Samples, gain = 1): Samples {
  const out = new Float32Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = (a[i] ?? 0) + gain * (b[i] ?? 0);
  return out;
}

function reflect(source: Samples, delaySeconds: number): Samples {
  const delay = Math.round(delaySeconds * sampleRate);
  const out = new Float32Array(source.length);
  for (let i = 0; i < out.length; i++)
    out[i] = 0.71 * (source[i] ?? 0) + 0.15 * (i < delay ? 0 : (source[i - delay] ?? 0));
  return out;
}
