import "server-only";
import { spawn } from "node:child_process";

export type RunOptions = {
  /** The program is killed when it has not ended by then. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** Where relative names in the arguments lead: filter graphs can name files so without escaping paths. */
  cwd?: string | undefined;
};

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
 * @throws Error with the last useful line of stderr; when it can't be started; when time is up or aborted
 */
export async function ffmpeg(
  args: string[],
  options: RunOptions & { logLevel?: "error" | "info" },
): Promise<string> {
  const common = ["-nostdin", "-hide_banner", "-nostats", "-v", options.logLevel ?? "error"];
  const { stderr } = await run("ffmpeg", [...common, "-xerror", "-y", ...args], options);
  return stderr;
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

function run(program: Program, args: string[], { timeoutMs, signal, cwd }: RunOptions) {
  return new Promise<{ stdout: string; stderr: string }>((resolve, reject) => {
    const child = spawn(pathOf(program), args, { stdio: ["ignore", "pipe", "pipe"], cwd });
    let stdout = "";
    let stderr = "";
    let stopped: string | undefined;
    // Not SIGTERM: on that ffmpeg closes a short file that looks whole.
    const stop = (why: string) => {
      stopped ??= why;
      child.kill("SIGKILL");
    };
    const timer = setTimeout(
      () => stop(`took longer than ${Math.round(timeoutMs / 1000)} s`),
      timeoutMs,
    );
    const onAbort = () => stop("was stopped");
    if (signal?.aborted) onAbort();
    signal?.addEventListener("abort", onAbort, { once: true });

    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (stdout.length > maxOutputCharacters) stop("said too much");
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-100_000);
    });
    const settle = (failure: Error | null) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      if (failure) reject(failure);
      else resolve({ stdout, stderr });
    };
    child.once("error", (error: NodeJS.ErrnoException) => settle(startFailure(program, error)));
    child.once("close", (code, killedBy) => {
      if (stopped) settle(new Error(`${program} ${stopped}`));
      else if (code === 0) settle(null);
      else
        settle(
          new Error(`${program}: ${lastUsefulLine(stderr) ?? `ended with ${code ?? killedBy}`}`),
        );
    });
  });
}

const settingOf = { ffmpeg: "FFMPEG_PATH", ffprobe: "FFPROBE_PATH" } as const;

const pathOf = (program: Program) => process.env[settingOf[program]] || program;

function startFailure(program: Program, error: NodeJS.ErrnoException) {
  if (error.code !== "ENOENT") return error;
  return new Error(
    `${program} was not found: install ffmpeg, or set ${settingOf[program]} to where it is.`,
  );
}

/** The last line that is not ffmpeg's own farewell, without the addresses and paths it prints. */
function lastUsefulLine(stderr: string) {
  const lines = stderr
    .split(/\r?\n|\r/)
    .map((line) => line.replace(/^\[[^\]]* @ 0x[0-9a-f]+\] |^file:.*?: /, ""));
  return lines.filter((line) => line.trim() && !/^(Conversion failed!|Exiting)/.test(line)).at(-1);
}
