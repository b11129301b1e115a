import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import path from "node:path";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { deliveries, materials, qcEvents, versions } from "@/db/schema";
import * as events from "@/inngest/client";
import type { Operator } from "@/lib/auth/types";
import { env } from "@/lib/env";
import { reviewQc } from "@/lib/materials/commands";
import { qcReviewInput } from "@/lib/materials/types";
import { checksumsOf } from "@/lib/media/checksums";
import { objectStore } from "@/lib/storage";
import { anAssetType, anOperator, aTitle } from "@/lib/testing/builders";
import { giveLoudnessUp, measureLoudnessOf, resumeLostMeasuring } from "@/lib/versions/commands";
import { sweepDeliveries } from "./attempts";
import { deliver } from "./commands";
import { deliveryOffer } from "./types";

// Which engine runs the jobs is not this file's: what it would be told is.
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof events>()),
  sendEvents: vi.fn(async () => {}),
}));

const objects = process.env.OBJECTS_DIR ?? "";
let opal: Operator;
beforeEach(async () => {
  opal = await anOperator();
  vi.mocked(events.sendEvents).mockClear();
});

/** A slot for texts, and a way to hand one in. */
async function aSlot() {
  const title = await aTitle();
  const type = await anAssetType({ mediaKind: "text", formats: ["txt", "docx"] });
  const offer = { title: title.reference, assetType: type.code, fileName: "list.txt" };
  const send = (content: Buffer | string, said: object = {}, body: object = {}, key?: string) => {
    const bytes = Buffer.from(content);
    const whole = { source: inPieces(bytes), length: bytes.length, ...body };
    return deliver(opal, deliveryOffer.parse({ ...offer, ...said }), whole, {
      idempotencyKey: key,
    });
  };
  const attempts = () =>
    db
      .select()
      .from(deliveries)
      .where(eq(deliveries.titleId, title.id))
      .orderBy(deliveries.startedAt, deliveries.id);
  const kept = () =>
    db
      .select({ number: versions.number, fileName: versions.fileName, key: versions.objectKey })
      .from(versions)
      .innerJoin(materials, eq(materials.id, versions.materialId))
      .where(eq(materials.titleId, title.id))
      .orderBy(versions.number);
  const slots = () => db.$count(materials, eq(materials.titleId, title.id));
  return { title, type, send, attempts, kept, slots };
}

async function* inPieces(bytes: Buffer, until = bytes.length, size = 60_000) {
  for (let at = 0; at < until; at += size) yield bytes.subarray(at, Math.min(until, at + size));
}

async function* brokenOff(bytes: Buffer, at: number) {
  yield* inPieces(bytes, at);
  throw new Error("aborted");
}

const objectFiles = () =>
  readdirSync(path.join(objects, "versions"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

describe("a file that is handed in", () => {
  test("becomes a version with what was found in it, and the jobs are told after the commit", async () => {
    const { send, kept, attempts } = await aSlot();
    const content = "Line one\nLine two\n".repeat(100_000);
    const { created, delivered } = await send(content, { note: "Locked.", variant: "Reel 1" });

    const { bytes, ...checksums } = await checksumsOf([Buffer.from(content)]);
    expect({ created, ...delivered }).toMatchObject({
      created: true,
      version: 1,
      bytes,
      checksums,
    });
    const [version] = await db
      .select()
      .from(versions)
      .where(eq(versions.materialId, delivered.materialId));
    expect(version).toMatchObject({ newlyAdded: "new", note: "Locked.", deliveredById: opal.id });
    expect(version?.probe).toMatchObject({ kind: "text", format: "txt", events: 200_000 });
    const object = await objectStore().open((await kept())[0]?.key ?? "");
    expect(object?.size).toBe(bytes);
    await object?.close();
    expect(await attempts()).toMatchObject([{ state: "accepted", bytes, versionId: version?.id }]);
    expect(events.sendEvents).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ name: "version/delivered", data: { versionId: version?.id } }),
    );
  });

  test("keeps its name as supplied, and leads nowhere by it", async () => {
    const { send, kept } = await aSlot();
    const names = [
      "../../etc/passwd.txt",
      "C:\\a\\b.txt",
      "a\u202etxt.txt",
      "ليل 夜.txt",
      "-rf.txt",
    ];
    for (const fileName of names) await send(fileName, { fileName });
    const versions = await kept();
    expect(versions.map(({ fileName }) => fileName)).toEqual(names);
    for (const { key } of versions) expect(key).toMatch(/^versions\/[0-9a-f]{2}\/[0-9a-f-]{36}$/);
  });

  test("of sound is looked into: its media decide, whatever the name says", async () => {
    const title = await aTitle();
    const type = await anAssetType({ qcApplies: true, formats: ["wav", "png"] });
    const offer = { title: title.reference, assetType: type.code, fileName: "mix.L.wav" };
    const send = (bytes: Buffer, fileName = "mix.L.wav") =>
      deliver(opal, deliveryOffer.parse({ ...offer, fileName }), {
        source: inPieces(bytes),
        length: bytes.length,
      });
    const { delivered } = await send(wave(1_000));
    const [version] = await db
      .select()
      .from(versions)
      .where(eq(versions.materialId, delivered.materialId));
    expect(version?.probe).toMatchObject({ kind: "audio", sampleRate: 48_000, channels: 1 });
    expect(version?.qcStatus).toBe("QC Pending");

    await expect(send(Buffer.alloc(50_000))).rejects.toMatchObject({ code: "bad_request" });
    await expect(send(dot, "dot.png")).rejects.toThrow(/is a still picture, and sound/);
    expect(await db.$count(versions, eq(versions.materialId, delivered.materialId))).toBe(1);
  });
});

