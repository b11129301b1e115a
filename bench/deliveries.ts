import { spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, rmSync, statSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { run } from "../e2e/support/clients";
import { type Session, signedInAs } from "../e2e/support/session";
import { waveHeader } from "../e2e/support/sound";
import { startBenchApp } from "./app";
import { growTo, seen, sizes, versionsAt } from "./large-world";
import { median, percentile, processMemory } from "./measure";
import { startSection } from "./results";

// How fast versions come in, and whether the lists stay as they are in a deployment of a million of them.
// `npm run bench:deliveries` writes the section of bench/RESULTS.md; TURNOVER_BENCH_MB sets the length of the file.

const MB = 1e6;
const bytes = Number(process.env.TURNOVER_BENCH_MB ?? 2000) * MB;
/** The parts to be run, by name; all of them without. */
const wanted = process.argv.slice(2);
const rounds = 3;
const listRounds = 80;
const warmUps = 10;
const { tell, limit, report } = startSection("Deliveries");

const bench = await startBenchApp();
const { place, settings, home, appProcess } = bench;
const database = new pg.Client({ connectionString: place.databaseUrl });
await database.connect();
const token = `trn_${randomUUID()}`;

try {
  await growTo(database, sizes.small);
  await database.query(
    `insert into api_tokens (id, user_id, name, hash, scopes, created_at)
     select gen_random_uuid(), id, 'Bench', encode(sha256($1::bytea), 'hex'), '{deliveries,qc}', now()
     from users where email = $2`,
    [Buffer.from(token), seen.operator],
  );
  for (const [name, measure] of Object.entries({ speed, visible, crowd, lists, labels }))
    if (wanted.length === 0 || wanted.includes(name)) await measure();
} finally {
  await database.end();
  await bench.stop();
}
// A part of the figures would pass for all of them.
if (wanted.length === 0)
  report({
    command: "npm run bench:deliveries",
    how: `a WAV of ${bytes / MB} MB by curl on the same machine, medians of ${rounds} rounds; lists of 10,000 versions and 20,000 downloads (4 partners) against 1,000,000 and 2,000,000 (40 partners of ten times the work, one request in ten open), both worlds with an app of their own, asked in turn, the pages of both as full: p95 of ${listRounds} requests one after another.`,
  });

type Place = { variant: string; fileName: string };

function addressOf(place: Place) {
  const said = { title: "TTL-LARGE-20", assetType: "LARGE_1", ...place };
  return `${settings.APP_URL}/api/deliveries?${new URLSearchParams(said)}`;
}

async function deliver(said: Place, body: Buffer<ArrayBuffer>) {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(addressOf(said), { method: "POST", headers, body });
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { materialId: string; version: number };
}

function sound(length: number) {
  return Buffer.concat([waveHeader(length), randomBytes(length)]);
}

async function speed() {
  const file = path.join(home, "whole.wav");
  await writeSound(file);
  const copy = path.join(home, "copy.wav");
  // What is loaded at the first delivery is no part of the second's.
  await deliver({ variant: "warm", fileName: "warm.wav" }, sound(4 * MB));
  await sleep(2000);
  const before = processMemory(appProcess);
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, processMemory(appProcess));
  }, 50);
  const peers: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    peers.push(
      await seconds(async () => {
        await run("openssl", ["dgst", "-md5", file]);
        await run("cp", [file, copy]);
      }),
    );
    rmSync(copy);
    const address = addressOf({ variant: `round ${round}`, fileName: "whole.wav" });
    ours.push(
      await seconds(() =>
        run("curl", [
          ...["-sSf", "-X", "POST", "-H", `authorization: Bearer ${token}`],
          ...["-H", "expect:", "-T", file, address],
        ]),
      ),
    );
  }
  clearInterval(watch);
  const rate = (taken: number) => `${(statSync(file).size / MB / taken).toFixed(0)} MB/s`;
  const [peer, own] = [median(peers), median(ours)];
  tell("`openssl dgst -md5`, then `cp`", `${rate(peer)}, ${peer.toFixed(1)} s`);
  const share = peer / own;
  const figure = `${rate(own)}, ${own.toFixed(1)} s, ${share.toFixed(2)} x`;
  tell("delivered, until the 201", figure, ">= 0.45 x", share >= 0.45);
  const added = peak - before;
  tell("memory added by it", `${added.toFixed(0)} MB`, "< 64 MB", added < 64);
  rmSync(file);
}

async function writeSound(file: string) {
  const out = createWriteStream(file);
  out.write(waveHeader(bytes));
  for (let left = bytes; left > 0; left -= MB)
    if (!out.write(randomBytes(Math.min(left, MB)))) await once(out, "drain");
  out.end();
  await once(out, "close");
}

