import type { Look } from "../../stories/types";
import { whiteNoise } from "../sound/noise";

/** Pixels row by row, 3 (RGB) or 4 (RGBA) bytes each. */
export type Picture = { width: number; height: number; channels: 3 | 4; pixels: Uint8Array };

/** A proxy's raster, not the programme's. Widths and speeds elsewhere are in shares of it. */
export const raster = { width: 960, height: 540 };

type SceneLook = Look["scenes"][number];

/** Sky, sun or moon, stars at night, and all but the nearest ridge; wider than the frame, to pan over. */
export function backdrop(
  scene: SceneLook,
  seed: number,
  width = Math.round(raster.width * 1.3),
): Picture {
  const { height } = raster;
  const pixels = new Uint8Array(width * height * 3);
  const noise = whiteNoise(seed);
  const [top, bottom] = [rgb(scene.sky[0]), rgb(scene.sky[1])];
  const sun = rgb(scene.sun ?? 0);
  const night = luminance(scene.sky[0]) < 40;
  const sunAt = { x: width * (0.35 + 0.15 * noise()), y: height * 0.34, radius: height * 0.06 };
  for (let y = 0; y < height; y++) {
    const base = blend(top, bottom, Math.min(1, (y / height) * 1.35));
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      put(pixels, at, base);
      const glow = scene.sun === null ? 0 : glowAt(x - sunAt.x, y - sunAt.y, sunAt.radius);
      if (glow > 0.01) put(pixels, at, blend(base, sun, glow));
      if (night && noise() > 0.9988)
        put(pixels, at, blend(base, [235, 240, 255], 0.5 + 0.5 * noise()));
    }
  }
  const picture: Picture = { width, height, channels: 3, pixels };
  scene.ridges.slice(0, -1).forEach((colour, i) => {
    ridge(picture, { colour, base: 0.5 + 0.14 * i, rise: 0.16, seed: seed + 7 * i });
  });
  return picture;
}

/** 1 inside the disc, falling off outside. */
function glowAt(dx: number, dy: number, radius: number) {
  const distance = Math.sqrt(dx * dx + dy * dy) / radius;
  if (distance > 8) return 0;
  return distance < 1 ? 1 : 0.55 * Math.exp(-(distance - 1) * 0.55);
}

/** The nearest ridge or roofs alone, on nothing: it moves faster than the backdrop. */
export function foreground(
  scene: SceneLook,
  seed: number,
  width = Math.round(raster.width * 1.9),
): Picture {
  const { height } = raster;
  const pixels = new Uint8Array(width * height * 4);
  const picture: Picture = { width, height, channels: 4, pixels };
  const colour = scene.ridges.at(-1) ?? 0;
  if (scene.city) roofs(picture, colour, seed);
  else ridge(picture, { colour, base: 0.8, rise: 0.12, seed: seed + 99 });
  return picture;
}

/** Head and shoulders against the light: a character's still. */
export function portrait(scene: SceneLook, seed: number): Picture {
  const picture = backdrop(scene, seed, raster.width);
  const { width, height, pixels } = picture;
  const noise = whiteNoise(seed);
  const [cx, cy] = [width * (0.5 + 0.08 * noise()), height * (0.4 + 0.03 * noise())];
  const [rx, ry] = [height * (0.125 + 0.015 * noise()), height * 0.17];
  const shoulders = height * (0.36 + 0.05 * noise());
  const dark = blend(rgb(scene.ridges.at(-1) ?? 0), [5, 5, 5], 0.5);
  const light = rgb(scene.sun ?? scene.sky[1]);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const head = 1 - Math.sqrt(((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2);
      const slope = (y - cy - ry * 1.25) / (height * 0.22);
      const body =
        slope > 0 ? (1 - Math.exp(-2.4 * slope)) ** 0.6 * shoulders - Math.abs(x - cx) : -1;
      const neck = y > cy && y < cy + ry * 2 ? rx * 0.55 - Math.abs(x - cx) : -1;
      const inside = Math.max(head * rx, body, neck);
      if (inside <= 0) continue;
      const rim = Math.max(0, 1 - inside / 9) * 0.6;
      put(pixels, (y * width + x) * 3, blend(dark, light, rim));
    }
  }
  return picture;
}

