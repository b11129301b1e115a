import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

// The programs that partners fetch with, as they run them.

const execute = promisify(execFile);

/** Runs a program to its end. @throws Error with all that it said when that is not a good one */
export async function run(program: string, words: string[], cwd?: string): Promise<string> {
  try {
    const options = { maxBuffer: 2 ** 28, ...(cwd && { cwd }) };
    return (await execute(program, words, options)).stdout;
  } catch (error) {
    const { stdout, stderr, message } = error as Error & { stdout: string; stderr: string };
    throw new Error(`${program}: ${message}\n${stdout}\n${stderr}`);
  }
}

/** Runs a program that writes a file, and kills it when the file has come so far, as `measure` tells. */
export async function runUntil(
  program: string,
  words: string[],
  file: string,
  bytes: number,
  measure = sizeOf,
) {
  const child = spawn(program, words, { stdio: "ignore" });
  const gone = once(child, "exit");
  while (measure(file) < bytes && child.exitCode === null) await sleep(2);
  child.kill("SIGKILL");
  await gone;
  return sizeOf(file);
}

export const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/**
 * How much of a file aria2c can go on with: its pieces lie apart in it, so that where it ends says nothing, and
 * without the notes beside it none of them counts.
 */
export function keptByAria2(file: string): number {
  const notes = statSync(`${file}.aria2`, { throwIfNoEntry: false });
  return notes ? statSync(file).blocks * 512 : 0;
}

export async function md5Of(file: string): Promise<string> {
  const hash = createHash("md5");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}

/** Asks again until the answer is as wanted. @throws Error with the last answer when it never is */
export async function until<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  milliseconds = 30_000,
): Promise<T> {
  for (const deadline = Date.now() + milliseconds; ; ) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(answer)}`);
    await sleep(200);
  }
}
