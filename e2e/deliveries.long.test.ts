import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { run, until } from "./support/clients";
import { addTitle, upstream } from "./support/deliveries";
import { keptFiles, rawDelivery } from "./support/raw-delivery";
import { signedInAs } from "./support/session";
import { waveHeader } from "./support/sound";

// What can go wrong on the way in, often enough: the right answer each time, and nothing left behind.

let world: Awaited<ReturnType<typeof addTitle>>;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "turnover-long-"));
});
beforeEach(async () => {
  world = await addTitle();
});
afterEach(() => world.database.end());
afterAll(() => rmSync(folder, { recursive: true }));

const sound = (bytes: number) => Buffer.concat([waveHeader(bytes), randomBytes(bytes)]);
const anywhereIn = (bytes: number) => 1 + Math.floor(Math.random() * (bytes - 1));
const states = async () => {
  const { rows } = await world.database.query<{ state: string; count: number }>(
    `select state, count(*)::int as count from deliveries join titles on titles.id = title_id
     where titles.reference = $1 group by state`,
    [world.title],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
};

/**
 * What came into the store since some files stood there, and is no version of another title: other tests hand in
 * meanwhile. What these have under way goes away when it has ended.
 */
async function cameSince(before: string[]) {
  const { rows } = await world.database.query<{ key: string }>(
    `select object_key as key from versions join materials on materials.id = material_id
     join titles on titles.id = title_id where titles.reference <> $1`,
    [world.title],
  );
  const known = new Set([
    ...before,
    ...rows.map(({ key }) => path.join(inject("objectsDir"), key)),
  ]);
  return keptFiles().filter((file) => !known.has(file));
}

const expectNothingSince = (before: string[]) => expect.poll(() => cameSince(before)).toEqual([]);

test("cut at 20 random points", { timeout: 300_000 }, async () => {
  const before = keptFiles();
  const said = { title: world.title, assetType: "me_20", fileName: "mix.wav" };
  const bytes = sound(40_000_000);
  for (let cut = 1; cut <= 20; cut += 1) {
    const line = await rawDelivery(said, [`Content-Length: ${bytes.length}`]);
    await line.send(bytes.subarray(0, anywhereIn(bytes.length)));
    // What is cut before it is begun is never heard of.
    await until(states, ({ receiving = 0, rejected = 0 }) => receiving + rejected === cut);
    line.cut();
    await until(states, ({ rejected = 0 }) => rejected === cut);
  }
  await expectNothingSince(before);
  expect(await world.count("materials")).toBe(0);
  const { deliver } = upstream();
  expect((await deliver(said, bytes)).status).toBe(201);
});

test("resumable uploads of which the sender is killed at 20 random points", {
  timeout: 400_000,
}, async () => {
  const before = keptFiles();
  const file = path.join(folder, "long.wav");
  const bytes = 300_000_000;
  writeFileSync(file, sound(bytes));
  const words = ["--import", "tsx", "scripts/deliver.ts", file, "--title", world.title];
  const where = ["--asset-type", "me_20", "--url", inject("baseUrl")];
  const env = { ...process.env, HOME: folder, TURNOVER_OPERATOR_TOKEN: inject("operatorToken") };
  const received = () => {
    const uploads = keptFiles().filter((name) => !before.includes(name));
    return Math.max(
      0,
      ...uploads.map((name) => statSync(name, { throwIfNoEntry: false })?.size ?? 0),
    );
  };
  // None so late that the rest could come before the kill.
  const points = Array.from({ length: 20 }, () => anywhereIn(0.8 * bytes)).sort((x, y) => x - y);
  for (const point of points) {
    const enough = Math.max(point, received() + 1);
    const sender = spawn(process.execPath, [...words, ...where], { env, stdio: "ignore" });
    const ended = once(sender, "exit");
    while (received() < enough && sender.exitCode === null) await sleep(5);
    expect(sender.exitCode).toBeNull();
    sender.kill("SIGKILL");
    await ended;
    expect(await states()).toEqual({});
  }
  process.env.TURNOVER_OPERATOR_TOKEN = inject("operatorToken");
  process.env.HOME = folder;
  expect(await run(process.execPath, [...words, ...where])).toContain("version 1");
  expect(await states()).toMatchObject({ accepted: 1 });
  await expect.poll(() => cameSince(before)).toHaveLength(1);
  const [kept = ""] = await cameSince(before);
  expect((await readFile(kept)).equals(await readFile(file))).toBe(true);
});

test("lying about length, in both ways, and about each checksum", async () => {
  const before = keptFiles();
  const said = { title: world.title, assetType: "me_20", fileName: "mix.wav" };
  const bytes = sound(3_000_000);
  for (const missing of [1, 44, 1_000_000, bytes.length - 1]) {
    const line = await rawDelivery(said, [`Content-Length: ${bytes.length + missing}`]);
    await line.send(bytes);
    await line.end();
  }
  await until(states, ({ rejected = 0 }) => rejected === 4);
  // What stands behind the promised length is no part of the request: a sound that is cut there is still one.
  const line = await rawDelivery({ ...said, md5: "0".repeat(32) }, ["Content-Length: 2000000"]);
  await line.send(bytes);
  expect(await line.answer()).toMatch(/^HTTP\/1\.1 400 /);
  const { deliver } = upstream();
  for (const [sum, digits] of Object.entries({ md5: 32, xxh64: 16, crc32: 8 })) {
    const answer = await deliver({ ...said, [sum]: "1".repeat(digits) }, bytes);
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining(`${sum}: `),
    ]);
  }
  for (const length of ["-1", "1e3", "many", "9".repeat(30)]) {
    const odd = await rawDelivery(said, [`Content-Length: ${length}`]);
    expect(await odd.answer()).toMatch(/^HTTP\/1\.1 4\d\d /);
  }
  expect(await world.count("materials")).toBe(0);
  await expectNothingSince(before);
});

