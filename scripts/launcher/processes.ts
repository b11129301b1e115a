import { type ChildProcess, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process that can be recognised later, even when its pid has gone to another program. */
export type ProcessRecord = { name: string; pid: number; started: string };

/** Identifies a running process by when it started; undefined when there is none. */
export function recordProcess(name: string, pid: number | undefined): ProcessRecord | undefined {
  const started = pid === undefined ? undefined : startOf(pid);
  return pid === undefined || started === undefined ? undefined : { name, pid, started };
}

/** Whether this very process still runs. */
export function runs({ pid, started }: ProcessRecord): boolean {
  return startOf(pid) === started;
}

/** The command line of a running process, as far as the system tells it. */
export function commandLineOf(pid: number): string {
  return (
    readText(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ").trim() ?? ps(pid, "command=") ?? ""
  );
}

/** Asks with each signal in turn until the process is gone. */
export async function stopProcess(
  record: ProcessRecord,
  steps: { signal: NodeJS.Signals; graceMs: number }[],
) {
  for (const { signal, graceMs } of steps) {
    if (!runs(record)) return;
    signalProcess(record.pid, signal);
    // Not our child as a rule, so there is no exit event to wait for.
    for (const deadline = Date.now() + graceMs; Date.now() < deadline && runs(record); )
      await sleep(20);
  }
}

/** Signals a process, or with a negative pid a whole group; it may be gone already. */
export function signalProcess(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // macOS answers EPERM for a group of which only zombies are left.
    if (!["ESRCH", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

/** Resolves when the child has ended, with a few words on how. */
export function ended(child: ChildProcess): Promise<string> {
  if (child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve(manner(child.exitCode, child.signalCode));
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve(manner(code, signal)));
    child.once("error", (error) => resolve(error.message));
  });
}

function manner(code: number | null, signal: NodeJS.Signals | null) {
  return signal ? `killed by ${signal}` : `exit code ${code}`;
}

/** When a process started, in the system's own words; undefined when it does not run (any more). */
function startOf(pid: number): string | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return process.platform === "linux" ? undefined : ps(pid, "lstart=");
  // The command's name may hold spaces and brackets; what follows its last bracket is regular:
  // state first, the start in ticks since boot 19 fields later (proc_pid_stat(5)).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const zombie = fields[0] === "Z" || fields[0] === "X";
  return zombie ? undefined : `${bootId()} ${fields[19]}`;
}

let knownBootId: string | undefined;

function bootId() {
  knownBootId ??= readText("/proc/sys/kernel/random/boot_id")?.trim() ?? "";
  return knownBootId;
}

function ps(pid: number, column: string): string | undefined {
  const { stdout } = spawnSync("ps", ["-o", column, "-p", String(pid)], { encoding: "utf8" });
  return stdout?.trim() || undefined;
}

function readText(file: string) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
