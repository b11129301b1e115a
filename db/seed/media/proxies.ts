import { writeFile } from "node:fs/promises";
import path from "node:path";
import { srt } from "./documents/timed-text";
import type { Kit } from "./kit";
import {
  type AudioInput,
  type EncodedPicture,
  encodePicture,
  encodeSound,
  muxProxy,
  type SubtitleInput,
} from "./picture/masters";
import type { Cut } from "./picture/overlays";
import { soundtrack } from "./sound/files";
import type { MixName } from "./sound/mixes";

/** Servicing turnovers show the locked picture with the tracks that a mixer needs. */
export type ProxyCut = Cut | "servicing";

/** Writes a proxy: the cut's picture, encoded once a story, with the tracks that such a file carries. */
export async function proxy(kit: Kit, cut: ProxyCut, revision: number, output: string) {
  const picture = await pictureOf(kit, cut);
  const tracks = await tracksOf(kit, cut, revision);
  await muxProxy(kit.story, picture, tracks, output);
}

/** Locked cut and servicing share a picture, and the shorter titles' finals too: sound is what differs. */
function pictureOf(kit: Kit, cut: ProxyCut): Promise<EncodedPicture> {
  const { locked, final } = kit.story.seconds;
  const same = locked === final;
  if (cut === "trailer" || cut === "textless" || cut === "dub-card")
    return kit.once(`picture ${cut}`, () => encodePicture(kit, cut, 6));
  if (cut === "final" || same)
    return kit.once("picture final", () => encodePicture(kit, "final", final));
  return kit.once("picture locked", () => encodePicture(kit, "locked", locked));
}

async function tracksOf(kit: Kit, cut: ProxyCut, revision: number) {
  const { story } = kit;
  const own = story.originalLanguage;
  // A later revision brings a new original mix; the dubs stay as they were.
  const audio = (mix: MixName, language: string, title: string) =>
    audioTrack(kit, mix, { language, title, revision: language === own ? revision : 1 });
  const bed = () => audio("me-20", own, "M&E 2.0");
  const original = () => audio("printmaster-20", own, `${nameOf(own)} 2.0`);
  switch (cut) {
    case "locked":
      return { audio: [await original()], subtitles: [] };
    case "servicing":
      return { audio: [await original(), await bed()], subtitles: [] };
    case "textless":
    case "dub-card":
      return { audio: [await bed()], subtitles: [] };
    case "trailer":
    case "final": {
      const tracks: AudioInput[] = [];
      for (const language of story.audioLanguages)
        tracks.push(await audio("printmaster-20", language, `${nameOf(language)} 2.0`));
      if (cut === "final") tracks.push(await audio("printmaster-51", own, `${nameOf(own)} 5.1`));
      const subtitles = await Promise.all(
        story.languages.map((language) => subtitleTrack(kit, language)),
      );
      return { audio: tracks, subtitles };
    }
  }
}

function audioTrack(
  kit: Kit,
  mix: MixName,
  { title, ...of }: { language: string; title: string; revision: number },
): Promise<AudioInput> {
  const { seconds, originalLanguage } = kit.story;
  // Only the original goes with the locked cut, which is the longer.
  const longest = of.language === originalLanguage ? seconds.locked : seconds.final;
  const name = `${mix}-${of.language}-${of.revision}.wav`;
  return kit.once(name, async () => {
    const file = path.join(kit.folder, name);
    await soundtrack(kit, mix, of, file);
    return {
      file: await encodeSound(file, longest + 5),
      language: of.language,
      title,
    };
  });
}

function subtitleTrack(kit: Kit, language: string): Promise<SubtitleInput> {
  const name = `subtitles-${language}.srt`;
  return kit.once(name, async () => {
    const file = path.join(kit.folder, name);
    await writeFile(file, srt(kit.story, "dialogue", language, 1));
    return { file, language, title: nameOf(language) };
  });
}

const nameOf = (language: string) =>
  new Intl.DisplayNames("en", { type: "language" }).of(language) ?? language;
