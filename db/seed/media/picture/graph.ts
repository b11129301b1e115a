import { writeFile } from "node:fs/promises";
import path from "node:path";
import { leaderFrames } from "../../timecode";
import type { Kit } from "../kit";
import { backdrop, foreground, type Picture, raster } from "./landscape";
import { type Cut, overlays, slate } from "./overlays";

/** `frames` counts the leader too. */
type Graph = { inputs: string[]; filter: string; frames: number };

/**
 * The filter graph of a picture: slate, 2-pop, then shots with parallax and grain, the titles that the
 * story has on screen, and timecode burnt in all the way.
 */
export async function pictureGraph(kit: Kit, cut: Cut, seconds: number): Promise<Graph> {
  const { numerator, denominator } = kit.story.frameRate;
  const rate = `${numerator}/${denominator}`;
  const programme = Math.round((seconds * numerator) / denominator);
  const leader = leaderFrames(kit.story.frameRate);
  const half = `trim=end_frame=${leader / 2},format=yuv420p,setsar=1`;
  const size = `${raster.width}x${raster.height}`;

  const parts = [
    `color=c=0x14181d:s=${size}:r=${rate},${half},${await slate(kit, cut, programme)}[plain]`,
    `smptehdbars=s=${raster.width}x${Math.round(raster.height / 5)}:r=${rate},${half}[bars]`,
    "[plain][bars]overlay=0:H-h[slate]",
    `color=c=black:s=${size}:r=${rate},${half},drawtext=fontfile=${kit.fonts.sans}:text=2:fontsize=${Math.round(raster.height * 0.58)}:fontcolor=white:x=(w-tw)/2:y=(h-th)/2:enable='eq(n,0)'[pop]`,
  ];
  const inputs: string[] = [];
  const shots = cut === "dub-card" ? 1 : Math.ceil(seconds / (cut === "trailer" ? 2 : 8));
  for (let shot = 0; shot < shots; shot++) {
    const from = Math.floor((programme * shot) / shots);
    const length = Math.floor((programme * (shot + 1)) / shots) - from;
    if (cut === "dub-card") {
      parts.push(
        `color=c=0x0a0a0a:s=${size}:r=${rate},trim=end_frame=${length},format=yuv420p,setsar=1[shot0]`,
      );
      continue;
    }
    for (const [i, layer] of (await sceneFiles(kit, shot)).entries()) {
      inputs.push(...layer.input);
      parts.push(`[${2 * shot + i}:v]${pan(layer.width, shot, i, rate, length)}[layer${shot}${i}]`);
    }
    parts.push(`[layer${shot}0][layer${shot}1]overlay=format=yuv420,setsar=1[shot${shot}]`);
  }
  const joined = Array.from({ length: shots }, (_, i) => `[shot${i}]`).join("");
  // The time of every frame is set anew: where parts meet, concat would lose one.
  parts.push(
    `[slate][pop]${joined}concat=n=${shots + 2}:v=1,setpts=N/(${rate})/TB,noise=c0s=4:c0f=t,${(await overlays(kit, cut)).join(",")},setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709[v]`,
  );
  return { inputs, filter: parts.join(";"), frames: leader + programme };
}

/** The nearer layer moves faster; every other shot goes the other way. */
function pan(width: number, shot: number, layer: number, rate: string, length: number) {
  const speed = (layer === 0 ? 0.014 : 0.036) * (shot % 2 === 0 ? 1 : -1);
  const from = speed > 0 ? 0 : width - raster.width;
  const format = layer === 0 ? "yuv420p" : "yuva420p";
  return `format=${format},loop=loop=-1:size=1,setpts=N/(${rate})/TB,crop=${raster.width}:${raster.height}:x='${from}+${Math.round(speed * raster.width)}*t':y=0,trim=end_frame=${length}`;
}

/** The two layers of a shot's scene, back to front, as ffmpeg reads them. */
function sceneFiles(kit: Kit, shot: number) {
  const { scenes, seed } = kit.story.look;
  const index = shot % scenes.length;
  return kit.once(`scene ${index}`, async () => {
    const scene = scenes[index];
    if (!scene) throw new Error(`${kit.story.code} has no scene to show.`);
    const layers = [backdrop(scene, seed + index), foreground(scene, seed + index)];
    return Promise.all(
      layers.map(async (layer, i) => {
        const name = `scene-${index}-${i}.raw`;
        await writeFile(path.join(kit.folder, name), layer.pixels);
        return { width: layer.width, input: rawInput(layer, kit, name) };
      }),
    );
  });
}

const rawInput = ({ width, height, channels }: Picture, { story }: Kit, name: string) => [
  ...["-f", "rawvideo", "-pix_fmt", channels === 4 ? "rgba" : "rgb24", "-s", `${width}x${height}`],
  ...["-framerate", `${story.frameRate.numerator}/${story.frameRate.denominator}`, "-i", name],
];
