import { writeFile } from "node:fs/promises";
import path from "node:path";
import { wordsIn } from "../../stories";
import type { Story } from "../../stories/types";
import { firstFrame, leaderFrames, nominalRate, timecode, timecodeAt } from "../../timecode";
import type { Fonts } from "../fonts";
import { backdrop, foreground, type Picture, raster } from "./landscape";

/** What a picture is made for decides what is drawn over it. */
export type Cut = "locked" | "final" | "trailer" | "textless";

export type Work = {
  /** A folder of this story's own: graphs name the files in it without a path. */
  folder: string;
  fonts: Fonts;
};

type Graph = { inputs: string[]; filter: string; frames: number };

/**
 * The filter graph of a picture: slate, 2-pop, then scenes with parallax and grain, the titles that the
 * story has on screen, and timecode burnt in all the way.
 */
export async function pictureGraph(
  story: Story,
  cut: Cut,
  seconds: number,
  { folder, fonts }: Work,
): Promise<Graph> {
  const rate = `${story.frameRate.numerator}/${story.frameRate.denominator}`;
  const leader = leaderFrames(story.frameRate);
  const programme = Math.round((seconds * story.frameRate.numerator) / story.frameRate.denominator);
  const inputs: string[] = [];
  const parts: string[] = [];

  const slate = await text(folder, `slate-${cut}`, slateLines(story, cut, seconds));
  parts.push(
    `color=c=0x14181d:s=${size}:r=${rate},trim=end_frame=${leader / 2},${draw(fonts.mono, slate, { size: 30, x: "90", y: "80", spacing: 14 })}[plain]`,
    `smptehdbars=s=1280x150:r=${rate},trim=end_frame=${leader / 2}[bars]`,
    "[plain][bars]overlay=0:H-h,format=yuv420p,setsar=1[slate]",
    `color=c=black:s=${size}:r=${rate},trim=end_frame=${leader / 2},drawtext=fontfile=${fonts.sans}:text=2:fontsize=420:fontcolor=white:x=(w-tw)/2:y=(h-th)/2:enable='eq(n,0)',format=yuv420p,setsar=1[pop]`,
  );

  const scenes = story.look.scenes;
  const shots = cut === "trailer" ? Math.ceil(seconds / 2) : Math.ceil(seconds / 8);
  for (let shot = 0; shot < shots; shot++) {
    const first = Math.floor((programme * shot) / shots);
    const length = Math.floor((programme * (shot + 1)) / shots) - first;
    const look = scenes[shot % scenes.length];
    if (!look) continue;
    const layers = [
      backdrop(look, story.look.seed + (shot % scenes.length)),
      foreground(look, story.look.seed + (shot % scenes.length)),
    ];
    for (const [i, layer] of layers.entries()) {
      const name = `scene-${shot % scenes.length}-${i}.raw`;
      await writeFile(path.join(folder, name), layer.pixels);
      inputs.push(...rawInput(layer, rate, name));
      const speed = (i === 0 ? 18 : 46) * (shot % 2 === 0 ? 1 : -1);
      const from = speed > 0 ? 0 : layer.width - raster.width;
      parts.push(
        `[${2 * shot + i}:v]format=${i === 0 ? "yuv420p" : "yuva420p"},loop=loop=-1:size=1,setpts=N/(${rate})/TB,crop=${raster.width}:${raster.height}:x='${from}+${speed}*t':y=0,trim=end_frame=${length}[${i === 0 ? "back" : "front"}${shot}]`,
      );
    }
    parts.push(`[back${shot}][front${shot}]overlay=format=yuv420,setsar=1[shot${shot}]`);
  }

  const joined = Array.from({ length: shots }, (_, i) => `[shot${i}]`).join("");
  const drawn = await titlesOver(story, cut, leader, { folder, fonts });
  parts.push(
    `[slate][pop]${joined}concat=n=${shots + 2}:v=1,setpts=N/(${rate})/TB,noise=c0s=4:c0f=t,${[...drawn, timecodeOver(story, fonts)].join(",")},setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709[v]`,
  );
  return { inputs, filter: parts.join(";"), frames: leader + programme };
}