describe("the loudness of a sound", () => {
  /** A version as it stands when its delivery was answered. */
  async function aDelivered(bytes: Buffer) {
    const title = await aTitle();
    const type = await anAssetType({ formats: ["wav"] });
    const offer = { title: title.reference, assetType: type.code, fileName: "mix.wav" };
    const body = { source: inPieces(bytes), length: bytes.length };
    const { delivered } = await deliver(opal, deliveryOffer.parse(offer), body);
    const find = async () => {
      const { materialId } = delivered;
      const [row] = await db.select().from(versions).where(eq(versions.materialId, materialId));
      if (!row) return expect.fail("no version");
      const { integratedLoudnessLufs: loudness, ...rest } = row.probe as Record<string, unknown>;
      return { id: row.id, key: row.objectKey, loudness, rest };
    };
    return { ...(await find()), find };
  }
  const queued = (versionId: string) =>
    expect.objectContaining({ name: "loudness/queued", data: { versionId } });

  test("is not waited for: a job measures it, once, and the rest of what is known stays", async () => {
    const { id, loudness, rest, find } = await aDelivered(wave(1_000));
    expect(loudness).toBe("measuring");
    expect(events.sendEvents).toHaveBeenCalledExactlyOnceWith(expect.anything(), queued(id));
    await measureLoudnessOf(id);
    const found = await find();
    expect(found.loudness).toBeGreaterThan(-10);
    expect(found.rest).toEqual(rest);
    await giveLoudnessUp(id);
    await measureLoudnessOf(id);
    expect((await find()).loudness).toBe(found.loudness);
  });

  test("that can't be measured is said to be so, and one that is our fault is tried again", async () => {
    const { id, key, find } = await aDelivered(wave(1_000));
    await objectStore().remove(key);
    await expect(measureLoudnessOf(id)).rejects.toThrow();
    expect((await find()).loudness).toBe("measuring");
    await objectStore().put(key, inPieces(Buffer.from("no sound any more")));
    await measureLoudnessOf(id);
    expect((await find()).loudness).toBe("unmeasurable");
  });

  test("that was lost is found by the sweep, and one under way is left alone", async () => {
    const { id } = await aDelivered(wave(1_000));
    vi.mocked(events.sendEvents).mockClear();
    const minutesOn = (minutes: number) => new Date(Date.now() + minutes * 60_000);
    await resumeLostMeasuring(minutesOn(4));
    expect(vi.mocked(events.sendEvents).mock.calls.flat()).not.toContainEqual(queued(id));
    expect(await resumeLostMeasuring(minutesOn(6))).toBeGreaterThan(0);
    expect(vi.mocked(events.sendEvents).mock.calls.flat()).toContainEqual(queued(id));
  });
});

