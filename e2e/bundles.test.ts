import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { randomFrom } from "@/db/seed/random";
import { readStrictly } from "@/lib/formats/testing/strict-zip";
import { zipOnDisk } from "@/lib/formats/testing/zips";
import { newPage } from "./support/browser";
import { keptByAria2, md5Of, run, runUntil, sizeOf, until } from "./support/clients";
import { type Session, signedInAs } from "./support/session";
import { addTakeable, type BundleSaid, type Started } from "./support/takeable";

const MiB = 2 ** 20;
const place = { databaseUrl: inject("databaseUrl"), objectsDir: inject("objectsDir") };
const seed = process.env.TEST_SEED ?? String(Date.now());
const random = randomFrom(seed);
console.info(`TEST_SEED=${seed}`);
const CUTS = process.env.LONG_TESTS === "1" ? 20 : 8;

/** 54 MB: nothing at all, small and large files, names of every sort. */
const files = [
  { fileName: "nothing.srt", content: Buffer.alloc(0) },
  { fileName: "con.wav", content: randomBytes(1) },
  { fileName: "Épisode 2: ‘la fin’ (50%).L.wav", content: randomBytes(5 * MiB + 13) },
  { fileName: "बॉम्बे.xml", content: randomBytes(70_000) },
  { fileName: "mix.wav", content: randomBytes(25 * MiB) },
  { fileName: "MIX.WAV", content: randomBytes(20 * MiB + 1) },
  ...Array.from({ length: 60 }, (_, i) => ({
    fileName: `reel ${i}.srt`,
    content: randomBytes(random.int(0, 15_000)),
  })),
];

let folder: string;
let taker: Session;
let world: Awaited<ReturnType<typeof addTakeable>>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "turnover-bundles-"));
  world = await addTakeable(place, files);
  taker = await signedInAs(inject("baseUrl"), world.email);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function start(materialIds = world.materialIds, as = taker): Promise<Started> {
  const answer = await as.postJson("/api/downloads", { materialIds });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Started;
}

async function said({ bundle }: Started, as = taker): Promise<BundleSaid> {
  const { bundles } = await as.json<{ bundles: BundleSaid[] }>("/api/downloads");
  return bundles.find(({ id }) => id === bundle.id) ?? expect.fail("not in the list");
}

const untilCompleted = (started: Started) =>
  until(
    () => said(started),
    ({ state }) => state === "completed",
  );

let names = 0;
const newFile = () => path.join(folder, `taken-${++names}.zip`);

/** The zip in one go, to compare with. */
async function wholeOf({ bundle }: Started) {
  const file = newFile();
  await run("curl", ["-sSf", "-o", file, bundle.url]);
  return md5Of(file);
}

describe("a bundle fetched in pieces is the same, and ends completed:", () => {
  test("curl -C -, killed again and again", async () => {
    const started = await start();
    const { url, bytes } = started.bundle;
    const file = newFile();
    const curl = ["-sS", "-C", "-", "-o", file, url];
    const cuts = Array.from({ length: CUTS }, () => random.int(1, Math.floor(bytes * 0.8))).sort(
      (a, b) => a - b,
    );
    for (const cut of cuts) {
      const arrived = await runUntil("curl", ["--limit-rate", "40M", ...curl], file, cut);
      const { sentBytes, state } = await said(started);
      expect(sentBytes).toBeLessThanOrEqual(arrived);
      expect(state).not.toBe("completed");
    }
    await run("curl", ["-f", ...curl]);
    expect(sizeOf(file)).toBe(bytes);
    const { sentBytes, fileBytes } = await untilCompleted(started);
    expect(sentBytes).toBe(fileBytes);
    expect(await md5Of(file)).toBe(await wholeOf(started));
  });

  test("wget -c, killed twice", async () => {
    const started = await start();
    const { url, bytes } = started.bundle;
    const file = newFile();
    const wget = ["-q", "-c", "-O", file, url];
    for (const share of [3, 2])
      await runUntil("wget", ["--limit-rate=30m", ...wget], file, Math.floor(bytes / share));
    await run("wget", wget);
    await untilCompleted(started);
    expect(await md5Of(file)).toBe(await wholeOf(started));
  });

  test("aria2c by eight connections, killed and run again", async () => {
    const started = await start();
    const { url, bytes } = started.bundle;
    const file = newFile();
    const aria2c = [
      ...["-q", "-x8", "-s8", "--min-split-size=1M", "--file-allocation=none", "--continue=true"],
      ...["--auto-save-interval=1", "--auto-file-renaming=false"],
      ...["-d", folder, "-o", path.basename(file), url],
    ];
    const limited = ["--max-overall-download-limit=20M", ...aria2c];
    await runUntil("aria2c", limited, file, bytes / 2, keptByAria2);
    await run("aria2c", aria2c);
    expect(sizeOf(file)).toBe(bytes);
    const { sentBytes, fileBytes } = await untilCompleted(started);
    expect(sentBytes).toBe(fileBytes);
    expect(await md5Of(file)).toBe(await wholeOf(started));
  });
});