function ridge(
  { width, height, channels, pixels }: Picture,
  { colour, base, rise, seed }: { colour: number; base: number; rise: number; seed: number },
) {
  const [r, g, b] = rgb(colour);
  const top = ridgeLine(seed);
  for (let x = 0; x < width; x++) {
    const edge = height * (base - rise * top(x / height));
    for (let y = Math.max(0, Math.floor(edge)); y < height; y++) {
      const at = (y * width + x) * channels;
      const depth = 1 - 0.25 * Math.min(1, (y - edge) / (height * 0.4));
      const cover = Math.min(1, y + 1 - edge);
      // The edge alone is mixed with what is behind it; on nothing, alpha does that.
      const share = channels === 4 ? 1 : cover;
      pixels[at] = (pixels[at] ?? 0) * (1 - share) + r * depth * share;
      pixels[at + 1] = (pixels[at + 1] ?? 0) * (1 - share) + g * depth * share;
      pixels[at + 2] = (pixels[at + 2] ?? 0) * (1 - share) + b * depth * share;
      if (channels === 4) pixels[at + 3] = 255 * cover;
    }
  }
}

/** A skyline with some windows lit. */
function roofs({ width, height, pixels }: Picture, colour: number, seed: number) {
  const noise = whiteNoise(seed);
  const wall = rgb(colour);
  for (let x0 = 0; x0 < width; ) {
    const wide = Math.round(70 + 50 * noise());
    const top = Math.round(height * (0.66 + 0.14 * noise()));
    const lit = (column: number, row: number) => {
      const window = whiteNoise(seed + x0 * 31 + column * 7 + row * 13);
      window();
      return window() > 0.45;
    };
    for (let x = x0; x < Math.min(width, x0 + wide); x++) {
      for (let y = top; y < height; y++) {
        const [column, row] = [Math.floor((x - x0) / 14), Math.floor((y - top) / 20)];
        const pane = (x - x0) % 14 > 5 && (y - top) % 20 > 9 && y < height * 0.95;
        const at = (y * width + x) * 4;
        put(pixels, at, pane && lit(column, row) ? [222, 184, 110] : wall);
        pixels[at + 3] = 255;
      }
    }
    x0 += wide + (noise() > 0.6 ? 12 : 0);
  }
}

/** Five octaves of value noise, 0 to about 1, along a line. */
function ridgeLine(seed: number) {
  const random = whiteNoise(seed);
  const table = Float64Array.from({ length: 256 }, () => (random() + 1) / 2);
  const smooth = (x: number) => {
    const i = Math.floor(x);
    const f = (x - i) ** 2 * (3 - 2 * (x - i));
    return (table[i & 255] ?? 0) * (1 - f) + (table[(i + 1) & 255] ?? 0) * f;
  };
  return (x: number) => {
    let value = 0;
    for (let octave = 0; octave < 5; octave++)
      value += smooth(x * 2.2 * 2 ** octave) / 2 ** (octave + 1);
    return value;
  };
}

type Rgb = readonly [number, number, number];

const rgb = (colour: number): Rgb => [colour >> 16, (colour >> 8) & 255, colour & 255];

function blend(from: Rgb, to: Rgb, share: number): Rgb {
  return [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    from[2] + (to[2] - from[2]) * share,
  ];
}

function put(pixels: Uint8Array, at: number, [r, g, b]: Rgb) {
  pixels[at] = r;
  pixels[at + 1] = g;
  pixels[at + 2] = b;
}

const luminance = (colour: number) => rgb(colour).reduce((a, b) => a + b, 0) / 3;
