import { type ChildProcess, spawn } from "node:child_process";
import type { Lock } from "./lock";
import { ended, signalProcess } from "./processes";
import { checkout, type Settings } from "./settings";
import { Refusal } from "./terminal";

/** Thrown out of whatever step is under way when the person asks for the end. */
export class Stopped extends Error {}

export type ChildOptions = {
  name: string;
  args: string[];
  settings: Settings;
  lock: Pick<Lock, "add">;
  output: "inherit" | "pipe";
};

/** Starts a Node program in a process group of its own, so that all of it can be stopped at once. */
export function startNode({ name, args, settings, lock, output }: ChildOptions): ChildProcess {
  const child = spawn(process.execPath, args, {
    cwd: checkout,
    env: settings as NodeJS.ProcessEnv,
    detached: true,
    stdio: ["ignore", output, output],
  });
  lock.add(name, child.pid);
  return child;
}

/**
 * Runs a Node program to its end.
 * @throws Stopped when the signal came first; Refusal when the program failed.
 */
export async function runNode(options: ChildOptions, stopping: AbortSignal): Promise<void> {
  if (stopping.aborted) throw new Stopped();
  const child = startNode(options);
  const abort = () => void stopGroup(child, 5000);
  stopping.addEventListener("abort", abort);
  const how = await ended(child);
  stopping.removeEventListener("abort", abort);
  if (stopping.aborted) throw new Stopped();
  if (child.exitCode !== 0)
    throw new Refusal(`${options.name} failed (${how}); what it said stands above.`);
}

/** Ends a child and all that it started: politely, then after the grace by force. */
export async function stopGroup(child: ChildProcess, graceMs: number, hasten?: AbortSignal) {
  if (child.pid === undefined) return;
  const group = -child.pid;
  const kill = () => signalProcess(group, "SIGKILL");
  const timer = setTimeout(kill, graceMs);
  hasten?.addEventListener("abort", kill);
  if (hasten?.aborted) kill();
  else if (child.exitCode === null && child.signalCode === null)
    signalProcess(child.pid, "SIGTERM");
  await ended(child);
  clearTimeout(timer);
  hasten?.removeEventListener("abort", kill);
  // What the child has left behind in its group has nobody to work for.
  kill();
}
