import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import "@/db/testing";
import { v7 } from "uuid";
import { db } from "@/db/client";
import { bundles, downloads, sourceRequests, users } from "@/db/schema";
import { renewLinks } from "@/lib/bundles/commands";
import { startDownloads } from "@/lib/downloads/commands";
import { bundleLinks } from "@/lib/downloads/links";
import { readStrictly, zipInMemory } from "@/lib/formats/testing/strict-zip";
import { checksumsOf } from "@/lib/media/checksums";
import { objectStore } from "@/lib/storage";
import { aPartnerUser, aVersion } from "@/lib/testing/builders";
import { storedMaterials } from "@/lib/testing/stored";
import { GET, HEAD } from "./[bundleId]/[fileName]/route";
import { GET as manifest } from "./[bundleId]/manifest/route";
import { GET as metalink } from "./[bundleId]/metalink/route";
import { GET as receipts } from "./[bundleId]/receipts/route";
import { GET as urls } from "./[bundleId]/urls/route";

const log = vi.spyOn(console, "error").mockImplementation(() => {});
afterEach(() => {
  log.mockClear();
});

type Files = Parameters<typeof storedMaterials>[1];
const someFiles: Files = [
  { fileName: "Épisode 2 (50%).L.wav", content: randomBytes(100_000) },
  { fileName: "mix.wav", content: randomBytes(3 * 2 ** 20 + 17) },
  { fileName: "MIX.wav", content: Buffer.alloc(0) },
  { fileName: "con.wav", content: randomBytes(1) },
];

async function aBundle({ files = someFiles, now = new Date() } = {}) {
  const ada = await aPartnerUser();
  const made = await storedMaterials(ada, files);
  const started = await startDownloads(ada, made.ids, now);
  if (!started.bundle) throw new Error("nothing started");
  return { ada, ...made, ...started, bundle: started.bundle };
}

type Route = typeof GET;

/** Asks as Next does: the path taken apart, no cookie. */
function ask(
  url: string,
  headers: Record<string, string> = {},
  route: Route = GET,
  method = "GET",
) {
  const [bundleId = "", fileName = ""] = new URL(url).pathname.split("/").slice(3);
  const params = Promise.resolve({ bundleId, fileName: decodeURIComponent(fileName) });
  return route(new Request(url, { method, headers }), { params });
}

const askHead = (url: string) => ask(url, {}, HEAD, "HEAD");

/** Takes the body as a socket would: the buffers of its chunks are used again. */
async function taken(response: Response): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response.body ?? []) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const bytesOf = async (answer: Promise<Response>) => taken(await answer);

async function refusal(answer: Promise<Response>) {
  const response = await answer;
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  return { status: response.status, ...error };
}

