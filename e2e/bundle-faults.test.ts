import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { run, sizeOf, until } from "./support/clients";
import { people, signedInAs } from "./support/session";
import { addTakeable, type Started } from "./support/takeable";

// What the store has not as it was recorded: refused or cut, never a zip that is silently short or wrong.

const MiB = 2 ** 20;
const place = { databaseUrl: inject("databaseUrl"), objectsDir: inject("objectsDir") };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "turnover-faults-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function start(email: string, materialIds: string[]): Promise<Started> {
  const as = await signedInAs(inject("baseUrl"), email);
  const answer = await as.postJson("/api/downloads", { materialIds });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Started;
}

test("a bundle of 40 files of which the store has lost one is refused in words", async () => {
  const some = Array.from({ length: 40 }, (_, i) => ({
    fileName: `${i}.wav`,
    content: randomBytes(1_000),
  }));
  const { email, materialIds, objectFiles } = await addTakeable(place, some);
  const started = await start(email, materialIds);
  await rename(objectFiles[29] ?? "", `${objectFiles[29]}.lost`);
  const answer = await fetch(started.bundle.url);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ error: { code: "file_unavailable" } });
  await rename(`${objectFiles[29]}.lost`, objectFiles[29] ?? "");
  expect((await fetch(started.bundle.url)).status).toBe(200);
});

test("bytes that are not those of the record cut the download, never a wrong zip, and operators are told", async () => {
  const { email, materialIds, objectFiles } = await addTakeable(place, [
    { fileName: "a.wav", content: randomBytes(3 * MiB) },
  ]);
  const started = await start(email, materialIds);
  const content = await readFile(objectFiles[0] ?? "");
  content[MiB] = (content[MiB] ?? 0) ^ 1;
  await rm(objectFiles[0] ?? "");
  await writeFile(objectFiles[0] ?? "", content);
  const file = path.join(folder, "cut.zip");
  await expect(run("curl", ["-sSf", "-o", file, started.bundle.url])).rejects.toThrow(/curl/);
  // Without the last bytes of the file, of which there are 3 MiB behind their header.
  expect(sizeOf(file)).toBeLessThanOrEqual(3 * MiB);
  const opal = await signedInAs(inject("baseUrl"), people.opal);
  const page = async () => (await opal.fetch("/operations")).text();
  await until(page, (html) => /has the CRC-32 [0-9a-f]{8}/.test(html), 5_000);
});