describe("the same again", () => {
  test("leads to the version that exists, also when another came between, and keeps no second object", async () => {
    const { send, kept, attempts } = await aSlot();
    const first = await send("one");
    await send("two");
    const before = objectFiles().length;
    expect(await send("one", { fileName: "renamed.txt" })).toEqual({ ...first, created: false });
    expect((await kept()).map(({ number }) => number)).toEqual([1, 2]);
    expect((await attempts()).map(({ state }) => state)).toEqual(Array(3).fill("accepted"));
    expect(objectFiles()).toHaveLength(before);
    expect(events.sendEvents).toHaveBeenCalledTimes(2);
  });

  test("under the same key is answered without its bytes being read", async () => {
    const { send, kept } = await aSlot();
    const first = await send("one", {}, {}, "key-1");
    const unread = (async function* (): AsyncGenerator<Uint8Array> {
      yield expect.fail("read");
    })();
    expect(await send("one", {}, { source: unread }, "key-1")).toEqual({
      ...first,
      created: false,
    });
    await expect(send("one", { fileName: "other.txt" }, {}, "key-1")).rejects.toThrow(
      /^Idempotency-Key: /,
    );
    expect(await kept()).toHaveLength(1);
  });

  test("under the key of an attempt that failed is a new attempt; of one under way it is refused", async () => {
    const { send, kept } = await aSlot();
    await expect(send("one", { md5: "0".repeat(32) }, {}, "key-2")).rejects.toThrow(/^md5: /);
    let second: Promise<unknown> | undefined;
    const slow = (async function* () {
      yield Buffer.from("o");
      second = send("one", {}, {}, "key-2");
      await expect(second).rejects.toMatchObject({ code: "in_progress" });
      yield Buffer.from("ne");
    })();
    expect(await send("one", {}, { source: slow }, "key-2")).toMatchObject({ created: true });
    expect(await kept()).toHaveLength(1);
  });

  test("many at once make consecutive versions, and one of the same content", async () => {
    const { send, kept, slots } = await aSlot();
    const contents = Array.from({ length: 20 }, (_, i) => `content ${i % 10}`);
    const answers = await Promise.all(contents.map((content) => send(content)));
    expect(answers.filter(({ created }) => created)).toHaveLength(10);
    expect((await kept()).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await slots()).toBe(1);
  });
});

describe("what is refused", () => {
  const content = randomBytes(1_000_000).toString("hex");
  const bytes = Buffer.from(content);
  const cuts = [0, 2 ** 20, bytes.length - 1];
  test.each([
    ...cuts.map((at) => [`broken off after ${at}`, {}, { source: brokenOff(bytes, at) }]),
    ...cuts.map((at) => [`ended after ${at}`, {}, { source: inPieces(bytes, at) }]),
    ["longer than promised", {}, { length: bytes.length - 1 }],
    ["a wrong MD5", { md5: "0".repeat(32) }, {}],
    ["a wrong xxh64", { xxh64: "0".repeat(16) }, {}],
    ["a wrong CRC-32", { crc32: "0".repeat(8) }, {}],
    ["a name that is no text of its kind", { fileName: "list.docx" }, {}],
  ] as [string, object, object][])("%s leaves nothing but its record", async (_, said, body) => {
    const { send, kept, slots, attempts } = await aSlot();
    const before = objectFiles();
    await expect(send(content, said, body)).rejects.toMatchObject({ code: "bad_request" });
    expect(await kept()).toEqual([]);
    expect(await slots()).toBe(0);
    expect(objectFiles()).toEqual(before);
    expect(await attempts()).toMatchObject([
      { state: "rejected", reason: expect.stringMatching(/^(The|md5|xxh64|crc32)/) },
    ]);
    expect(events.sendEvents).not.toHaveBeenCalled();
  });

  test("a file larger than is taken, before anything of it is read", async () => {
    const { send, attempts } = await aSlot();
    const unread = (async function* (): AsyncGenerator<Uint8Array> {
      yield expect.fail("read");
    })();
    const body = { source: unread, length: env.MAX_DELIVERY_BYTES + 1 };
    await expect(send("x", {}, body)).rejects.toMatchObject({ code: "too_large" });
    expect(await attempts()).toEqual([]);
    // One as large as may be is begun.
    const most = send("x", {}, { length: env.MAX_DELIVERY_BYTES });
    await expect(most).rejects.toThrow(/^The upload ended after 1 of /);
  });

  test("an empty file, or one of a format that the type does not have, is not even begun", async () => {
    const { send, attempts } = await aSlot();
    await expect(send("")).rejects.toThrow("The file is empty.");
    await expect(send("x", { fileName: "a.wav" })).rejects.toThrow(
      /^fileName: .* txt or docx, not as wav/,
    );
    await expect(send("x", { fileName: "txt" })).rejects.toThrow(/without an ending/);
    expect(await attempts()).toEqual([]);
  });

  test("an unknown title or type, and words that are none", async () => {
    const { send } = await aSlot();
    await expect(send("x", { title: "TTL-none" })).rejects.toMatchObject({ code: "not_found" });
    await expect(send("x", { assetType: "none" })).rejects.toThrow(/^assetType: /);
    const offer = { title: "T", assetType: "a", fileName: "a.txt" };
    for (const wrong of [
      { title: "" },
      { fileName: "a\0.txt" },
      { md5: "xyz" },
      { language: "12" },
    ])
      expect(deliveryOffer.safeParse({ ...offer, ...wrong }).success).toBe(false);
    expect(deliveryOffer.parse({ ...offer, language: "pt-br", variant: "" })).toMatchObject({
      language: "pt-BR",
    });
  });

  test("what a process that is gone has left is swept, and what is under way stays", async () => {
    const { send, attempts, title, type } = await aSlot();
    const now = Date.now();
    const lost = { id: "01900000-0000-7000-8000-0000000000ab", titleId: title.id };
    const row = { ...lost, assetTypeCode: type.code, fileName: "lost.txt", deliveredById: opal.id };
    const old = new Date(now - 11 * 60_000);
    await db.insert(deliveries).values({ ...row, startedAt: old, seenAt: old });
    await objectStore().put(`versions/ab/${lost.id}`, inPieces(Buffer.from("lost")));
    const slow = (async function* () {
      yield Buffer.from("o");
      await sweepDeliveries(new Date(now));
      yield Buffer.from("k");
    })();
    expect(await send("ok", {}, { source: slow })).toMatchObject({ created: true });
    expect((await attempts()).map(({ state }) => state)).toEqual(["rejected", "accepted"]);
    expect(objectFiles()).not.toContain(lost.id);
  });
});

