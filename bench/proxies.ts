import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Chunk, planChunks } from "../lib/media/chunks";
import { burnIn, copyQuality, encodeChunk, joinChunks, writeMark } from "../lib/media/encode";
import { encode, ffmpeg } from "../lib/media/ffmpeg";
import { pictureCodec } from "../lib/media/picture";
import type { Mezzanine } from "../lib/media/types";
import { openMezzanine } from "../lib/media/verify";
import { makeWatermark } from "../lib/media/watermark";
import { ensureFfmpeg } from "../scripts/launcher/programs";
import { blankSettings } from "../scripts/testing/test-settings";
import { median } from "./measure";
import { startJobs } from "./proxy-requests";
import { startSection } from "./results";

// What a watermarked copy costs, and how long one waits for it: by the app's own jobs, then in pieces against one
// plain run of ffmpeg from the same mezzanine and the straight encode of the 1080p master, and how it spreads over 16
// workers. `npm run bench:proxies -- 60` and `-- 600` write a section of bench/RESULTS.md each. Linux: processor
// time of children comes from /proc.

/** Seconds of the programmes, and how often each is encoded. */
const programmes = [
  { seconds: 60, rounds: 3 },
  { seconds: 600, rounds: 3 },
];
const wanted = process.argv.slice(2).map(Number);
const manyWorkers = 16;
const scaled = "scale=1920:1080,";
const inSeconds = (seconds: number) => `${seconds.toFixed(1)} s`;

const folder = mkdtempSync(path.join(tmpdir(), "turnover-copies-"));
const inFolder = (name: string) => path.join(folder, name);
// What was started is ended with this process, however that ends.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

const settings = blankSettings();
const jobs = await startJobs({ ...settings, ...(await ensureFfmpeg(settings)) });
try {
  for (const programme of programmes)
    if (wanted.length === 0 || wanted.includes(programme.seconds)) await measure(programme);
} finally {
  await jobs.close();
}

async function measure({ seconds, rounds }: (typeof programmes)[number]) {
  const length = seconds < 120 ? `${seconds} s` : `${seconds / 60} min`;
  const { tell, report } = startSection(`Making watermarked copies of ${length}`);
  const master = await makeMaster(seconds);
  const { prepared, ready, mailed, mezzanine: file } = await jobs.request(master);
  tell("from the request until the mezzanine is made, once a version", inSeconds(prepared));
  tell("from the request to ready, without a mezzanine", inSeconds(ready));
  tell("from the request to ready, with one", inSeconds(ready - prepared));
  const mezzanine = await openMezzanine(file);
  await writeMark(inFolder("mark"), markOf(mezzanine));

  const plain: Cost[] = [];
  const pieces: Cost[] = [];
  // Round after round, so that what else the machine does falls on all alike.
  for (let round = 0; round < rounds; round += 1) {
    plain.push(await timed(() => plainCopy(mezzanine.file, inFolder("plain"))));
    pieces.push(await timed(() => copyInPieces(mezzanine, 2)));
  }
  // Ten minutes are the same minute ten times, and its straight encode is that of the minute as often.
  const ofMinute = await makeMaster(60);
  const minute = await timed(() => plainCopy(ofMinute, inFolder("straight"), scaled));
  const times = seconds / 60;
  const straight = { cpu: times * minute.cpu, wall: times * minute.wall };
  tell(
    `the straight encode of the 1080p master${times > 1 ? `, ${times} x its minute` : ""}`,
    cost(straight),
  );
  tell("one plain run from the mezzanine", cost(middle(plain)));
  const ratio = middle(pieces).cpu / middle(plain).cpu;
  tell(
    "a copy: 2 pieces, join, verified",
    `${cost(middle(pieces))}, ${ratio.toFixed(3)} x plain`,
    "<= 1.05 x CPU",
    ratio <= 1.05,
  );
  await spread(mezzanine, middle(plain).cpu, tell);
  tell("from the request to the mail, which waits two minutes for others", inSeconds(await mailed));
  report({
    command: `npm run bench:proxies -- ${seconds}`,
    how: `a synthetic programme of 1080p with grain, 24 frames a second, stereo; requests go through the app's own functions and the embedded engine, two encodes at a time; CPU is user and system time of all that was started; two pieces at a time with one thread each, against one run with two; ${rounds === 1 ? "one round" : `medians of ${rounds} rounds`}.`,
  });
}

