import { type ChildProcess, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
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

/** The processes of a group, whose leader may be gone. */
export function membersOf(group: number): number[] {
  if (process.platform !== "linux") {
    const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,pgid="], { encoding: "utf8" });
    const rows = (stdout ?? "").split("\n").map((row) => row.trim().split(/\s+/).map(Number));
    return rows.flatMap(([pid, pgid]) => (pid && pgid === group ? [pid] : []));
  }
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  // The third field after the command's name is the group (proc_pid_stat(5)).
  return pids.filter((pid) => Number(statFields(pid)?.[2]) === group).map(Number);
}

/** Whether a process was started with this setting in its environment. */
export function hasSetting(pid: number, setting: string): boolean {
  const variables = readText(`/proc/${pid}/environ`)?.split("\0");
  return (
    variables?.includes(setting) ?? ps(pid, "command=", "-E", "-ww")?.includes(setting) ?? false
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
  if (process.platform !== "linux") return ps(pid, "lstart=");
  // The state comes first; the start, in ticks since boot, 19 fields later (proc_pid_stat(5)).
  const fields = statFields(pid);
  const gone = !fields || fields[0] === "Z" || fields[0] === "X";
  return gone ? undefined : `${bootId()} ${fields[19]}`;
}

/** What /proc tells of a process after its command's name, which may hold spaces and brackets. */
function statFields(pid: number | string): string[] | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
}

let knownBootId: string | undefined;

function bootId() {
  knownBootId ??= readText("/proc/sys/kernel/random/boot_id")?.trim() ?? "";
  return knownBootId;
}

function ps(pid: number, column: string, ...flags: string[]): string | undefined {
  const args = [...flags, "-o", column, "-p", String(pid)];
  const { stdout } = spawnSync("ps", args, { encoding: "utf8" });
  return stdout?.trim() || undefined;
}

function readText(file: string) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
