import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

// What clients see, and what it costs the server. Linux: figures of processes come from /proc.

const MB = 1e6;
/** USER_HZ, the same on every Linux. */
const TICKS_A_SECOND = 100;

/** Takes each URL whole by a curl of its own, all at once. @returns megabytes a second, all together */
export async function throughput(urls: string[]): Promise<number> {
  const from = performance.now();
  const bytes = await Promise.all(urls.map(takenByCurl));
  const seconds = (performance.now() - from) / 1000;
  return bytes.reduce((sum, count) => sum + count, 0) / MB / seconds;
}

async function takenByCurl(url: string): Promise<number> {
  const words = ["-sSf", "-o", "/dev/null", "-w", "%{size_download}", url];
  const child = spawn("curl", words, { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`curl ended with ${code}`);
  return Number(said);
}

/** Milliseconds until the first byte of the body. */
export async function firstByte(url: string, from = 0): Promise<number> {
  const began = performance.now();
  const asked = http.get(url, { agent: false, headers: { range: `bytes=${from}-` } });
  const [answer] = (await once(asked, "response")) as [http.IncomingMessage];
  await once(answer, "data");
  const milliseconds = performance.now() - began;
  answer.destroy();
  if (answer.statusCode !== 206) throw new Error(`answered ${answer.statusCode}`);
  return milliseconds;
}

/** Milliseconds of each of so many requests, one after another. */
export async function latencies(url: string, count: number): Promise<number[]> {
  const taken: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const began = performance.now();
    await (await fetch(url)).arrayBuffer();
    taken.push(performance.now() - began);
  }
  return taken;
}

/** Reads `rate` bytes a second of each URL, for as long as `during` lasts. */
export async function withReaders<T>(
  urls: string[],
  rate: number | "all" | "none",
  during: () => Promise<T>,
): Promise<T> {
  const answers = await Promise.all(
    urls.map(async (url) => {
      const asked = http.get(url, { agent: false });
      const [answer] = (await once(asked, "response")) as [http.IncomingMessage];
      answer.on("error", () => {});
      return answer;
    }),
  );
  let over = false;
  for (const answer of answers) {
    if (rate === "all") answer.resume();
    if (typeof rate === "number") void readSlowly(answer, rate, () => over);
  }
  try {
    return await during();
  } finally {
    over = true;
    for (const answer of answers) answer.destroy();
  }
}

async function readSlowly(answer: http.IncomingMessage, rate: number, over: () => boolean) {
  for (; !over(); await sleep(100)) answer.read(Math.min(rate / 10, answer.readableLength));
}

/** Memory of a process and all that it has started, in megabytes. */
export const residentMemory = (pid: number): number =>
  familyOf(pid).reduce((sum, one) => sum + processMemory(one), 0);

/** Memory of a process alone, in megabytes. */
export function processMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024) / MB;
}

/** Seconds of processor time that a process and all that it has started took so far. */
export function processorTime(pid: number): number {
  const ticks = familyOf(pid).map((one) => {
    const stat = readFileSync(`/proc/${one}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, one) => sum + one, 0) / TICKS_A_SECOND;
}

/** The most that the process held in so many seconds. */
export async function peakMemory(pid: number, seconds: number): Promise<number> {
  let peak = 0;
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100))
    peak = Math.max(peak, residentMemory(pid));
  return peak;
}

function familyOf(pid: number): number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
        return [[Number(name), parent] as const];
      } catch {
        return []; // It ended meanwhile.
      }
    });
  const children = (of: number): number[] =>
    parents.filter(([, parent]) => parent === of).flatMap(([one]) => [one, ...children(one)]);
  return [pid, ...children(pid)];
}

export const median = (values: number[]) => percentile(values, 50);

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (
    sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * share) / 100))] ?? Number.NaN
  );
}
