import "server-only";
import { ffmpeg, type RunOptions, untrustedInput } from "./ffmpeg";

/**
 * Integrated loudness of a file's first sound, in LUFS (ITU-R BS.1770, EBU R 128): all of it is decoded, which
 * takes a minute for some gigabytes. @returns null when all of it is below the gate
 * @throws MediaError, of kind `source` when the sound can't be decoded
 */
export async function measureLoudness(file: string, run: RunOptions): Promise<number | null> {
  const heard = ["-map", "0:a:0", "-af", "ebur128=framelog=verbose", "-f", "null", "-"];
  const said = await ffmpeg([...untrustedInput(file), ...heard], { ...run, logLevel: "info" });
  const value = Number(/Integrated loudness:\s+I:\s+(\S+) LUFS/.exec(said)?.[1]);
  // -70 is the absolute gate: nothing above it was counted.
  return Number.isFinite(value) && value > -70 ? value : null;
}
