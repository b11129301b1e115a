import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { postgresStops } from "./postgres";
import {
  hasSetting,
  membersOf,
  type ProcessRecord,
  recordProcess,
  runs,
  signalProcess,
  stopProcess,
} from "./processes";
import { Refusal } from "./terminal";

type LockFile = { launcher: ProcessRecord; url: string; children: ProcessRecord[] };

/** The right of one launcher to a data folder, and its list of what it has started there. */
export type Lock = {
  /** Writes a child down, so that the next launcher can stop it should this one be killed. */
  add(name: string, pid: number | undefined): void;
  /** Ends every child at once, for a process that is about to exit itself. */
  killChildren(): void;
  release(): void;
};

/**
 * Takes a data folder for this process and stops what a killed launcher left running in it.
 * @param url where this launcher will serve: what a second one tells its user.
 * @throws Refusal when a launcher runs from the folder.
 */
export async function takeLock(home: string, url: string): Promise<Lock> {
  const file = path.join(home, "launcher.json");
  const launcher = recordProcess("launcher", process.pid);
  if (!launcher) throw new Error("The system does not say when this process started.");
  const content: LockFile = { launcher, url, children: [] };

  const left = await claim(file, content);
  for (const child of left) await stopLeftover(child, home);
  return {
    add(name, pid) {
      const child = recordProcess(name, pid);
      if (child) content.children.push(child);
      replace(file, content);
    },
    killChildren: () => content.children.filter(runs).forEach(kill),
    release: () => rmSync(file, { force: true }),
  };
}

/** Whether a launcher that is alive holds the folder. */
export function isLocked(home: string): boolean {
  const found = read(path.join(home, "launcher.json"));
  return found !== undefined && runs(found.launcher);
}

/** Makes the lock file ours; answers with the children of the killed launcher that had it. */
async function claim(file: string, content: LockFile): Promise<ProcessRecord[]> {
  const own = `${file}.${process.pid}`;
  const takeover = `${file}.takeover`;
  writeFileSync(own, JSON.stringify(content), { mode: 0o600 });
  try {
    for (;;) {
      // Linking, unlike renaming, never replaces, so of two that try at once one succeeds.
      if (succeeds(() => linkSync(own, file))) return [];
      const found = read(file);
      if (found && runs(found.launcher)) throw alreadyRuns(found);

      // Only one may replace a dead launcher's file, after a second look at it.
      if (!succeeds(() => mkdirSync(takeover))) {
        if (isOlderThan(takeover, 5000)) succeeds(() => rmdirSync(takeover));
        await sleep(50);
        continue;
      }
      try {
        const dead = read(file);
        if (dead && runs(dead.launcher)) throw alreadyRuns(dead);
        // The dead launcher's children stay on record until they are stopped.
        content.children.push(...(dead?.children ?? []));
        replace(file, content);
        return dead?.children ?? [];
      } finally {
        rmdirSync(takeover);
      }
    }
  } finally {
    rmSync(own, { force: true });
  }
}

async function stopLeftover(child: ProcessRecord, home: string) {
  if (!runs(child)) {
    // Its own children may outlive it. They are known by their data folder, which is in the environment
    // of all that a launcher starts.
    for (const pid of membersOf(child.pid))
      if (hasSetting(pid, `TURNOVER_HOME=${home}`)) signalProcess(pid, "SIGKILL");
    return;
  }
  if (child.name === "postgres") return stopProcess(child, postgresStops);
  kill(child);
  return stopProcess(child, [{ signal: "SIGKILL", graceMs: 5000 }]);
}

/** Postgres looks after its own processes when it may; the others lead a group of theirs. */
function kill({ name, pid }: ProcessRecord) {
  if (name === "postgres") signalProcess(pid, "SIGQUIT");
  else signalProcess(-pid, "SIGKILL");
}

function alreadyRuns({ url, launcher }: LockFile) {
  return new Refusal(`Turnover already runs from this folder at ${url} (pid ${launcher.pid})`);
}

function read(file: string): LockFile | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function replace(file: string, content: LockFile) {
  writeFileSync(`${file}.new`, JSON.stringify(content), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function isOlderThan(file: string, ms: number) {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs > ms;
}

/** For file operations of which only one process can win; any other failure still throws. */
function succeeds(operation: () => void): boolean {
  try {
    operation();
    return true;
  } catch (error) {
    if (["EEXIST", "ENOENT"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}
