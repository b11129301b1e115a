import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import "@/db/testing";
import { v7 } from "uuid";
import { db } from "@/db/client";
import { assetTypes, downloads, sourceRequests, users, versions } from "@/db/schema";
import { currentConnection } from "@/lib/connection";
import { startDownloads } from "@/lib/downloads/commands";
import { fileLink } from "@/lib/links/signing";
import { recordVersion } from "@/lib/materials/commands";
import { objectStore } from "@/lib/storage";
import { anOperator, aPartnerUser, aVersion, aVisibleMaterial } from "@/lib/testing/builders";
import { takePlace } from "@/lib/transfers/places";
import { PLACES } from "@/lib/transfers/rules";
import { listFaults } from "@/lib/versions/faults";
import { GET, HEAD } from "./[downloadId]/[fileName]/route";

const clock = { now: new Date(), timeZone: "UTC" };
const log = vi.spyOn(console, "error").mockImplementation(() => {});
afterEach(() => {
  log.mockClear();
  vi.useRealTimers();
});

/** A user, a material with one version that the store holds, and a download of it. */
async function aDownload({ bytes = randomBytes(100_000), now = clock.now } = {}) {
  const ada = await aPartnerUser();
  const made = await aVisibleMaterial(ada, { versions: 0 });
  const { id: deliveredById } = await anOperator();
  const objectKey = `test/${v7()}`;
  await objectStore().put(objectKey, pieces(bytes));
  const md5 = createHash("md5").update(bytes).digest("hex");
  const delivered = {
    materialId: made.material.id,
    fileName: "Épisode 2 (50%).L.wav",
    bytes: bytes.length,
    checksums: { md5, xxh64: "0".repeat(16), crc32: crcOf(bytes) },
    objectKey,
    probe: {},
    deliveredById,
  };
  await db.transaction((tx) => recordVersion(tx, delivered, clock));
  const { files } = await startDownloads(ada, [made.material.id], now);
  const [file] = files;
  if (!file) throw new Error("nothing started");
  return { ada, ...made, bytes, objectKey, md5, url: file.url, downloadId: file.downloadId };
}