/** The plan for many workers: its pieces two at a time, one thread each, then as if every worker had a core. */
async function spread(mezzanine: Mezzanine, plainCpu: number, tell: Tell) {
  const plan = planChunks(mezzanine.frames, mezzanine.gop, manyWorkers);
  const pieces = plan.map((chunk) => ({ ...chunk, file: inFolder(`piece-${chunk.from}`) }));
  const walls: number[] = [];
  const waiting = [...pieces];
  const work = async () => {
    for (let piece = waiting.shift(); piece; piece = waiting.shift()) {
      const began = performance.now();
      await encodePiece(mezzanine, piece);
      walls.push((performance.now() - began) / 1000);
    }
  };
  const encoded = await timed(() => Promise.all([work(), work()]));
  const join = await timed(() => joinChunks(pieces, mezzanine, inFolder("joined")));
  const groups = plan.map(({ from, to }) => Math.ceil((to - from) / mezzanine.gop));
  const cpu = encoded.cpu + join.cpu;
  tell(
    `the plan for ${manyWorkers} workers`,
    `${plan.length} pieces of ${Math.min(...groups)} to ${Math.max(...groups)} groups of pictures, ${cpu.toFixed(1)} CPU-s in all, ${(cpu / plainCpu).toFixed(3)} x plain`,
  );
  const sum = walls.reduce((total, one) => total + one, 0);
  const all = Math.max(...walls) + join.wall;
  tell(
    `simulated on ${manyWorkers} cores`,
    `longest piece ${Math.max(...walls).toFixed(1)} s + join ${join.wall.toFixed(1)} s = ${all.toFixed(1)} s, ${((sum + join.wall) / all).toFixed(1)} x as fast as one core`,
  );
}

type Tell = ReturnType<typeof startSection>["tell"];
function markOf(mezzanine: Mezzanine) {
  return makeWatermark({ partnerName: "Northlight Dubbing", serial: "7F3A-22C1-9K" }, mezzanine);
}

function encodePiece(mezzanine: Mezzanine, { file, from, to }: Chunk & { file: string }) {
  const watermark = markOf(mezzanine);
  return encodeChunk({ mezzanine, watermark, from, to, output: file, threads: 1 });
}

async function copyInPieces(mezzanine: Mezzanine, workers: number) {
  const plan = planChunks(mezzanine.frames, mezzanine.gop, workers);
  const pieces = plan.map((chunk) => ({ ...chunk, file: inFolder(`piece-${chunk.from}`) }));
  await Promise.all(pieces.map((piece) => encodePiece(mezzanine, piece)));
  await joinChunks(pieces, mezzanine, inFolder("copy"));
}

/** What anybody would run: the same settings, all in one go. */
function plainCopy(source: string, output: string, before = "") {
  return encode(
    [
      ...["-threads", "2", "-i", source, "-map", "0:v:0", "-map", "0:a", "-vf", before + burnIn],
      ...[...pictureCodec(copyQuality, 2), "-c:a", "copy", "-movflags", "+faststart"],
      ...["-f", "mp4", output],
    ],
    {
      ...{ timeoutMs: 3_600_000, stallMs: 600_000, lowPriority: true, cwd: inFolder("mark") },
      env: { FONTCONFIG_FILE: inFolder("mark/fonts.conf") },
    },
  );
}

/** Bars, gradients, and a test picture that moves, all with grain; longer ones are a minute again and again. */
async function makeMaster(seconds: number) {
  const [minute, master] = [inFolder("minute.mp4"), inFolder(`master-${seconds}.mp4`)];
  const parts = ["smptehdbars=d=4", "gradients=d=26:nb_colors=6", "testsrc2=d=30"];
  const chains = parts.map((part, i) => `${part}:s=1920x1080:r=24,format=yuv420p[p${i}]`);
  const graph = `${chains.join(";")};[p0][p1][p2]concat=n=3,noise=c0s=4:c0f=t+u[v]`;
  const picture = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "20", "-bf", "0", "-g", "48"];
  const limit = { timeoutMs: 3_600_000 };
  if (!statSync(minute, { throwIfNoEntry: false }))
    await ffmpeg(["-filter_complex", graph, "-map", "[v]", ...picture, minute], limit);
  await ffmpeg(
    [
      ...["-stream_loop", String(seconds / 60 - 1), "-i", minute],
      ...["-f", "lavfi", "-i", `sine=r=48000:d=${seconds}`, "-map", "0:v", "-map", "1:a"],
      ...["-c:v", "copy", "-c:a", "aac", "-ac", "2", master],
    ],
    limit,
  );
  return master;
}

/** Seconds. */
type Cost = { cpu: number; wall: number };

async function timed<T>(work: () => Promise<T>): Promise<Cost & { result: T }> {
  const [cpu, began] = [childrensTime(), performance.now()];
  const result = await work();
  return { result, cpu: childrensTime() - cpu, wall: (performance.now() - began) / 1000 };
}

/** User and system time of the children that have ended, and theirs, and of this process (proc(5), stat). */
function childrensTime(): number {
  const stat = readFileSync("/proc/self/stat", "utf8");
  const fields = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  return fields.slice(11, 15).reduce((sum, ticks) => sum + ticks, 0) / 100;
}

function middle(costs: Cost[]): Cost {
  return {
    cpu: median(costs.map(({ cpu }) => cpu)),
    wall: median(costs.map(({ wall }) => wall)),
  };
}

function cost({ cpu, wall }: Cost) {
  return `${cpu.toFixed(1)} CPU-s, ${wall.toFixed(1)} s`;
}
