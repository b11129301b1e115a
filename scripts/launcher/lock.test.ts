import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isLocked, takeLock } from "./lock";
import { ended, type ProcessRecord, recordProcess, runs } from "./processes";

const url = "http://localhost:3000";
let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "lock-"));
});
afterEach(() => rmSync(home, { recursive: true }));

test("a second launcher is told where the first one serves", async () => {
  const lock = await takeLock(home, url);
  await expect(takeLock(home, "http://localhost:4000")).rejects.toThrow(
    `Turnover already runs from this folder at ${url} (pid ${process.pid})`,
  );
  lock.release();
  expect(isLocked(home)).toBe(false);
  (await takeLock(home, url)).release();
  expect(existsSync(path.join(home, "launcher.json"))).toBe(false);
});

test("of many that find a killed launcher's lock at once, one gets it", async () => {
  leaveBehind([]);
  const racers = Array.from({ length: 5 }, startRacer);
  await Promise.all(racers.map(nextMessage));
  const outcomes = racers.map(nextMessage);
  for (const racer of racers) racer.send("go");
  expect((await Promise.all(outcomes)).sort()).toEqual(["got it", ...Array(4).fill("refused")]);
  for (const racer of racers) racer.kill();
});

test("what a killed launcher has left running is stopped, with all of its group", async () => {
  const child = startSleeper();
  leaveBehind([record(child.pid)]);
  await takeLock(home, url);
  expect(await ended(child)).toBe("killed by SIGKILL");
});

test("so are the children of one that was killed itself, but nobody else in a group of its number", async () => {
  const ours = startShell({ TURNOVER_HOME: home });
  const foreign = startShell({ TURNOVER_HOME: "/another/folder" });
  const [child, stranger] = await Promise.all([ours, foreign].map(firstLine)).then((pids) =>
    pids.map((pid) => record(Number(pid))),
  );
  if (!child || !stranger) throw new Error("the shells have started nothing");
  const shells = [ours, foreign].map(({ pid }) => record(pid));
  for (const shell of [ours, foreign]) shell.kill("SIGKILL");
  await Promise.all([ours, foreign].map(ended));

  leaveBehind(shells);
  await takeLock(home, url);
  await vi.waitUntil(() => !runs(child));
  expect(runs(stranger)).toBe(true);
  process.kill(stranger.pid);
});

test("another program that got the same pid is left alone", async () => {
  const child = startSleeper();
  leaveBehind([{ ...record(child.pid), started: "before this one" }]);
  await takeLock(home, url);
  expect(runs(record(child.pid))).toBe(true);
  child.kill("SIGKILL");
});

test("children of a killed launcher stay on record until they are stopped", async () => {
  const first = await takeLock(home, url);
  first.add("next", process.pid);
  const { children } = JSON.parse(readFileSync(path.join(home, "launcher.json"), "utf8"));
  expect(children).toEqual([{ ...record(process.pid), name: "next" }]);
});

/** A process that says when it has loaded, tries to take the lock when told to, and says how it went. */
function startRacer() {
  const program = `
    import { takeLock } from ${JSON.stringify(path.join(import.meta.dirname, "lock.ts"))};
    process.on("message", async () => {
      process.send(await takeLock(${JSON.stringify(home)}, "").then(() => "got it", () => "refused"));
    });
    process.send("loaded");`;
  const args = ["--import", "tsx", "--input-type=module", "--eval", program];
  return spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const [message] = await once(child, "message");
  return message;
}

function startSleeper() {
  return spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
}

/** Leads a group, starts a child in it, and says the child's pid. */
function startShell(settings: Record<string, string>) {
  const script = "sleep 60 >/dev/null & echo $!; wait";
  const env = { ...process.env, ...settings };
  return spawn("sh", ["-c", script], { detached: true, env, stdio: ["ignore", "pipe", "ignore"] });
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  const [chunk] = stdout ? await once(stdout, "data") : [];
  return String(chunk).trim();
}

function record(pid: number | undefined): ProcessRecord {
  const found = recordProcess("next", pid);
  if (!found) throw new Error("the process does not run");
  return found;
}

/** A lock file as a launcher leaves it that was killed: its pid has gone to somebody else. */
function leaveBehind(children: ProcessRecord[]) {
  const launcher = { ...record(process.pid), started: "before this one" };
  writeFileSync(path.join(home, "launcher.json"), JSON.stringify({ launcher, url, children }));
}