/** Each piece copied: they lie in buffers that are filled anew. */
async function bytesOf(answer: Promise<Response>) {
  const pieces: Buffer[] = [];
  for await (const piece of (await answer).body ?? []) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

const crcOf = (bytes: Buffer) => crc32(bytes).toString(16).padStart(8, "0");

async function* pieces(bytes: Buffer) {
  yield bytes;
}

/** Asks as Next does: the path taken apart, no cookie. */
function ask(url: string, headers: Record<string, string> = {}, method: "GET" | "HEAD" = "GET") {
  const [downloadId = "", fileName = ""] = new URL(url).pathname.split("/").slice(3);
  const params = Promise.resolve({ downloadId, fileName: decodeURIComponent(fileName) });
  const route = method === "GET" ? GET : HEAD;
  return route(new Request(url, { method, headers }), { params });
}

async function refusal(answer: Promise<Response>) {
  const response = await answer;
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  return { status: response.status, ...error };
}

const begunAt = async (id: string) =>
  (await db.select().from(downloads).where(eq(downloads.id, id)))[0]?.begunAt;

describe("a genuine link", () => {
  test("gives the file as delivered, under its name, without a session", async () => {
    const { url, bytes, md5 } = await aDownload();
    const response = await ask(url);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-length": "100000",
      "content-type": "audio/wav",
      "content-disposition":
        "attachment; filename=\"Episode 2 (50%).L.wav\"; filename*=UTF-8''%C3%89pisode%202%20%2850%25%29.L.wav",
      etag: `"${md5}"`,
    });
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  });

  test("gives the rest of a file that was cut, and the whole when it is another", async () => {
    const { url, bytes, md5 } = await aDownload();
    const rest = await ask(url, { range: "bytes=60000-", "if-range": `"${md5}"` });
    expect(rest.status).toBe(206);
    expect(rest.headers.get("content-range")).toBe("bytes 60000-99999/100000");
    expect(Buffer.from(await rest.arrayBuffer()).equals(bytes.subarray(60_000))).toBe(true);
    const other = await ask(url, { range: "bytes=60000-", "if-range": '"other"' });
    expect(other.status).toBe(200);
    await other.body?.cancel();
  });

  test("marks the download as begun with the first byte, and with nothing less", async () => {
    const { url, downloadId, md5 } = await aDownload();
    const head = await ask(url, {}, "HEAD");
    expect(head.headers.get("content-length")).toBe("100000");
    expect(head.body).toBeNull();
    expect((await ask(url, { range: "bytes=100000-" })).status).toBe(416);
    expect((await ask(url, { "if-none-match": `"${md5}"` })).status).toBe(304);
    await (await ask(url)).body?.cancel();
    expect(await begunAt(downloadId)).toBeNull();

    await (await ask(url, { range: "bytes=0-0" })).arrayBuffer();
    const begun = await begunAt(downloadId);
    expect(begun).toBeInstanceOf(Date);
    await (await ask(url)).arrayBuffer();
    expect(await begunAt(downloadId)).toEqual(begun);
  });

  test("is refused for a while to who has as many answers open as one may have, and to nobody else", async () => {
    const made = await aDownload();
    const other = await aDownload();
    const over: (() => void)[] = [];
    const held = { ...currentConnection(), whenOver: (end: () => void) => void over.push(end) };
    for (let i = 0; i < PLACES; i += 1) takePlace(made.ada.id, held);
    const refused = await ask(made.url);
    expect(refused.headers.get("retry-after")).toBe("10");
    expect(await refusal(Promise.resolve(refused))).toMatchObject({
      status: 503,
      code: "too_many_transfers",
    });
    expect((await ask(other.url, {}, "HEAD")).status).toBe(200);
    over.pop()?.();
    expect((await ask(made.url, {}, "HEAD")).status).toBe(200);
    // The place was given back with the end of that.
    expect((await ask(made.url, {}, "HEAD")).status).toBe(200);
    for (const end of over) end();
  });

  test("of a file that the store has lost is refused in words, and operators can read which", async () => {
    const { url, objectKey, downloadId } = await aDownload();
    await objectStore().remove(objectKey);
    expect(await refusal(ask(url))).toMatchObject({ status: 503, code: "file_unavailable" });
    expect(log.mock.calls.flat().join(" ")).toContain(objectKey);
    expect(log.mock.calls.flat().join(" ")).not.toContain("signature");
    expect(await begunAt(downloadId)).toBeNull();
  });

  test("of a file that became another one in the store is cut before its last bytes, and not gone on with", async () => {
    const { bytes, objectKey, url } = await aDownload({ bytes: randomBytes(3 * 2 ** 20) });
    await objectStore().remove(objectKey);
    await objectStore().put(
      objectKey,
      pieces(Buffer.from(bytes).fill(~(bytes[1_000] ?? 0), 1_000, 1_001)),
    );
    const answer = await ask(url);
    expect(answer.status).toBe(200);
    let received = 0;
    const reading = async () => {
      for await (const piece of answer.body ?? []) received += piece.length;
    };
    await expect(reading()).rejects.toThrow("of its record");
    expect(received).toBeGreaterThan(0);
    expect(received).toBeLessThan(bytes.length);
    const opal = await anOperator();
    const fault = async () =>
      (await listFaults(opal, new Date())).find((one) => one.objectKey === objectKey)?.fault;
    await expect
      .poll(fault)
      .toMatch(/^has the CRC-32 [0-9a-f]{8}, not the [0-9a-f]{8} of its record$/);

    const rest = { range: `bytes=${received}-` };
    expect(await refusal(ask(url, rest))).toMatchObject({ status: 503, code: "file_unavailable" });
    // Mended: as a whole it is looked at again, and the next day its parts are sent too.
    await objectStore().remove(objectKey);
    await objectStore().put(objectKey, pieces(bytes));
    expect((await bytesOf(ask(url))).equals(bytes)).toBe(true);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 25 * 3_600_000 });
    expect((await bytesOf(ask(url, rest))).length).toBe(bytes.length - received);
  });
});