const size = `${raster.width}x${raster.height}`;

const rawInput = ({ width, height, channels }: Picture, rate: string, name: string) => [
  ...["-f", "rawvideo", "-pix_fmt", channels === 4 ? "rgba" : "rgb24"],
  ...["-s", `${width}x${height}`, "-framerate", rate, "-i", name],
];

const cutNames: Record<Cut, string> = {
  locked: "LOCKED CUT - NOT FINAL PICTURE",
  final: "FINAL PROXY",
  trailer: "TRAILER",
  textless: "TEXTLESS",
};

function slateLines(story: Story, cut: Cut, seconds: number) {
  const { numerator, denominator, dropFrame } = story.frameRate;
  const fps = (numerator / denominator).toFixed(3).replace(/\.?0+$/, "");
  return [
    story.slateName.toUpperCase(),
    cutNames[cut],
    "",
    `FRAME RATE    ${fps}${dropFrame ? " DROP-FRAME" : ""}`,
    `RASTER        ${raster.width} x ${raster.height}, REC.709`,
    `FIRST FRAME   ${timecode(firstFrame(story.frameRate), story.frameRate)}`,
    `LAST FRAME    ${timecodeAt(seconds - denominator / numerator, story.frameRate)}`,
    "2-POP         2 S BEFORE FIRST FRAME",
    "",
    "FOR LOCALISATION ONLY. DO NOT SHARE.",
  ].join("\n");
}

/** Main title, and the story's own on-screen texts where our fonts have their letters. */
async function titlesOver(story: Story, cut: Cut, leader: number, { folder, fonts }: Work) {
  if (cut === "textless") return [];
  const name = await text(folder, "name", story.slateName.toUpperCase());
  const over = (from: number, to: number) =>
    `enable='between(t,${secondsOf(story, leader) + from},${secondsOf(story, leader) + to})'`;
  const drawn = [
    `${draw(fonts.sans, name, { size: 68, x: "(w-tw)/2", y: "h*0.42" })}:${over(3.2, 6.4)}`,
  ];
  for (const [i, { from, to, words }] of story.onScreen.entries()) {
    const line = wordsIn(story, words, story.languages[0] ?? "en");
    const shown = /^[\p{Script=Latin}\p{Script=Common}]+$/u.test(line) ? line : words.en;
    const file = await text(folder, `screen-${i}`, shown ?? "");
    drawn.push(
      `${draw(fonts.sans, file, { size: 40, x: "(w-tw)/2", y: "h*0.78" })}:${over(from, to)}`,
    );
  }
  if (cut === "locked") {
    const notice = await text(folder, "notice", cutNames.locked);
    drawn.push(`${draw(fonts.mono, notice, { size: 22, x: "40", y: "36" })}:alpha=0.75`);
  }
  return drawn;
}

const secondsOf = ({ frameRate }: Story, frames: number) =>
  (frames * frameRate.denominator) / frameRate.numerator;

function timecodeOver(story: Story, fonts: Fonts) {
  const rate = `${story.frameRate.numerator}/${story.frameRate.denominator}`;
  const start = startTimecode(story).replaceAll(":", "\\:");
  return `drawtext=fontfile=${fonts.mono}:timecode='${start}':timecode_rate=${rate}:fontsize=38:fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=10:x=(w-tw)/2:y=h-74`;
}

/** Of the file's first frame, which is the slate's. */
export const startTimecode = ({ frameRate }: Story) =>
  timecode(firstFrame(frameRate) - 4 * nominalRate(frameRate), frameRate);

function draw(
  font: string,
  file: string,
  at: { size: number; x: string; y: string; spacing?: number },
) {
  const shadow = "shadowcolor=black@0.6:shadowx=2:shadowy=2";
  return `drawtext=fontfile=${font}:textfile=${file}:expansion=none:fontsize=${at.size}:fontcolor=white:x=${at.x}:y=${at.y}:line_spacing=${at.spacing ?? 8}:${shadow}`;
}

async function text(folder: string, name: string, words: string) {
  await writeFile(path.join(folder, `${name}.txt`), words);
  return `${name}.txt`;
}
