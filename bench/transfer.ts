import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { migrate } from "../db/migrate";
import type { Place } from "../e2e/support/takeable";
import { startApp } from "../scripts/launcher/app-server";
import { ensureBuild } from "../scripts/launcher/build";
import { freePort } from "../scripts/launcher/ports";
import { ensureDatabase } from "../scripts/launcher/postgres";
import { blankSettings } from "../scripts/testing/test-settings";
import { makeThrowAway } from "../scripts/testing/throw-away";
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
import { randomObject, sparseObject, taken } from "./world";

// How fast files and bundles are sent, against nginx and zip libraries in the same run, and what it takes.
// `npm run bench` writes the section of bench/RESULTS.md; TURNOVER_BENCH_MB sets how much is sent at a time.

const MB = 1e6;
const GB = 1e9;
const bytes = Number(process.env.TURNOVER_BENCH_MB ?? 1000) * MB;
/** The sections to be run, by name; all of them without. */
const wanted = process.argv.slice(2);
const rounds = 3;
const lines: string[] = [];

/** Writes down a figure, and whether it is as it should be. */
function tell(what: string, figure: string, wanted = "", met = true) {
  const line = `| ${what} | ${figure} | ${wanted} | ${wanted ? (met ? "yes" : "**no**") : ""} |`;
  lines.push(line);
  console.info(line);
}

// What was started is ended with this process, however that ends.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const throwAway = await makeThrowAway();
await ensureDatabase(throwAway.cluster, "turnover");
const place: Place = {
  databaseUrl: throwAway.cluster.url("turnover"),
  objectsDir: path.join(throwAway.home, "objects"),
};
await migrate(place.databaseUrl);
const port = await freePort();
const { NODE_ENV: _, ...blank } = blankSettings();
const settings = {
  ...blank,
  DATABASE_URL: place.databaseUrl,
  OBJECTS_DIR: place.objectsDir,
  TURNOVER_HOME: throwAway.home,
  APP_URL: `http://localhost:${port}`,
  NEXTAUTH_SECRET: throwAway.secrets.nextAuthSecret,
  LINK_SIGNING_KEYS: throwAway.secrets.linkSigningKeys,
};
let appProcess = 0;
const add = (name: string, pid?: number) => {
  appProcess = pid ?? 0;
  throwAway.lock.add(name, pid);
};
const stopping = new AbortController().signal;
await ensureBuild(settings, throwAway.lock, stopping);
const app = await startApp({ mode: "start", port, settings, lock: { add }, stopping });

try {
  for (const [name, measure] of Object.entries({ speed, starts, memory, books }))
    if (wanted.length === 0 || wanted.includes(name)) await measure();
} finally {
  await app.stop();
  await throwAway.close();
}
// A part of the figures would pass for all of them.
if (wanted.length === 0) report();

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
  const nginx = await startNginx(place.objectsDir, path.join(throwAway.home, "nginx"));
  const archiver = await startZipPeer("archiver", partFiles);
  const yazl = await startZipPeer("yazl", partFiles);
  const pull = (url: string) => (n: number) => throughput(times(n, url));
  const contenders: [name: string, pid: number, take: (n: number) => Promise<number | null>][] = [
    ["nginx", nginx?.pid ?? 0, nginx ? pull(`${nginx.url}/bench/whole`) : async () => null],
    ["file", appProcess, pull(files[0]?.url ?? "")],
    ["bundle", appProcess, pull(bundle.url)],
    ["archiver", archiver.pid, pull(archiver.url)],
    ["yazl", yazl.pid, pull(yazl.url)],
    ["zip -0", 0, async (n) => (n === 1 ? infoZip(partFiles, bytes) : null)],
  ];
  for (const clients of [1, 8]) {
    const seen = new Map<string, number[]>();
    const worked = new Map<string, number>();
    // Round after round, so that what else the machine does falls on all alike.
    for (let round = 0; round < rounds; round += 1)
      for (const [name, pid, take] of contenders) {
        const before = pid && processorTime(pid);
        const figure = await take(clients);
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
  await throughput([`${settings.APP_URL}/api/health`]);
  const before = residentMemory(appProcess);
  const pulling = await withReaders(times(16, bundle.url), "all", () => peakMemory(appProcess, 20));
  const added = pulling - before;
  tell(
    "16 clients pulling 20 GB, memory added",
    `${added.toFixed(0)} MB`,
    "<= 128 MB",
    added <= 128,
  );

  await sleep(3_000);
  const idle = residentMemory(appProcess);
  const slow = await withReaders(times(20, bundle.url), 100_000, () => peakMemory(appProcess, 10));
  const each = (slow - idle) / 20;
  tell("a client at 100 KB/s, memory of each of 20", `${each.toFixed(1)} MB`, "<= 4 MB", each <= 4);

  const page = `${settings.APP_URL}/sign-in`;
  await latencies(page, 20);
  const answered = await withReaders(times(200, bundle.url), "none", () => latencies(page, 100));
  limit("a page beside 200 idle downloads, p95", percentile(answered, 95), 50);
}

async function books() {
  const whole = await randomObject(place, "bench/books", bytes);
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
  const kept: number[] = [];
  const unkept: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    unkept.push(await throughput([`${url}/unkept`]));
    kept.push(await throughput([`${url}/kept/${files[0]?.downloadId}`]));
  }
  child.kill();
  const cost = 100 * (1 - median(kept) / median(unkept));
  const figure = `${cost.toFixed(1)} % (${median(kept).toFixed(0)} of ${median(unkept).toFixed(0)} MB/s)`;
  tell("keeping the books, cost in throughput", figure, "< 3 %", cost < 3);
}

function limit(what: string, milliseconds: number, most: number) {
  tell(what, `${milliseconds.toFixed(0)} ms`, `< ${most} ms`, milliseconds < most);
}

function times<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}

/** Puts the section into bench/RESULTS.md, in the place of the last one. */
function report() {
  const heading = "## Sending files and bundles";
  const section = [
    heading,
    "",
    `\`npm run bench\`, ${new Date().toISOString().slice(0, 10)}: ${availableParallelism()} x ${cpus()[0]?.model.trim()}, load ${loadavg()[0]?.toFixed(1)} at the end, Node ${process.versions.node}; ${bytes / MB} MB a client from the page cache, by curl on the same machine; medians of ${rounds} rounds.`,
    "",
    "| what | figure | wanted | met |",
    "|---|---|---|---|",
    ...lines,
    "",
  ].join("\n");
  const file = path.join(import.meta.dirname, "RESULTS.md");
  const known = readOr(file, "# Measurements\n\n");
  const others = known.split(/^(?=## )/m).filter((part) => !part.startsWith(heading));
  writeFileSync(file, [...others, section].join(""));
}

function readOr(file: string, otherwise: string) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return otherwise;
  }
}
