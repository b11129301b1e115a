import "server-only";
import { env } from "../env";
import { MediaError } from "./errors";
import { type ProcessOptions, runProcess, Stopped } from "./process";

export type RunOptions = ProcessOptions;

/** Input formats that are opened at all: a playlist named .mp4 would otherwise be followed. */
const inputFormats = [
  ...["mov", "mxf", "matroska", "mpegts", "wav", "aiff", "flac", "mp3", "aac", "ac3", "eac3"],
  ...["png_pipe", "jpeg_pipe", "tiff_pipe", "webp_pipe", "gif"],
];

/**
 * Arguments that open a file of unknown origin: only this file, only known containers, no network.
 * @param file path; its name is never taken for an option or a protocol
 */
export const untrustedInput = (file: string) => [
  ...["-protocol_whitelist", "file,pipe", "-format_whitelist", inputFormats.join(",")],
  ...["-i", `file:${file}`],
];

/**
 * Runs ffmpeg to its end; never through a shell. A damaged input is an error, not a warning.
 * @param args without the program's own switches, as an array
 * @returns what it wrote to stderr, at log level `info` when asked for, else errors only
 * @throws MediaError with the last useful line of stderr; when it can't be started; when time is up or aborted
 */
export async function ffmpeg(
  args: string[],
  options: RunOptions & { logLevel?: "error" | "info" },
): Promise<string> {
  const common = ["-nostdin", "-hide_banner", "-nostats", "-v", options.logLevel ?? "error"];
  const { stderr } = await run("ffmpeg", [...common, "-xerror", "-y", ...args], options);
  return stderr;
}

/** What came out, and what was done to keep the frame rate even: frames shown twice, frames left out. */
export type Encoded = { frames: number; repeated: number; dropped: number; said: string };

/**
 * Runs ffmpeg as `ffmpeg` does, and follows how far it is; it is killed too when it makes no progress.
 * @param onProgress is told how many frames are written, and how many seconds, about twice a second
 * @throws as `ffmpeg`
 */
export async function encode(
  args: string[],
  options: RunOptions & { stallMs: number },
  onProgress: (frames: number, seconds: number) => void = () => {},
): Promise<Encoded> {
  const common = ["-nostdin", "-hide_banner", "-nostats", "-v", "error", "-xerror", "-y"];
  const progress = ["-progress", "pipe:1", "-stats_period", "0.5"];
  let rest = "";
  let last = "";
  const seen = new Map<string, number>();
  const words = [...common, ...progress, ...args];
  const { stderr } = await run("ffmpeg", words, options, (text, { stillAlive }) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [key = "", value = ""] = line.trim().split("=");
      seen.set(key, Number(value));
      if (key !== "progress") continue;
      const reached = `${seen.get("frame")} ${seen.get("total_size")} ${seen.get("out_time_us")}`;
      if (reached === last) continue;
      last = reached;
      stillAlive();
      onProgress(seen.get("frame") || 0, (seen.get("out_time_us") || 0) / 1e6);
    }
  });
  return {
    frames: seen.get("frame") ?? 0,
    repeated: seen.get("dup_frames") ?? 0,
    dropped: seen.get("drop_frames") ?? 0,
    said: stderr,
  };
}

/**
 * Runs ffprobe to its end.
 * @returns what it wrote to stdout
 * @throws as `ffmpeg`
 */
export async function ffprobe(args: string[], options: RunOptions): Promise<string> {
  const { stdout } = await run("ffprobe", ["-hide_banner", "-v", "error", ...args], options);
  return stdout;
}

type Program = "ffmpeg" | "ffprobe";

const maxOutputCharacters = 8_000_000;

async function run(
  program: Program,
  args: string[],
  options: RunOptions,
  onText?: Parameters<typeof runProcess>[3],
) {
  let stdout = "";
  const collect: Parameters<typeof runProcess>[3] = (text, { stop }) => {
    stdout += text;
    if (stdout.length > maxOutputCharacters) stop("said too much");
  };
  const ended = await runProcess(env[settingOf[program]], args, options, onText ?? collect).catch(
    (error: Error) => {
      throw notRun(program, error, options.signal);
    },
  );
  if (ended.code === 0) return { stdout, stderr: ended.stderr };
  throw failed(program, ended.killedBy, ended.stderr, ended.code);
}

const settingOf = { ffmpeg: "FFMPEG_PATH", ffprobe: "FFPROBE_PATH" } as const;

function notRun(program: Program, error: Error & { code?: string }, signal?: AbortSignal) {
  if (error instanceof Stopped)
    return new MediaError(signal?.aborted ? "stopped" : "machine", `${program} ${error.message}`);
  if (error.code !== "ENOENT") return error;
  return new MediaError(
    "machine",
    `${program} was not found: install ffmpeg, or set ${settingOf[program]} to where it is.`,
  );
}

function failed(
  program: Program,
  killedBy: NodeJS.Signals | null,
  stderr: string,
  code: number | null,
) {
  const known = machineFaults.find(([pattern]) => pattern.test(stderr));
  if (known) return new MediaError("machine", known[1]);
  if (killedBy === "SIGXFSZ") return new MediaError("machine", "The file grew beyond its limit.");
  // Killed by another: the machine's memory, mostly. A crash is the file's doing.
  if (killedBy === "SIGKILL") return new MediaError("machine", `${program} was killed.`);
  const line = lastUsefulLine(stderr) ?? `ended with ${code ?? killedBy}`;
  return new MediaError("source", `${program}: ${line}`, stderr);
}

const machineFaults: [RegExp, string][] = [
  [/No space left on device/, "The disk is full."],
  [/File too large/, "The file grew beyond its limit."],
  [/Disk quota exceeded/, "The disk's quota is used up."],
  [/Read-only file system/, "The disk can't be written to."],
  [
    /No such filter: '(zscale|tonemap)'/,
    "The picture is HDR, which this machine’s ffmpeg can’t bring to SDR: it was built without zimg.",
  ],
  [/Input\/output error/, "The disk can't be read or written."],
  [
    /annot allocate memory|Resource temporarily unavailable|failed to map segment/,
    "It needs more memory than it may.",
  ],
];

/** The last line that is not ffmpeg's own farewell, without the addresses and paths it prints. */
function lastUsefulLine(stderr: string) {
  const lines = stderr
    .split(/\r?\n|\r/)
    .map((line) => line.replace(/^\[[^\]]* @ 0x[0-9a-f]+\] |^file:.*?: /, ""));
  return lines.filter((line) => line.trim() && !/^(Conversion failed!|Exiting)/.test(line)).at(-1);
}