test("a review stands in the history, and a type without QC refuses it in words", async () => {
  const title = await aTitle();
  const type = await anAssetType({ qcApplies: true });
  const offer = { title: title.reference, assetType: type.code, fileName: "mix.wav" };
  const bytes = wave(100);
  const { delivered } = await deliver(opal, deliveryOffer.parse(offer), {
    source: inPieces(bytes),
    length: bytes.length,
  });
  const { materialId } = delivered;
  const review = (said: object) =>
    reviewQc(opal, qcReviewInput.parse({ materialId, ...said }), new Date());
  await review({ status: "QC Pending", result: "failed", note: "Clicks." });
  await review({ status: "Ready for Mix" });
  const [version] = await db.select().from(versions).where(eq(versions.materialId, materialId));
  expect(version).toMatchObject({ qcStatus: "Ready for Mix", newlyAdded: "updated" });
  const history = await db
    .select({ status: qcEvents.status, result: qcEvents.result, note: qcEvents.note })
    .from(qcEvents)
    .orderBy(qcEvents.at, qcEvents.id);
  expect(history.slice(-3)).toEqual([
    { status: "QC Pending", result: null, note: null },
    { status: "QC Pending", result: "failed", note: "Clicks." },
    { status: "Ready for Mix", result: "passed", note: null },
  ]);
  const { send } = await aSlot();
  const text = await send("a list");
  await expect(
    review({ materialId: text.delivered.materialId, status: "Ready for Mix" }),
  ).rejects.toThrow(/QC does not apply/);
  for (const wrong of [{ status: "Ready for Mix", result: "failed" }, { status: "Fine" }])
    expect(qcReviewInput.safeParse({ materialId, ...wrong }).success).toBe(false);
});

/** So many milliseconds of 48 kHz mono noise, 16 bits a sample. */
function wave(milliseconds: number): Buffer {
  const sound = randomBytes(96 * milliseconds);
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + sound.length, 4);
  header.write("WAVEfmt ", 8);
  for (const [at, value] of [
    [16, 16],
    [24, 48_000],
    [28, 96_000],
    [40, sound.length],
  ] as const)
    header.writeUInt32LE(value, at);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    header.writeUInt16LE(value, at);
  header.write("data", 36);
  return Buffer.concat([header, sound]);
}

/** A PNG of one pixel. */
const dot = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
