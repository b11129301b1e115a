import "server-only";
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { setPriority } from "node:os";
import path from "node:path";

export type ProcessOptions = {
  /** The program is killed when it has not ended by then. */
  timeoutMs: number;
  /** It is killed when `stillAlive` was not called for so long. */
  stallMs?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Where relative names in the arguments lead: filter graphs can name files so without escaping paths. */
  cwd?: string | undefined;
  env?: Record<string, string> | undefined;
  /** The most address space that it may take. Enforced by util-linux' prlimit, so on Linux only. */
  memoryBytes?: number | undefined;
  /** The longest file that it may write. Enforced as `memoryBytes`. */
  outputBytes?: number | undefined;
  /** Gives way to what serves people. */
  lowPriority?: boolean | undefined;
};

export type Ended = { code: number | null; killedBy: NodeJS.Signals | null; stderr: string };

/** Why a program was ended by us, as the rest of a sentence that begins with its name. */
export class Stopped extends Error {}

/**
 * Runs a program to its end, never through a shell, and hands its stdout on as it comes.
 * @param onText gets the text, and a function that says that the work goes on
 * @throws Stopped when it was killed: time up, aborted, stalled
 * @throws Error with `code` ENOENT when there is no such program
 */
export function runProcess(
  program: string,
  args: string[],
  options: ProcessOptions,
  onText: (text: string, control: { stillAlive(): void; stop(why: string): void }) => void,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const [command, words] = limited(program, args, options);
    const child = spawn(command, words, {
      stdio: ["ignore", "pipe", "pipe"],
      cwd: options.cwd,
      env: { ...passedOn(), ...options.env } as NodeJS.ProcessEnv,
    });
    if (options.lowPriority) giveWay(child);
    let stderr = "";
    let stopped: string | undefined;
    // Not SIGTERM: on that ffmpeg closes a short file that looks whole.
    const stop = (why: string) => {
      stopped ??= why;
      child.kill("SIGKILL");
    };
    const unwatch = watch(options, stop);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      onText(text, { stillAlive: unwatch.stillAlive, stop });
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-100_000);
    });
    child.once("error", (error) => {
      unwatch();
      reject(error);
    });
    child.once("close", (code, killedBy) => {
      unwatch();
      if (stopped) reject(new Stopped(stopped));
      else if (command !== program && /^prlimit: failed to execute/.test(stderr))
        reject(missing(program));
      else resolve({ code, killedBy, stderr });
    });
  });
}

/** Not the database's password, nor any other secret: what reads files of strangers may be led astray. */
const passedOn = () =>
  Object.fromEntries(
    ["PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH"].flatMap((name) =>
      process.env[name] ? [[name, process.env[name]]] : [],
    ),
  );

/** Stops on abort, when time is up, and when nothing was heard for too long. */
function watch({ timeoutMs, stallMs, signal }: ProcessOptions, stop: (why: string) => void) {
  const inSeconds = (ms: number) => `${Math.round(ms / 1000)} s`;
  const onAbort = () => stop("was stopped");
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });
  const timer = setTimeout(() => stop(`took longer than ${inSeconds(timeoutMs)}`), timeoutMs);
  const stalled = stallMs
    ? setTimeout(() => stop(`made no progress for ${inSeconds(stallMs)}`), stallMs)
    : undefined;
  const unwatch = () => {
    clearTimeout(timer);
    clearTimeout(stalled);
    signal?.removeEventListener("abort", onAbort);
  };
  return Object.assign(unwatch, { stillAlive: () => stalled?.refresh() });
}

/** The command that runs the program within its limits. */
function limited(program: string, args: string[], { memoryBytes, outputBytes }: ProcessOptions) {
  if (!prlimit || (!memoryBytes && !outputBytes)) return [program, args] as const;
  const limits = [
    ...(memoryBytes ? [`--as=${memoryBytes}`, "--core=0"] : []),
    ...(outputBytes ? [`--fsize=${outputBytes}`] : []),
  ];
  return [prlimit, [...limits, "--", program, ...args]] as const;
}

const prlimit =
  process.platform === "linux"
    ? (process.env.PATH ?? "")
        .split(path.delimiter)
        .map((folder) => path.join(folder, "prlimit"))
        .find(isExecutable)
    : undefined;

function isExecutable(file: string) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const missing = (program: string) =>
  Object.assign(new Error(`${program} was not found`), { code: "ENOENT" });

function giveWay(child: ChildProcess) {
  try {
    if (child.pid) setPriority(child.pid, 10);
  } catch {
    // It has ended already.
  }
}
