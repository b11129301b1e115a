import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { bundles } from "@/db/schema";
import { readStrictly, zipInMemory } from "@/lib/formats/testing/strict-zip";
import { checksumsOf } from "@/lib/media/checksums";
import { GET as manifest } from "./[bundleId]/manifest/route";
import { GET as metalink } from "./[bundleId]/metalink/route";
import { GET as receipts } from "./[bundleId]/receipts/route";
import { GET as urls } from "./[bundleId]/urls/route";
import { aBundle, ask, askHead, bytesOf, taken } from "./testing";

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

  test("dates its files by when they were delivered, its own by when it was made", async () => {
    const [delivered, now] = [new Date("2026-01-02T03:04:05Z"), new Date()];
    const clock = { now: delivered, timeZone: "UTC" };
    const { bundle } = await aBundle({ files: [{ clock }, { clock }], now });
    const { entries } = readStrictly(zipInMemory(await bytesOf(ask(bundle.url))));
    const seconds = (date: Date | null | undefined) => Math.floor((date?.getTime() ?? 0) / 1000);
    expect(entries.map(({ modifiedAt }) => seconds(modifiedAt))).toEqual(
      [delivered, delivered, now, now, now].map(seconds),
    );
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
