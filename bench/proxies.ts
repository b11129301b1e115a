import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Chunk, planChunks } from "../lib/media/chunks";
import { burnIn, copyQuality, encodeChunk, joinChunks, writeMark } from "../lib/media/encode";
import { encode, ffmpeg } from "../lib/media/ffmpeg";
import { makeMezzanine } from "../lib/media/mezzanine";
import { pictureCodec } from "../lib/media/picture";
import type { Mezzanine } from "../lib/media/types";
import { makeWatermark } from "../lib/media/watermark";
import { ensureFfmpeg } from "../scripts/launcher/programs";
import { blankSettings } from "../scripts/testing/test-settings";
import { median } from "./measure";
import { startSection } from "./results";

// What a watermarked copy costs: in pieces, against one plain run of ffmpeg from the same mezzanine and the
// straight encode of the 1080p master, and how it spreads over 16 workers. `npm run bench:proxies` writes the
// section of bench/RESULTS.md. Linux: processor time of children comes from /proc.

/** Seconds of the programmes, and how often each is encoded. */
const programmes = [
  { seconds: 60, rounds: 3 },
  { seconds: 600, rounds: 1 },
];
const wanted = process.argv.slice(2).map(Number);
const manyWorkers = 16;

const settings = blankSettings();
Object.assign(process.env, await ensureFfmpeg(settings), {
  // Nothing of these is used; the settings are read as a whole.
  ...{ DATABASE_URL: "postgres://none", APP_URL: "http://localhost", OBJECTS_DIR: tmpdir() },
  INNGEST_DEV: "http://localhost",
  ...{ NEXTAUTH_SECRET: "x".repeat(32), LINK_SIGNING_KEYS: `k:${"x".repeat(32)}` },
});

const { tell, report } = startSection("Making watermarked copies");
const folder = mkdtempSync(path.join(tmpdir(), "turnover-copies-"));
const inFolder = (name: string) => path.join(folder, name);
// What was started is ended with this process, however that ends.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

for (const programme of programmes)
  if (wanted.length === 0 || wanted.includes(programme.seconds)) await measure(programme);
// A part of the figures would pass for all of them.
if (wanted.length === 0)
  report({
    command: "npm run bench:proxies",
    how: "a synthetic programme with grain, 24 frames a second, stereo; CPU is user and system time of all that was started; two pieces at a time with one thread each, against one run with two; medians of 3 rounds for 60 s, one round for 10 minutes.",
  });

async function measure({ seconds, rounds }: (typeof programmes)[number]) {
  const length = seconds < 120 ? `${seconds} s` : `${seconds / 60} min`;
  const master = await makeMaster(seconds);
  const made = await timed(() => makeMezzanine(master, inFolder("mezzanine"), { threads: 2 }));
  const mezzanine = made.result;
  tell(`mezzanine of ${length}, once a version`, cost(made));
  await writeMark(inFolder("mark"), markOf(mezzanine));

  const plain: Cost[] = [];
  const pieces: Cost[] = [];
  // Round after round, so that what else the machine does falls on all alike.
  for (let round = 0; round < rounds; round += 1) {
    plain.push(await timed(() => plainCopy(mezzanine.file, inFolder("plain"))));
    pieces.push(await timed(() => copyInPieces(mezzanine, 2)));
  }
  const straight = await timed(() => plainCopy(master, inFolder("straight"), "scale=1920:1080,"));
  tell(`straight encode of the 1080p master, ${length}`, cost(straight));
  tell(`one plain run from the mezzanine, ${length}`, cost(middle(plain)));
  const ratio = middle(pieces).cpu / middle(plain).cpu;
  tell(
    `a copy: 2 pieces, join, verified, ${length}`,
    `${cost(middle(pieces))}, ${ratio.toFixed(3)} x plain`,
    "<= 1.05 x CPU",
    ratio <= 1.05,
  );
  await spread(mezzanine, length, middle(plain).cpu);
}

/** The plan for many workers: each piece alone on one thread, then as if every worker had a core. */
async function spread(mezzanine: Mezzanine, length: string, plainCpu: number) {
  const plan = planChunks(mezzanine.frames, mezzanine.gop, manyWorkers);
  const pieces = plan.map((chunk) => ({ ...chunk, file: inFolder(`piece-${chunk.from}`) }));
  const costs: number[] = [];
  for (const piece of pieces) costs.push((await timed(() => encodePiece(mezzanine, piece))).cpu);
  const join = await timed(() => joinChunks(pieces, mezzanine, inFolder("joined")));
  const groups = plan.map(({ from, to }) => Math.ceil((to - from) / mezzanine.gop));
  const sum = costs.reduce((total, one) => total + one, 0);
  tell(
    `the plan for ${manyWorkers} workers, ${length}`,
    `${plan.length} pieces of ${Math.min(...groups)} to ${Math.max(...groups)} groups of pictures, ${(sum + join.cpu).toFixed(1)} CPU-s in all, ${((sum + join.cpu) / plainCpu).toFixed(3)} x plain`,
  );
  const all = Math.max(...costs) + join.wall;
  tell(
    `simulated on ${manyWorkers} cores, ${length}`,
    `longest piece ${Math.max(...costs).toFixed(1)} s + join ${join.wall.toFixed(1)} s = ${all.toFixed(1)} s, ${((sum + join.wall) / all).toFixed(1)} x as fast as one core`,
  );
}

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