test("aria2c takes a single file by eight connections, and checks it", async () => {
  const started = await start([world.materialIds[4] ?? ""]);
  const [{ url, md5 } = expect.fail()] = started.files;
  const aria2c = ["-q", "-x8", "-s8", "--min-split-size=1M", `--checksum=md5=${md5}`];
  await run("aria2c", [...aria2c, "-d", folder, "-o", "mix.wav", url]);
  await untilCompleted(started);
});

describe("the zip is read by everything that partners use:", () => {
  let zip: string;
  let started: Started;
  beforeAll(async () => {
    started = await start();
    zip = newFile();
    await run("curl", ["-sSf", "-o", zip, started.bundle.url]);
  });

  test.each<[string, string[]]>([
    ["unzip", ["-tqq"]],
    ["7z", ["t"]],
    ["bsdtar", ["-tf"]],
    ["python3", ["-c", "import sys, zipfile; assert not zipfile.ZipFile(sys.argv[1]).testzip()"]],
  ])("%s", async (program, words) => {
    await run(program, [...words, zip]);
  });

  test("and by a reader that forgives nothing", () => {
    const { entries } = readStrictly(zipOnDisk(zip, sizeOf(zip)));
    expect(entries).toHaveLength(files.length + 3);
  });

  test("Chromium saves it by its own download, under its name", async () => {
    const page = await newPage();
    const download = page.waitForEvent("download");
    await page.goto(started.bundle.url).catch(() => {}); // It stays where it is.
    const saved = newFile();
    const taken = await download;
    expect(taken.suggestedFilename()).toBe(started.bundle.fileName);
    await taken.saveAs(saved);
    expect(await md5Of(saved)).toBe(await md5Of(zip));
    await page.close();
  });

  test("unpacked, the lines of its receipts make every file verified", async () => {
    const unpacked = await mkdtemp(path.join(folder, "unpacked-"));
    await run("unzip", ["-qq", zip, "-d", unpacked]);
    const lines = started.bundle.url.replace(/[^/]+\?/, "receipts?");
    await run("sh", ["-c", `curl -sSf '${lines}' | sh`], unpacked);
    expect(await said(started)).toMatchObject({
      state: "verified",
      verifiedFiles: files.length,
    });
  });
});

test("file by file, by its Metalink: each in its folder, each checked", async () => {
  const started = await start();
  const into = await mkdtemp(path.join(folder, "files-"));
  const aria2c = ["-q", "--follow-metalink=mem", "-x8", "--min-split-size=1M"];
  await run("aria2c", [...aria2c, "-d", into, started.bundle.metalinkUrl]);
  const taken = (await readdir(into, { recursive: true, withFileTypes: true })).filter((one) =>
    one.isFile(),
  );
  const sums = await Promise.all(taken.map((one) => md5Of(path.join(one.parentPath, one.name))));
  expect(sums.sort()).toEqual(started.files.map(({ md5 }) => md5).sort());
  await untilCompleted(started);
});

test("a client that connects and reads nothing never completes anything of it", async () => {
  const started = await start();
  const { hostname, port, pathname, search } = new URL(started.bundle.url);
  const socket = net.connect(Number(port), hostname);
  socket.pause();
  socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`);
  await until(
    () => said(started),
    ({ state }) => state === "downloading",
  );
  const written = new Set<string>();
  await until(
    async () => written.add(await lastWritten(started)),
    ({ size }) => size >= 3,
  );
  expect((await said(started)).sentBytes).toBe(0);
  socket.destroy();
  await until(
    () => said(started),
    ({ state }) => state === "initiated",
  );
  expect(await said(started)).toMatchObject({ sentBytes: 0, completedFiles: 0 });
});

/** When the books of a bundle were written last. */
async function lastWritten({ bundle }: Started): Promise<string> {
  const client = new pg.Client({ connectionString: place.databaseUrl });
  await client.connect();
  const statement = "select seen_at::text as at from transfers where bundle_id = $1";
  const { rows } = await client.query<{ at: string }>(statement, [bundle.id]);
  await client.end();
  return rows[0]?.at ?? expect.fail("nothing was written");
}
