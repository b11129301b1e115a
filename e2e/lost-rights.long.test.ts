import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { sizeOf, until } from "./support/clients";
import { people, type Session, signedInAs } from "./support/session";
import { callAction } from "./support/surface";
import { addTakeable, type Started } from "./support/takeable";

// A right that is lost ends what is being sent, not only what is asked for next: within a minute.

const MiB = 2 ** 20;
const place = { databaseUrl: inject("databaseUrl"), objectsDir: inject("objectsDir") };
/** A minute, and what curl takes to empty its buffers and to notice; in milliseconds. */
const WITHIN = 70_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "turnover-rights-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Two files, and what a slow curl has of one of them and another of both as a zip. */
async function underWay() {
  const { email, materialIds } = await addTakeable(
    place,
    [1, 2].map((i) => ({ fileName: `${i}.wav`, content: Buffer.alloc(160 * MiB, i) })),
  );
  const taker = await signedInAs(inject("baseUrl"), email);
  const answer = await taker.postJson("/api/downloads", { materialIds });
  const { bundle, files } = (await answer.json()) as Started;
  const [file] = files;
  const curls = await Promise.all([slowly(file?.url ?? ""), slowly(bundle.url)]);
  return { taker, downloadId: file?.downloadId ?? "", curls };
}

/** A curl that would take minutes, once it has begun; what its buffers hold when the bytes are cut it has in seconds. */
async function slowly(url: string) {
  const file = path.join(folder, `${randomBytes(4).toString("hex")}.part`);
  const words = ["-sS", "--limit-rate", "1M", "-o", file, url];
  const child = spawn("curl", words, { stdio: "ignore" });
  const ended = once(child, "exit").then(([code]) => ({ code: code as number, at: Date.now() }));
  await until(
    async () => sizeOf(file),
    (size) => size > 0,
  );
  return { ended, url };
}

describe("bytes that flow are cut within a minute", () => {
  const acts: [string, (made: { taker: Session; downloadId: string }) => Promise<Response>][] = [
    [
      "when their user signs out everywhere",
      ({ taker }) => callAction(taker, "signOutEverywhereAction", {}),
    ],
    [
      "when an operator revokes the download, and the zip that it is in with it",
      async ({ downloadId }) => {
        const opal = await signedInAs(inject("baseUrl"), people.opal);
        return callAction(opal, "revokeDownloadAction", { downloadId }, "/operations/activity");
      },
    ],
  ];
  test.each(acts)("%s", { timeout: 120_000 }, async (_, lose) => {
    const made = await underWay();
    const from = Date.now();
    expect((await lose(made)).status).toBe(200);
    const ends = await Promise.all(made.curls.map(({ ended }) => ended));
    for (const { code, at } of ends) {
      expect(at - from).toBeLessThan(WITHIN);
      // Of curl's, "partial file" or "failure in receiving": never a good end.
      expect([18, 56]).toContain(code);
    }
    for (const { url } of made.curls) expect((await fetch(url)).status).toBe(403);
  });
});
