import { spawn } from "node:child_process";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../scripts/launcher/ports";
import { startBenchApp } from "./app";
import {
  firstByte,
  latencies,
  median,
  peakMemory,
  percentile,
  processorTime,
  residentMemory,
  throughput,
  withReaders,
} from "./measure";
import { infoZip, startNginx, startZipPeer } from "./peers";
import { startSection } from "./results";
import { randomObject, sparseObject, taken } from "./world";

// How fast files and bundles are sent, against nginx and zip libraries in the same run, and what it takes.
// `npm run bench` writes the section of bench/RESULTS.md; TURNOVER_BENCH_MB sets how much is sent at a time.

const MB = 1e6;
const GB = 1e9;
const bytes = Number(process.env.TURNOVER_BENCH_MB ?? 1000) * MB;
/** The sections to be run, by name; all of them without. */
const wanted = process.argv.slice(2);
const rounds = 7;
const { tell, limit, report } = startSection("Sending files and bundles");

const bench = await startBenchApp();
const { place, settings, home, appProcess } = bench;

try {
  for (const [name, measure] of Object.entries({ speed, starts, memory, books }))
    if (wanted.length === 0 || wanted.includes(name)) await measure();
} finally {
  await bench.stop();
}
// A part of the figures would pass for all of them.
if (wanted.length === 0)
  report({
    command: "npm run bench",
    how: `${bytes / MB} MB a client from the page cache, by curl on the same machine; medians of ${rounds} rounds (libraries and zip: of 3, at 8 clients once).`,
  });

/** Has so many clients take all. @returns megabytes a second; null where that is not measured */
type Take = (clients: number, round: number) => Promise<number | null>;

async function speed() {
  const parts = await Promise.all(
    Array.from({ length: 4 }, (_, i) => randomObject(place, `bench/part-${i}`, bytes / 4)),
  );
  const whole = await randomObject(place, "bench/whole", bytes);
  const single = await taken(place, settings.APP_URL, [{ fileName: "a.wav", stored: whole }]);
  const several = await taken(
    place,
    settings.APP_URL,
    parts.map((stored, i) => ({ fileName: `${i}.wav`, stored })),
  );
  const { files } = await single.start();
  const { bundle } = await several.start();
  const partFiles = parts.map(({ objectKey }) => path.join(place.objectsDir, objectKey));
  const nginx = await startNginx(place.objectsDir, path.join(home, "nginx"));
  const archiver = await startZipPeer("archiver", partFiles);
  const yazl = await startZipPeer("yazl", partFiles);
  const pull = (url: string) => (n: number) => throughput(times(n, url));
  /** Libraries take long, at eight clients minutes. */
  const seldom = (take: Take) => async (n: number, round: number) =>
    round < (n > 1 ? 1 : 3) ? take(n, round) : null;
  const contenders: [name: string, pid: number, take: Take][] = [
    ["nginx", nginx?.pid ?? 0, nginx ? pull(`${nginx.url}/bench/whole`) : async () => null],
    ["file", appProcess, pull(files[0]?.url ?? "")],
    ["bundle", appProcess, pull(bundle.url)],
    ["archiver", archiver.pid, seldom(pull(archiver.url))],
    ["yazl", yazl.pid, seldom(pull(yazl.url))],
    ["zip -0", 0, seldom(async (n) => (n === 1 ? infoZip(partFiles, bytes) : null))],
  ];
  for (const clients of [1, 8]) {
    const seen = new Map<string, number[]>();
    const worked = new Map<string, number>();
    // Round after round, so that what else the machine does falls on all alike.
    for (let round = 0; round < rounds; round += 1)
      for (const [name, pid, take] of contenders) {
        const before = pid && processorTime(pid);
        const figure = await take(clients, round);
        if (pid && pid !== process.pid)
          worked.set(name, (worked.get(name) ?? 0) + processorTime(pid) - before);
        if (figure !== null) seen.set(name, [...(seen.get(name) ?? []), figure]);
      }
    const of = (name: string) => median(seen.get(name) ?? []);
    const say = (name: string) =>
      seen.has(name) ? `${of(name).toFixed(0)} MB/s` : "not installed";
    const gigabytes = (rounds * clients * bytes) / GB;
    const work = (name: string) =>
      `, ${((worked.get(name) ?? Number.NaN) / gigabytes).toFixed(2)} CPU-s/GB`;
    const at = `${clients} ${clients === 1 ? "client" : "clients"}`;
    tell(`nginx, sendfile, ${at}`, say("nginx") + (nginx ? work("nginx") : ""));
    const file = of("file") / of("nginx");
    tell(
      `one file, ${at}`,
      `${say("file")}, ${file.toFixed(2)} x nginx${work("file")}`,
      ">= 0.9 x",
      file >= 0.9,
    );
    const zip = of("bundle") / of("file");
    tell(
      `a bundle of 4, ${at}`,
      `${say("bundle")}, ${zip.toFixed(2)} x file${work("bundle")}`,
      ">= 0.85 x",
      zip >= 0.85,
    );
    for (const name of ["archiver", "yazl", ...(clients === 1 ? ["zip -0"] : [])])
      tell(`${name}, the same 4 files, ${at}`, say(name));
  }
  await Promise.all([nginx?.stop(), archiver.stop(), yazl.stop()]);
}

