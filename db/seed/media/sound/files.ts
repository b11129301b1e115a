import { writeFile } from "node:fs/promises";
import { leaderSeconds } from "../../timecode";
import type { Kit } from "../kit";
import { type Samples, sceneOf } from "./layers";
import { channels51, type MixName, renderMix } from "./mixes";
import { broadcastWave } from "./wav";

/** A whole mix as one file, of the story's length for sound. */
export async function mixFile(kit: Kit, mix: MixName, revision: number, output: string) {
  const { channels, scene } = mixOf(kit, mix, revision);
  await writeFile(output, broadcastWave(channels, scene, `${kit.story.slateName} ${mix}`));
}

/** One channel of a mix, as those who mix in 5.1 hand it over. */
export async function monoFile(
  kit: Kit,
  mix: MixName,
  channel: number,
  revision: number,
  output: string,
) {
  const { channels, scene } = mixOf(kit, mix, revision);
  const samples = channels.slice(channel, channel + 1);
  const description = `${kit.story.slateName} ${mix} ${channels51[channel]}`;
  await writeFile(output, broadcastWave(samples, scene, description));
}

/** A stereo or 5.1 mix in one language, as long as the longest picture, to be encoded with any of them. */
export async function soundtrack(
  kit: Kit,
  mix: MixName,
  { language, revision }: { language: string; revision: number },
  output: string,
) {
  const seconds = kit.story.seconds.locked + Math.ceil(leaderSeconds(kit.story.frameRate));
  const scene = kit.once(`soundtrack ${revision}`, () => sceneOf(kit.story, seconds, revision));
  await writeFile(output, broadcastWave(renderMix(mix, scene, language), scene, mix));
}

function mixOf(kit: Kit, mix: MixName, revision: number) {
  const { story } = kit;
  const scene = kit.once(`scene of sound ${revision}`, () =>
    sceneOf(story, story.seconds.sound, revision),
  );
  const channels: Samples[] = kit.once(`mix ${mix} ${revision}`, () =>
    renderMix(mix, scene, story.originalLanguage),
  );
  return { channels, scene };
}
