import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import http, { type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, inject, test } from "vitest";
import { randomFrom } from "@/db/seed/random";
import { readStrictly } from "@/lib/formats/testing/strict-zip";
import { zipOnDisk } from "@/lib/formats/testing/zips";
import { checksumsOf } from "@/lib/media/checksums";
import { run, runUntil, sizeOf } from "./support/clients";
import { signedInAs } from "./support/session";
import { addTakeable, type Started } from "./support/takeable";

const place = { databaseUrl: inject("databaseUrl"), objectsDir: inject("objectsDir") };
const seed = process.env.TEST_SEED ?? String(Date.now());
const random = randomFrom(seed);
console.info(`TEST_SEED=${seed}`);

/** Takes 20 KB a second for a minute, so that every buffer on the way stays full, and then the rest. */
async function readSlowly(url: string): Promise<string> {
  const asked = http.get(url, { agent: false });
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  const hash = createHash("md5");
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100)) {
    const chunk: Buffer | null = answer.read(Math.min(2_000, answer.readableLength));
    if (chunk) hash.update(chunk);
  }
  for await (const chunk of answer) hash.update(chunk);
  return hash.digest("hex");
}

async function readFast(url: string): Promise<string> {
  const hash = createHash("md5");
  const answer = await fetch(url);
  for await (const chunk of answer.body ?? []) hash.update(chunk);
  return hash.digest("hex");
}

test("10,000 files of up to 15 KB arrive whole at slow and fast readers", {
  timeout: 900_000,
}, async () => {
  const files = Array.from({ length: 10_000 }, (_, i) => ({
    fileName: `${i}.srt`,
    content: randomBytes(random.int(0, 15_000)),
  }));
  const { email, materialIds } = await addTakeable(place, files);
  const taker = await signedInAs(inject("baseUrl"), email);
  const answer = await taker.postJson("/api/downloads", { materialIds });
  const { bundle } = (await answer.json()) as Started;
  const sums = await Promise.all([
    ...[1, 2, 3].map(() => readSlowly(bundle.url)),
    ...[1, 2].map(() => readFast(bundle.url)),
  ]);
  expect(new Set(sums).size).toBe(1);
});

test("a file of 5 GB between small ones, cut and resumed, is whole for every program", {
  timeout: 900_000,
}, async () => {
  const big = await zerosStored(`test-zeros/${Date.now()}`, 5_000_000_000);
  const { email, materialIds } = await addTakeable(place, [
    { fileName: "before.srt", content: Buffer.from("before\n") },
    { fileName: "größe.mov", stored: big },
    { fileName: "nothing.srt", content: Buffer.alloc(0) },
  ]);
  const taker = await signedInAs(inject("baseUrl"), email);
  const { bundle } = (await (
    await taker.postJson("/api/downloads", { materialIds })
  ).json()) as Started;
  const folder = await mkdtemp(path.join(tmpdir(), "turnover-big-"));
  try {
    const zip = path.join(folder, "big.zip");
    const curl = ["-sS", "-C", "-", "-o", zip, bundle.url];
    for (const share of [0.3, 0.9]) await runUntil("curl", curl, zip, bundle.bytes * share);
    await run("curl", ["-f", ...curl]);
    expect(sizeOf(zip)).toBe(bundle.bytes);
    const { entries, zip64 } = readStrictly(zipOnDisk(zip, bundle.bytes));
    expect(zip64).toBe(true);
    expect(entries).toHaveLength(6);
    await run("unzip", ["-tqq", zip]);
    await run("7z", ["t", zip]);
    await run("bsdtar", ["-tf", zip]);
    await run("python3", [
      "-c",
      "import sys, zipfile; assert not zipfile.ZipFile(sys.argv[1]).testzip()",
      zip,
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** An object of zeros that takes no room on the disk, with its checksums. */
async function zerosStored(objectKey: string, bytes: number) {
  const file = path.join(place.objectsDir, objectKey);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "");
  truncateSync(file, bytes);
  return { objectKey, ...(await checksumsOf(zeros(bytes))) };
}

function* zeros(bytes: number) {
  const chunk = Buffer.alloc(2 ** 20);
  for (let left = bytes; left > 0; left -= chunk.length)
    yield chunk.subarray(0, Math.min(left, chunk.length));
}
