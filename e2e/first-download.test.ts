import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { demoPassword, people } from "./support/session";

const run = promisify(execFile);
const baseUrl = inject("baseUrl");

type Material = {
  id: string;
  availability: string;
  bytes: number;
  checksums: { md5: string };
  downloaded: { state: string } | null;
};
type Started = {
  bundle: { id: string; bytes: number } | null;
  files: { downloadId: string; fileName: string; bytes: number; md5: string; url: string }[];
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "turnover-curl-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** curl as a partner's engineer runs it: a cookie jar of its own, a failure on 4xx only where told. */
const curl = async (jar: string, ...args: string[]) => {
  const cookies = path.join(folder, jar);
  const { stdout } = await run("curl", ["-sS", "-b", cookies, "-c", cookies, ...args], {
    cwd: folder,
    maxBuffer: 64 * 2 ** 20,
  });
  return stdout;
};
const curlJson = async <T>(jar: string, ...args: string[]) =>
  JSON.parse(await curl(jar, ...args)) as T;

async function signInByCurl(jar: string, email: string) {
  const { csrfToken } = await curlJson<{ csrfToken: string }>(jar, `${baseUrl}/api/auth/csrf`);
  const fields = { csrfToken, email, password: demoPassword };
  const data = Object.entries(fields).flatMap(([k, v]) => ["--data-urlencode", `${k}=${v}`]);
  await curl(jar, ...data, `${baseUrl}/api/auth/callback/credentials`);
}

const startDownload = (jar: string, id: string) =>
  curlJson<Started>(
    jar,
    ...["-H", "content-type: application/json", "-d", JSON.stringify({ materialIds: [id] })],
    `${baseUrl}/api/downloads`,
  );

describe("with curl alone", () => {
  let material: Material;
  let reference: string;

  test("ada signs in, finds a material, takes it, and resumes it after a cut in the middle", async () => {
    await signInByCurl("ada", people.ada);
    type List = { sourceRequests: { reference: string; available: number }[] };
    const { sourceRequests } = await curlJson<List>(
      "ada",
      `${baseUrl}/api/source-requests?pageSize=200`,
    );
    [material, reference] = await firstOf(sourceRequests.filter(({ available }) => available > 0));

    const { files, bundle } = await startDownload("ada", material.id);
    const [file] = files;
    expect(bundle?.bytes).toBeGreaterThan(material.bytes);
    expect(file).toMatchObject({ bytes: material.bytes, md5: material.checksums.md5 });
    const url = file?.url ?? "";

    // The link needs no cookie.
    const half = Math.floor(material.bytes / 2);
    await run("curl", ["-sS", "-o", "file", url], { cwd: folder });
    await truncate(path.join(folder, "file"), half);
    const resumed = await run(
      "curl",
      ["-sS", "-C", "-", "-o", "file", "-w", "%{http_code} %{size_download}", url],
      {
        cwd: folder,
      },
    );
    expect(resumed.stdout).toBe(`206 ${material.bytes - half}`);

    const md5 = createHash("md5")
      .update(await readFile(path.join(folder, "file")))
      .digest("hex");
    expect(md5).toBe(material.checksums.md5);
  });

  test("her row then says so", async () => {
    type Materials = { materials: Material[] };
    const { materials } = await curlJson<Materials>(
      "ada",
      `${baseUrl}/api/materials?request=${reference}`,
    );
    expect(materials.find(({ id }) => id === material.id)?.downloaded).not.toBeNull();
  });

  test("to chloe the same material is nothing, with the body of an id that doesn't exist", async () => {
    await signInByCurl("chloe", people.chloe);
    const foreign = await startDownload("chloe", material.id);
    const missing = await startDownload("chloe", "01900000-0000-7000-8000-000000000000");
    expect(foreign).toEqual({ error: { code: "not_found", message: expect.any(String) } });
    expect(missing).toEqual(foreign);
  });

  /** The largest file that can be taken: a cut in the middle should cut something. */
  async function firstOf(requests: { reference: string }[]): Promise<[Material, string]> {
    const chosen = requests.slice(0, 50);
    const query = chosen.map((request) => `request=${request.reference}`).join("&");
    type Materials = { materials: (Material & { requests: string[] })[] };
    const { materials } = await curlJson<Materials>("ada", `${baseUrl}/api/materials?${query}`);
    const [largest] = materials
      .filter(({ availability }) => availability === "available")
      .sort((a, b) => b.bytes - a.bytes);
    return largest ? [largest, largest.requests[0] ?? ""] : expect.fail("nothing to take");
  }
});
