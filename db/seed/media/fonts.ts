import { copyFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { ffmpeg } from "@/lib/media/ffmpeg";

/** Names under which the fonts lie in the work folder, so that filter graphs need no paths. */
export type Fonts = { mono: string; sans: string };

const require = createRequire(import.meta.url);

/** Ours first; then what Debian's ffmpeg brings by way of fontconfig, then the Mac's. */
const candidates = {
  mono: [
    () => shipped("@fontsource-variable/jetbrains-mono", "jetbrains-mono-latin-wght-normal"),
    () => "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
    () => "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    () => "/System/Library/Fonts/Menlo.ttc",
  ],
  sans: [
    () => shipped("@fontsource-variable/inter", "inter-latin-wght-normal"),
    () => "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    () => "/System/Library/Fonts/Helvetica.ttc",
  ],
};

/**
 * Puts one font for timecode and one for titles into the folder, each tried by drawing with it: not
 * every build of ffmpeg reads woff2.
 * @throws Error when none can be drawn with
 */
export async function prepareFonts(folder: string): Promise<Fonts> {
  // Where ffmpeg itself is missing, fonts are not what to speak of.
  await ffmpeg(["-f", "lavfi", "-i", "color=d=1", "-frames:v", "1", "-f", "null", "-"], limit);
  return {
    mono: await firstDrawable(folder, "mono"),
    sans: await firstDrawable(folder, "sans"),
  };
}

const limit = { timeoutMs: 20_000 };

async function firstDrawable(folder: string, style: keyof Fonts) {
  let reason = "";
  for (const candidate of candidates[style]) {
    const file = candidate();
    const name = `${style}${path.extname(file)}`;
    try {
      await copyFile(file, path.join(folder, name));
      const draw = `color=c=black:s=64x64:d=1,drawtext=fontfile=${name}:text=0123AZ`;
      await ffmpeg(["-f", "lavfi", "-i", draw, "-frames:v", "1", "-f", "null", "-"], {
        ...limit,
        cwd: folder,
      });
      return name;
    } catch (error) {
      reason ||= error instanceof Error ? error.message : String(error);
    }
  }
  throw new Error(
    `ffmpeg can't draw text with any font that was found (${reason}); install the package fonts-dejavu-core.`,
  );
}

const shipped = (name: string, file: string) =>
  path.join(path.dirname(require.resolve(`${name}/package.json`)), "files", `${file}.woff2`);