test("names that lead elsewhere are names", async () => {
  const before = keptFiles();
  const { deliver } = upstream();
  const names = [
    ...["../../../etc/cron.d/x.txt", "/etc/passwd.txt", "..\\..\\windows\\x.txt", "C:\\x.txt"],
    ...["....//....//x.txt", "%2e%2e%2fx.txt", "~/x.txt", "-rf.txt", "$(id).txt", "`id`.txt"],
    ...["a\nb.txt", 'a"b.txt', "a;b.txt", "a\u202etxt.txt", "con.txt", ". .txt", "ليل 夜.txt"],
    ...["file:a.txt", "http:a.txt", "|id.txt", "<script>.txt", `${"a".repeat(480)}.txt`],
  ];
  for (const [i, fileName] of names.entries()) {
    const said = { title: world.title, assetType: "pronunciation_guide", fileName };
    const answer = await deliver({ ...said, variant: String(i) }, `guide ${i}`);
    expect([fileName, answer.status]).toEqual([fileName, 201]);
  }
  await expect.poll(() => cameSince(before)).toHaveLength(names.length);
  for (const file of keptFiles())
    expect(path.relative(inject("objectsDir"), file)).not.toMatch(/^\.\.\/\.\./);
  const partner = await signedInAs(inject("baseUrl"), world.email);
  type Listed = { materials: { id: string; fileName: string }[] };
  const { materials } = await partner.json<Listed>(`/api/materials?request=${world.reference}`);
  expect(materials.map(({ fileName }) => fileName).sort()).toEqual(names.toSorted());
  const taken = await partner.postJson("/api/downloads", {
    materialIds: materials.map(({ id }) => id),
  });
  const { files } = (await taken.json()) as { files: { url: string }[] };
  for (const { url } of files) {
    const answer = await partner.fetch(url);
    expect(answer.status).toBe(200);
    // A quotation mark is escaped by a backslash within quotes: RFC 9110, section 5.6.4.
    const said = answer.headers.get("content-disposition")?.replaceAll('\\"', "");
    expect(said).not.toMatch(/[\r\n/\\]|\.\.(%2f|%5c)/i);
  }
});

test("0 bytes, as one stream and as a resumable upload", async () => {
  const before = keptFiles();
  const said = { title: world.title, assetType: "pronunciation_guide", fileName: "none.txt" };
  const { deliver } = upstream();
  const answer = await deliver(said, "");
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining("is empty")]);
  const metadata = Object.entries(said).map(([name, value]) => `${name} ${btoa(value)}`);
  const headers = {
    ...{ authorization: `Bearer ${inject("operatorToken")}`, "tus-resumable": "1.0.0" },
    ...{ "upload-length": "0", "upload-metadata": metadata.join(",") },
  };
  const begun = await fetch(`${inject("baseUrl")}/api/uploads`, { method: "POST", headers });
  expect([begun.status, await begun.text()]).toEqual([400, "The file is empty."]);
  await expectNothingSince(before);
  expect(await states()).toEqual({});
});

test("5 GB of a sparse file", { timeout: 300_000 }, async () => {
  const file = path.join(folder, "sparse.wav");
  const bytes = 5_000_000_000;
  writeFileSync(file, longWaveHeader(bytes));
  truncateSync(file, bytes);
  const said = { title: world.title, assetType: "me_20", fileName: "sparse.wav" };
  const query = new URLSearchParams(said);
  const answer = await run("curl", [
    ...[
      "-sS",
      "-X",
      "POST",
      "-H",
      `authorization: Bearer ${inject("operatorToken")}`,
      "-H",
      "expect:",
    ],
    ...["-T", file, `${inject("baseUrl")}/api/deliveries?${query}`],
  ]);
  const sum = await run("md5sum", [file]);
  expect(JSON.parse(answer)).toMatchObject({
    ...{ version: 1, bytes, checksums: { md5: sum.slice(0, 32) } },
  });
});

/** The head of 48 kHz mono sound of more than 4 GB (EBU Tech 3306). */
function longWaveHeader(fileBytes: number) {
  const plain = waveHeader(0);
  const sizes = Buffer.alloc(36);
  sizes.write("ds64", 0);
  sizes.writeUInt32LE(28, 4);
  const header = Buffer.concat([plain.subarray(0, 12), sizes, plain.subarray(12)]);
  header.write("RF64", 0);
  header.writeUInt32LE(0xffffffff, 4);
  header.writeBigUInt64LE(BigInt(fileBytes - 8), 20);
  header.writeBigUInt64LE(BigInt(fileBytes - header.length), 28);
  header.writeBigUInt64LE(BigInt((fileBytes - header.length) / 2), 36);
  header.writeUInt32LE(0xffffffff, header.length - 4);
  return header;
}