async function seconds(work: () => Promise<unknown>) {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

async function visible() {
  const partner = await signedInAs(settings.APP_URL, seen.partner);
  const taken: number[] = [];
  for (let i = 0; i < 20; i += 1) {
    const { materialId } = await deliver({ variant: `seen ${i}`, fileName: "a.wav" }, sound(MB));
    const began = performance.now();
    const address = `/api/materials?request=${seen.reference}`;
    while (!(await (await partner.fetch(address)).text()).includes(materialId)) await sleep(20);
    taken.push(performance.now() - began);
  }
  limit("from the 201 until the partner's list has it, worst of 20", Math.max(...taken), 2000);
}

async function crowd() {
  const partner = await signedInAs(settings.APP_URL, seen.partner);
  const pages = [`/source-requests`, `/source-requests/${seen.reference}`];
  for (let i = 0; i < 20; i += 1) await viewed(partner, pages[i % 2] ?? "");
  const bodies = Array.from({ length: 200 }, () => sound(MB));
  const viewer = startViewer(partner, pages);
  await sleep(1000);
  const before = viewer.views.length;
  const began = performance.now();
  const answers = await Promise.all(
    bodies.map((body, i) => deliver({ variant: "crowd", fileName: `${i}.wav` }, body)),
  );
  const lasted = (performance.now() - began) / 1000;
  const views = (await viewer.end()).slice(before);
  const numbers = answers.map(({ version }) => version).sort((a, b) => a - b);
  const consecutive = numbers.every((number, i) => number === i + 1);
  tell("200 at once, 1 MB each, into one material", `${lasted.toFixed(1)} s`);
  tell("their versions", consecutive ? "1 to 200" : numbers.join(), "consecutive", consecutive);
  limit(`a page meanwhile, p99 of ${views.length}`, percentile(views, 99), 300);
  tell("the same, median", `${median(views).toFixed(0)} ms`);
}

/** Has a process look at the pages, one after another, and write down how long each took. */
function startViewer({ cookie }: Session, pages: string[]) {
  const addresses = pages.map((page) => `${settings.APP_URL}${page}`);
  const program = ["--import", "tsx", path.join(import.meta.dirname, "viewer.ts")];
  const child = spawn(process.execPath, [...program, cookie, ...addresses], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const views: number[] = [];
  createInterface(child.stdout).on("line", (line) => views.push(Number(line)));
  const ended = once(child, "close");
  const end = async () => {
    child.stdin.end();
    const [code] = await ended;
    if (code !== 0) throw new Error(`the viewer ended with ${code}`);
    return views;
  };
  return { views, end };
}

async function viewed(session: Session, address: string) {
  const began = performance.now();
  const answer = await session.fetch(address);
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`${address}: ${answer.status}`);
  return performance.now() - began;
}

async function lists() {
  const began = performance.now();
  await growTo(database, sizes.large, sizes.small);
  const grown = ((performance.now() - began) / 1000).toFixed(0);
  tell("a hundred times the rows, by `insert ... select`", `${grown} s`);
  const peer = await startBenchApp();
  try {
    const client = new pg.Client({ connectionString: peer.place.databaseUrl });
    await client.connect();
    await growTo(client, sizes.small);
    await client.end();
    await tellListTimes(peer.settings.APP_URL, settings.APP_URL);
  } finally {
    await peer.stop();
  }
}

/** Tells the p95 of each list in a small and in a large world, which are asked in turn: what else the machine does falls on both. */
async function tellListTimes(...addresses: [small: string, large: string]) {
  const worlds = await Promise.all(
    addresses.map(async (address) => ({
      partner: await signedInAs(address, seen.partner),
      operator: await signedInAs(address, seen.operator),
    })),
  );
  const material = `/api/materials/${seen.materialId}`;
  const asked: [name: string, as: "partner" | "operator", address: string][] = [
    ["source requests, a partner's page", "partner", "/source-requests"],
    ["source requests, an operator's page", "operator", "/source-requests"],
    ["source requests, `GET /api/source-requests`", "partner", "/api/source-requests"],
    ["materials, the page", "partner", `/source-requests/${seen.reference}`],
    ["materials, `GET /api/materials`", "partner", `/api/materials?request=${seen.reference}`],
    ["update history", "partner", `${material}/versions`],
    ["download history", "partner", `${material}/downloads`],
    ["operators' deliveries", "operator", "/operations/deliveries"],
    ["operators' QC", "operator", "/operations/qc"],
    ["operators' activity", "operator", "/operations/activity"],
  ];
  const times = asked.map(() => worlds.map((): number[] => []));
  // The first ones warm up; then each world is as often the first to be asked as the second.
  for (let round = -warmUps; round < listRounds; round += 1)
    for (const [list, [, as, address]] of asked.entries())
      for (const world of round % 2 === 0 ? [0, 1] : [1, 0]) {
        const session = worlds[world]?.[as];
        if (!session) continue;
        const taken = await viewed(session, address);
        if (round >= 0) times[list]?.[world]?.push(taken);
      }
  for (const [list, [name]] of asked.entries()) {
    const [small = Number.NaN, large = Number.NaN] =
      times[list]?.map((all) => percentile(all, 95)) ?? [];
    const ratio = large / small;
    const figure = `${small.toFixed(0)} to ${large.toFixed(0)} ms, ${ratio.toFixed(2)} x`;
    tell(`${name}, p95`, figure, "<= 1.5 x", ratio <= 1.5);
  }
}

async function labels() {
  const { rows } = await database.query("select count(*)::int as count from versions");
  if (rows[0].count < versionsAt(sizes.large)) await growTo(database, sizes.large, sizes.small);
  // A label on each, of what happened within the last ten days: the oldest are to go.
  await database.query(
    `update versions v set delivered_on = d.at, newly_added = 'new',
       newly_added_until = date_trunc('day', d.at, 'UTC') + interval '8 days'
     from (select id, now() - random() * interval '10 days' as at from versions) d where d.id = v.id`,
  );
  await database.query(
    "update qc_events e set at = v.delivered_on from versions v where v.id = e.version_id",
  );
  await database.query("vacuum analyze versions, qc_events");
  Object.assign(process.env, settings);
  const { recalculateNewlyAdded } = await import("../lib/materials/commands");
  const { pool } = await import("../db/client");
  const began = performance.now();
  const moved = await recalculateNewlyAdded({ now: new Date(), timeZone: "UTC" });
  const taken = performance.now() - began;
  await pool.end();
  limit(
    `newly added, over 1,000,000 labels, ${moved.toLocaleString("en")} of them moved`,
    taken,
    10_000,
  );
}