async function starts() {
  const small = Array.from({ length: 10_000 }, (_, i) => ({
    fileName: `${i}.srt`,
    content: Buffer.from(`${i}\n`.repeat(i % 1_500)),
  }));
  const many = await taken(place, settings.APP_URL, small);
  const asked: number[] = [];
  const cold: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { bundle, milliseconds } = await many.start();
    asked.push(milliseconds);
    cold.push(await firstByte(bundle.url));
  }
  limit("taking 10,000 files", median(asked), 1_000);
  limit("first byte of their zip", median(cold), 200);

  const huge = Array.from({ length: 10 }, (_, i) => ({
    fileName: `reel ${i}.mov`,
    stored: sparseObject(place, `bench/sparse-${i}`, 5 * GB),
  }));
  const { bundle } = await (await taken(place, settings.APP_URL, huge)).start();
  const resumed: number[] = [];
  for (let i = 0; i < 20; i += 1)
    resumed.push(await firstByte(bundle.url, Math.floor(Math.random() * bundle.bytes)));
  limit("resuming at a random place of 50 GB, worst of 20", Math.max(...resumed), 100);
}

async function memory() {
  const huge = Array.from({ length: 4 }, (_, i) => ({
    fileName: `reel ${i}.mov`,
    stored: sparseObject(place, `bench/sparse-${i}`, 5 * GB),
  }));
  const { bundle } = await (await taken(place, settings.APP_URL, huge)).start();
  // Slow ones first: what a rush leaves behind would hide what they take.
  await throughput([`${settings.APP_URL}/api/health`]);
  const idle = residentMemory(appProcess);
  const slow = await withReaders(times(20, bundle.url), 100_000, () => peakMemory(appProcess, 10));
  const each = (slow - idle) / 20;
  tell("a client at 100 KB/s, memory of each of 20", `${each.toFixed(1)} MB`, "<= 4 MB", each <= 4);

  const pulling = await withReaders(times(16, bundle.url), "all", () => peakMemory(appProcess, 20));
  const added = pulling - idle;
  tell(
    "16 clients pulling 20 GB, memory added",
    `${added.toFixed(0)} MB`,
    "<= 128 MB",
    added <= 128,
  );

  const page = `${settings.APP_URL}/sign-in`;
  await latencies(page, 20);
  const answered = await withReaders(times(200, bundle.url), "none", () => latencies(page, 100));
  limit("a page beside 200 idle downloads, p95", percentile(answered, 95), 50);
}

async function books() {
  // As long as a reel, so that it takes seconds: to begin costs the same for any length, and is not what is asked.
  const whole = sparseObject(place, "bench/books", 20 * GB);
  const { start } = await taken(place, settings.APP_URL, [{ fileName: "a.wav", stored: whole }]);
  const { files } = await start();
  const plainPort = await freePort();
  const words = ["--conditions=react-server", "--import", "tsx", "bench/plain-server.ts"];
  const child = spawn(
    process.execPath,
    [...words, whole.objectKey, String(whole.bytes), String(plainPort)],
    { env: { ...settings, NODE_ENV: "production" } as NodeJS.ProcessEnv, stdio: "inherit" },
  );
  const url = `http://127.0.0.1:${plainPort}`;
  for (let up = false; !up; await sleep(200))
    up = await fetch(url, { method: "HEAD" }).then(
      () => true,
      () => false,
    );
  const ways = ["unkept", `kept/${files[0]?.downloadId}`];
  const seen = new Map<string, number[]>(ways.map((way) => [way, []]));
  for (let round = 0; round < 15; round += 1)
    // Now the one first, now the other: the first to run bears what the last has left behind.
    for (const way of round % 2 ? ways : ways.toReversed())
      seen.get(way)?.push(await throughput([`${url}/${way}`]));
  child.kill();
  const [unkept = [], kept = []] = seen.values();
  // Of neighbours in time, since the machine itself is quicker at one time than at another.
  const costs = kept.map((figure, round) => 100 * (1 - figure / (unkept[round] ?? 0)));
  const cost = median(costs);
  const quarters = `half of 15 pairs ${percentile(costs, 25).toFixed(1)} to ${percentile(costs, 75).toFixed(1)} %`;
  const figure = `${cost.toFixed(1)} % (${quarters}; ${median(kept).toFixed(0)} of ${median(unkept).toFixed(0)} MB/s)`;
  tell("keeping the books, cost in throughput", figure, "< 3 %", cost < 3);
}

function times<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}