describe("a bundle", () => {
  test("is a strict zip of what was taken, exactly as long as was said", async () => {
    const { bundle, versions, title, type } = await aBundle();
    const response = await ask(bundle.url);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-length": String(bundle.bytes),
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="${bundle.fileName}"`,
      "accept-ranges": "bytes",
    });
    const zip = await taken(response);
    expect(zip.length).toBe(bundle.bytes);
    const { entries } = readStrictly(zipInMemory(zip));
    const root = bundle.fileName.replace(/\.zip$/, "");
    const folder = `${root}/${title.name}/${type.name}`;
    expect(entries.map(({ path }) => path)).toEqual([
      `${folder}/MIX.wav`,
      `${folder}/_con.wav`,
      `${folder}/mix (2).wav`,
      `${folder}/Épisode 2 (50%).L.wav`,
      `${root}/README.txt`,
      expect.stringMatching(/\/ascmhl\/0001_.*\.mhl$/),
      `${root}/ascmhl/ascmhl_chain.xml`,
    ]);
    for (const { path, dataOffset, bytes, crc32 } of entries) {
      const content = zip.subarray(dataOffset, dataOffset + bytes);
      expect((await checksumsOf([content])).crc32).toBe(crc32);
      const wanted = versions.find(({ fileName }) => path.endsWith(`/${fileName}`));
      if (wanted && wanted.fileName !== "mix.wav")
        expect(content.equals(wanted.content)).toBe(true);
    }
  });

  test("is the same each time: any part of it is that part of the whole", async () => {
    const { bundle } = await aBundle();
    const whole = await bytesOf(ask(bundle.url));
    const etag = (await askHead(bundle.url)).headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]+"$/);
    for (let i = 0; i < 25; i += 1) {
      const [start = 0, end = 0] = [Math.random(), Math.random()]
        .map((share) => Math.floor(share * bundle.bytes))
        .sort((a, b) => a - b);
      const range = `bytes=${start}-${end}`;
      const part = await ask(bundle.url, { range, "if-range": etag });
      expect([part.status, part.headers.get("etag")]).toEqual([206, etag]);
      const bytes = await taken(part);
      expect(bytes.equals(whole.subarray(start, end + 1)), range).toBe(true);
    }
  });

  test("lists in its manifest every file with its hashes, the read-me too", async () => {
    const { bundle, versions } = await aBundle();
    const zip = await bytesOf(ask(bundle.url));
    const { entries } = readStrictly(zipInMemory(zip));
    const content = (path: string) => {
      const entry = entries.find((one) => one.path.endsWith(path)) ?? expect.fail(path);
      return zip.subarray(entry.dataOffset, entry.dataOffset + entry.bytes);
    };
    const xml = await (await ask(bundle.manifestUrl, {}, manifest)).text();
    expect(content(".mhl").toString()).toBe(xml);
    for (const { checksums } of versions) {
      expect(xml).toContain(checksums.md5);
      expect(xml).toContain(checksums.xxh64);
    }
    const readMe = content("/README.txt");
    expect(xml).toContain((await checksumsOf([readMe])).md5);
    expect(readMe.toString()).toMatch(/^ {2}SR-\d+: Kind \d+, fr\r$/m);
  });

  test("of 300 small files, read in parts of any size, hashes as their records say", async () => {
    const files = Array.from({ length: 300 }, (_, i) => ({
      fileName: `${i}.srt`,
      content: randomBytes((i * 7919) % 15_000),
    }));
    const { bundle } = await aBundle({ files });
    const zip = await bytesOf(ask(bundle.url));
    const { entries } = readStrictly(zipInMemory(zip));
    expect(entries).toHaveLength(303);
    for (const { dataOffset, bytes, crc32 } of entries) {
      const content = zip.subarray(dataOffset, dataOffset + bytes);
      expect((await checksumsOf([content])).crc32).toBe(crc32);
    }
  });

  test("can be fetched file by file: a Metalink, a list, and lines that give receipts", async () => {
    const { bundle, files, versions } = await aBundle();
    const meta = await ask(bundle.metalinkUrl, {}, metalink);
    expect(meta.headers.get("content-type")).toMatch(/^application\/metalink4\+xml/);
    const xml = await meta.text();
    for (const { checksums } of versions) expect(xml).toContain(checksums.md5);
    const list = await (await ask(bundle.url.replace(/[^/]*\?/, "urls?"), {}, urls)).text();
    expect(list.trim().split("\n").sort()).toEqual(files.map(({ url }) => url).sort());
    const lines = await (
      await ask(bundle.url.replace(/[^/]*\?/, "receipts?"), {}, receipts)
    ).text();
    for (const { downloadId } of files)
      expect(lines).toContain(`/api/downloads/${downloadId}/receipt?`);
  });
});

describe("begins", () => {
  const begunAt = async (id: string) =>
    (await db.select().from(bundles).where(eq(bundles.id, id)))[0]?.begunAt;

  test("with its first byte, and with nothing less", async () => {
    const { bundle } = await aBundle();
    const head = await askHead(bundle.url);
    expect([head.headers.get("content-length"), head.body]).toEqual([String(bundle.bytes), null]);
    expect((await ask(bundle.url, { range: `bytes=${bundle.bytes}-` })).status).toBe(416);
    await (await ask(bundle.url)).body?.cancel();
    expect(await begunAt(bundle.id)).toBeNull();
    await bytesOf(ask(bundle.url, { range: "bytes=0-0" }));
    expect(await begunAt(bundle.id)).toBeInstanceOf(Date);
  });
});

describe("a link is refused", () => {
  test("that is not ours, as one to nothing", async () => {
    const { bundle, files } = await aBundle();
    const gone = bundleLinks(
      { id: v7(), fileName: "a.zip" },
      { expiresAt: new Date(Date.now() + 60_000), round: 0 },
    );
    const foreign = files[0]?.url.replace(/.*\?/, bundle.url.replace(/\?.*/, "?")) ?? "";
    const asked = [gone.url, foreign, bundle.url.replace("round=0", "round=1")];
    const answers = await Promise.all(asked.map((url) => refusal(ask(url))));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 404, code: "not_found" });
  });

  test("that has expired", async () => {
    const { bundle } = await aBundle({ now: new Date(Date.now() - 7 * 86_400_000) });
    expect(await refusal(ask(bundle.url))).toMatchObject({ status: 410, code: "link_expired" });
  });

  test("when a newer version of a file came before the first byte, naming it; and not after", async () => {
    const early = await aBundle();
    const begun = await aBundle();
    const whole = await bytesOf(ask(begun.bundle.url));
    for (const { versions } of [early, begun])
      await aVersion(versions[1]?.materialId ?? "", { now: new Date(), timeZone: "UTC" });
    const refused = await refusal(ask(early.bundle.url));
    expect(refused).toMatchObject({ status: 410, code: "superseded" });
    expect(refused.message).toMatch(/^Version 2 of mix\.wav was delivered/);
    const rest = await bytesOf(ask(begun.bundle.url, { range: "bytes=10-" }));
    expect(rest.equals(whole.subarray(10))).toBe(true);
  });

  type Made = Awaited<ReturnType<typeof aBundle>>;
  test.each<[string, (made: Made) => Promise<unknown>]>([
    [
      "when the user is deactivated",
      ({ ada }) => db.update(users).set({ deactivatedAt: new Date() }).where(eq(users.id, ada.id)),
    ],
    [
      "when the user has signed out everywhere",
      ({ ada }) => db.update(users).set({ signOuts: 1 }).where(eq(users.id, ada.id)),
    ],
    [
      "when the request is withdrawn",
      ({ request }) =>
        db
          .update(sourceRequests)
          .set({ status: "cancelled", cancelledAt: new Date() })
          .where(eq(sourceRequests.id, request.id)),
    ],
    [
      "when one file of it is revoked",
      ({ files }) =>
        db
          .update(downloads)
          .set({ revokedAt: new Date() })
          .where(eq(downloads.id, files[2]?.downloadId ?? "")),
    ],
  ])("%s, though it has begun", async (_, lose) => {
    const made = await aBundle();
    await bytesOf(ask(made.bundle.url, { range: "bytes=0-9" }));
    await lose(made);
    expect(await refusal(ask(made.bundle.url))).toMatchObject({ status: 403, code: "forbidden" });
    expect((await askHead(made.bundle.url)).status).toBe(403);
  });
});

describe("what the store has not as recorded", () => {
  test("is refused in words before anything is sent, when a file is gone", async () => {
    const files = Array.from({ length: 40 }, (_, i) => ({ fileName: `${i}.wav` }));
    const { bundle, versions } = await aBundle({ files });
    await objectStore().remove(versions[33]?.objectKey ?? "");
    expect(await refusal(ask(bundle.url))).toMatchObject({ status: 503, code: "file_unavailable" });
    expect(log.mock.calls.flat().join(" ")).toContain(versions[33]?.objectKey);
    expect(log.mock.calls.flat().join(" ")).not.toContain("signature");
  });

  test("cuts the answer when a file far into it is gone: never a short zip", async () => {
    const files = Array.from({ length: 80 }, (_, i) => ({
      fileName: `${String(i).padStart(2, "0")}.wav`,
      content: randomBytes(50_000),
    }));
    const { bundle, versions } = await aBundle({ files });
    await objectStore().remove(versions[75]?.objectKey ?? "");
    await expect(bytesOf(ask(bundle.url))).rejects.toThrow(/75\.wav \(.*\) is missing/);
  });

  test.each([1_000, 3 * 2 ** 20])(
    "cuts it when %i bytes are other ones, before the last of them",
    async (size) => {
      const content = randomBytes(size);
      const { bundle, versions } = await aBundle({ files: [{ content }, ...someFiles] });
      const key = versions[0]?.objectKey ?? "";
      await objectStore().remove(key);
      content[size - 1] = (content[size - 1] ?? 0) ^ 1;
      await objectStore().put(key, pieces(content));
      await expect(bytesOf(ask(bundle.url))).rejects.toThrow("of its record");
      expect(log.mock.calls.flat().join(" ")).toContain(bundle.id);
    },
  );
});

async function* pieces(bytes: Buffer) {
  yield bytes;
}

describe("new links", () => {
  test("lead to the same bytes, for another week, for the one who took it", async () => {
    const week = 7 * 86_400_000;
    const { ada, bundle, files } = await aBundle({ now: new Date(Date.now() - 2 * week) });
    expect((await ask(bundle.url)).status).toBe(410);
    const renewed = await renewLinks(ada, bundle.id, new Date());
    expect(renewed).toMatchObject({ bundle: { id: bundle.id, bytes: bundle.bytes } });
    expect(renewed.files.map(({ downloadId }) => downloadId).sort()).toEqual(
      files.map(({ downloadId }) => downloadId).sort(),
    );
    expect((await bytesOf(ask(renewed.bundle?.url ?? ""))).length).toBe(bundle.bytes);
    expect((await ask(bundle.url)).status).toBe(410);
    const ben = await aPartnerUser({ partnerId: ada.partnerId });
    await expect(renewLinks(ben, bundle.id, new Date())).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(renewLinks(ada, "nonsense", new Date())).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("are not made for what is no longer current and was never begun", async () => {
    const { ada, bundle, versions } = await aBundle();
    await aVersion(versions[0]?.materialId ?? "", { now: new Date(), timeZone: "UTC" });
    await expect(renewLinks(ada, bundle.id, new Date())).rejects.toMatchObject({
      code: "superseded",
    });
  });

  test("are not made when the right was lost", async () => {
    const { ada, bundle, request } = await aBundle();
    await db
      .update(sourceRequests)
      .set({ status: "cancelled", cancelledAt: new Date() })
      .where(eq(sourceRequests.id, request.id));
    await expect(renewLinks(ada, bundle.id, new Date())).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
