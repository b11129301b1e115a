import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import http, { type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, inject, test } from "vitest";
import { randomFrom } from "@/db/seed/random";
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
