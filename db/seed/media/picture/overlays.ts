import { writeFile } from "node:fs/promises";
import path from "node:path";
import { wordsIn } from "../../stories";
import type { Story } from "../../stories/types";
import { firstFrame, leaderFrames, leaderSeconds, timecode } from "../../timecode";
import type { Kit } from "../kit";
import { raster } from "./landscape";

/** What a picture is made for decides what is drawn over it. */
export type Cut = "locked" | "final" | "trailer" | "textless" | "dub-card";

/** Sizes below are thought for 720 lines. */
const scale = raster.height / 720;

const cutNames: Record<Cut, string> = {
  locked: "LOCKED CUT - NOT FINAL PICTURE",
  final: "FINAL PROXY",
  trailer: "TRAILER",
  textless: "TEXTLESS",
  "dub-card": "DUB CARD REFERENCE",
};

/** What the slate says. */
export function slate(kit: Kit, cut: Cut, frames: number) {
  const { story } = kit;
  const { numerator, denominator, dropFrame } = story.frameRate;
  const fps = (numerator / denominator).toFixed(3).replace(/\.?0+$/, "");
  const first = firstFrame(story.frameRate);
  const lines = [
    story.slateName.toUpperCase(),
    cutNames[cut],
    "",
    `FRAME RATE    ${fps}${dropFrame ? " DROP-FRAME" : ""}`,
    `RASTER        ${raster.width} x ${raster.height}, REC.709`,
    `FIRST FRAME   ${timecode(first, story.frameRate)}`,
    `LAST FRAME    ${timecode(first + frames - 1, story.frameRate)}`,
    "2-POP         2 S BEFORE FIRST FRAME",
    "",
    "FOR LOCALISATION ONLY. DO NOT SHARE.",
  ];
  return draw(kit, `${cut}-slate`, lines.join("\n"), {
    font: "mono",
    size: 30,
    x: "w*0.07",
    y: "h*0.11",
  });
}

/** Everything that stands over the picture, timecode last. */
export async function overlays(kit: Kit, cut: Cut): Promise<string[]> {
  const shown = cut === "textless" || cut === "dub-card" ? [] : await titles(kit, cut);
  if (cut === "dub-card") shown.push(await dubCard(kit));
  return [...shown, burntInTimecode(kit)];
}

async function titles(kit: Kit, cut: Cut) {
  const { story } = kit;
  const shown = [
    await draw(kit, `${cut}-name`, story.slateName.toUpperCase(), {
      ...{ font: "sans", size: 68, x: "(w-tw)/2", y: "h*0.42" },
      ...{ from: 3.2, to: 6.4 },
    }),
  ];
  for (const [i, { from, to, words }] of story.onScreen.entries()) {
    const at = { font: "sans", size: 40, x: "(w-tw)/2", y: "h*0.78", from, to } as const;
    shown.push(await draw(kit, `${cut}-screen-${i}`, drawable(story, words), at));
  }
  if (cut === "locked") {
    const at = { font: "mono", size: 22, x: "w*0.03", y: "h*0.05" } as const;
    shown.push(await draw(kit, `${cut}-notice`, cutNames.locked, at));
  }
  return shown;
}

/** The original's words where our fonts have their letters, else the English ones. */
function drawable(story: Story, words: Story["cues"][number]["words"]) {
  const line = wordsIn(story, words, story.languages[0] ?? "en");
  return /^[\p{Script=Latin}\p{Script=Common}]+$/u.test(line) ? line : (words.en ?? "");
}

function dubCard(kit: Kit) {
  const lines = [
    "VOICE CAST",
    "",
    ...kit.story.characters.map((_, i) => `CHARACTER ${i + 1}   ........`),
  ];
  const at = { font: "sans", size: 44, x: "(w-tw)/2", y: "h*0.3", from: 0.4, to: 60 } as const;
  return draw(kit, "dub-card-lines", lines.join("\n"), at);
}

function burntInTimecode({ story, fonts }: Kit) {
  const rate = `${story.frameRate.numerator}/${story.frameRate.denominator}`;
  const start = startTimecode(story).replaceAll(":", "\\:");
  const box = "box=1:boxcolor=black@0.6:boxborderw=8:x=(w-tw)/2:y=h*0.9";
  return `drawtext=fontfile=${fonts.mono}:timecode='${start}':timecode_rate=${rate}:fontsize=${Math.round(38 * scale)}:fontcolor=white:${box}`;
}

/** Of the file's first frame, which is the slate's. */
export const startTimecode = ({ frameRate }: Story) =>
  timecode(firstFrame(frameRate) - leaderFrames(frameRate), frameRate);

type Place = {
  font: "mono" | "sans";
  size: number;
  x: string;
  y: string;
  /** Shown between these seconds after the first frame of picture; always when absent. */
  from?: number;
  to?: number;
};

/** Text goes by way of a file, so that no character of it means anything to the filter graph. */
async function draw({ story, folder, fonts }: Kit, name: string, words: string, place: Place) {
  await writeFile(path.join(folder, `${name}.txt`), words);
  const leader = leaderSeconds(story.frameRate);
  const { font, size, x, y, from, to = 0 } = place;
  const when = from === undefined ? "" : `:enable='between(t,${leader + from},${leader + to})'`;
  const style = "fontcolor=white:line_spacing=10:shadowcolor=black@0.6:shadowx=2:shadowy=2";
  return `drawtext=fontfile=${fonts[font]}:textfile=${name}.txt:expansion=none:fontsize=${Math.round(size * scale)}:x=${x}:y=${y}:${style}${when}`;
}