describe("a link that is not ours", () => {
  test("answers as one to nothing, whatever is wrong with it", async () => {
    const { url, downloadId } = await aDownload();
    const change = (field: string, value: string) => {
      const changed = new URL(url);
      changed.searchParams.set(field, value);
      return changed.href;
    };
    const gone = { id: v7(), fileName: "a.wav" };
    const terms = { expiresAt: new Date(Date.now() + 60_000), round: 0 };
    const urls = [
      fileLink(gone, terms),
      url.replace(downloadId, gone.id),
      url.replace(downloadId, "1; drop table downloads"),
      url.replace(downloadId, downloadId.toUpperCase()),
      change("expires", "1999999999"),
      change("key", "other"),
      change("signature", "AAAA"),
      url.replace(/\?.*/, ""),
    ];
    const answers = await Promise.all(urls.map((each) => refusal(ask(each))));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 404, code: "not_found" });
  });
});

describe("a genuine link is refused", () => {
  test("when it has expired", async () => {
    const { url } = await aDownload({ now: new Date(clock.now.getTime() - 7 * 86_400_000) });
    expect(await refusal(ask(url))).toMatchObject({ status: 410, code: "link_expired" });
  });

  test("when a newer version came before the first byte, naming it; and not after", async () => {
    const early = await aDownload();
    const begun = await aDownload();
    await (await ask(begun.url, { range: "bytes=0-9" })).arrayBuffer();
    for (const { material } of [early, begun]) await aVersion(material.id, clock);

    const refused = await refusal(ask(early.url));
    expect(refused).toMatchObject({ status: 410, code: "superseded" });
    expect(refused.message).toContain("Version 2");

    const resumed = await ask(begun.url, { range: "bytes=10-" });
    expect(resumed.status).toBe(206);
    const rest = Buffer.from(await resumed.arrayBuffer());
    expect(rest.equals(begun.bytes.subarray(10))).toBe(true);
  });

  type Made = Awaited<ReturnType<typeof aDownload>>;
  const losses: [string, (made: Made) => Promise<unknown>][] = [
    [
      "when the user is deactivated",
      ({ ada }) => db.update(users).set({ deactivatedAt: clock.now }).where(eq(users.id, ada.id)),
    ],
    [
      "when the request is withdrawn",
      ({ request }) =>
        db
          .update(sourceRequests)
          .set({ status: "cancelled", cancelledAt: clock.now })
          .where(eq(sourceRequests.id, request.id)),
    ],
    [
      "when the request was fulfilled long ago",
      ({ request }) =>
        db
          .update(sourceRequests)
          .set({ status: "fulfilled", fulfilledAt: new Date("2020-01-01T00:00:00Z") })
          .where(eq(sourceRequests.id, request.id)),
    ],
    [
      "when its type is watermarked by now: nothing goes out as delivered",
      ({ type }) =>
        db
          .update(assetTypes)
          .set({ watermarked: true, mediaKind: "video" })
          .where(eq(assetTypes.code, type.code)),
    ],
  ];

  test.each(losses)("%s", async (_, lose) => {
    const made = await aDownload();
    await (await ask(made.url, { range: "bytes=0-9" })).arrayBuffer();
    await lose(made);
    expect(await refusal(ask(made.url))).toMatchObject({ status: 403, code: "forbidden" });
    expect((await ask(made.url, {}, "HEAD")).status).toBe(403);
  });

  test.each(losses)("%s, though its bytes flow already", async (_, lose) => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const made = await aDownload({ bytes: randomBytes(5 * 2 ** 20) });
    const reader = (await ask(made.url)).body?.getReader();
    expect((await reader?.read())?.value?.length).toBe(2 ** 17);
    vi.advanceTimersByTime(30_000);
    expect((await reader?.read())?.value?.length).toBe(1.625 * 2 ** 20);

    await lose(made);
    vi.advanceTimersByTime(30_000);
    await expect.poll(() => log).toHaveBeenCalled();
    await expect(reader?.read()).rejects.toThrow("the right to it was lost");
  });
});

test("a file of no bytes is sent as such", async () => {
  const { url } = await aDownload({ bytes: Buffer.alloc(0) });
  const response = await ask(url);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-length")).toBe("0");
  expect((await response.arrayBuffer()).byteLength).toBe(0);
});

test("a record that names another size than the store has is refused in words", async () => {
  const { url, material } = await aDownload();
  await db.update(versions).set({ bytes: 100_001 }).where(eq(versions.materialId, material.id));
  expect(await refusal(ask(url))).toMatchObject({ status: 503, code: "file_unavailable" });
});
