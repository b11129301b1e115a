import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { qcEvents, versions } from "@/db/schema";
import { wave } from "@/e2e/support/sound";
import * as events from "@/inngest/client";
import type { Operator } from "@/lib/auth/types";
import { reviewQc } from "@/lib/materials/commands";
import { qcReviewInput } from "@/lib/materials/types";
import { checksumsOf } from "@/lib/media/checksums";
import { objectStore } from "@/lib/storage";
import { anAssetType, anOperator, aTitle } from "@/lib/testing/builders";
import { deliver } from "./commands";
import { listDeliveries } from "./queries";
import { aSlot, inPieces, objectFiles } from "./testing";
import { deliveriesQuery, deliveryOffer } from "./types";

// Which engine runs the jobs is not this file's: what it would be told is.
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof events>()),
  sendEvents: vi.fn(async () => {}),
}));

let opal: Operator;
beforeEach(async () => {
  opal = await anOperator();
  vi.mocked(events.sendEvents).mockClear();
});

describe("a file that is handed in", () => {
  test("becomes a version with what was found in it, and the jobs are told after the commit", async () => {
    const { send, kept, attempts } = await aSlot(opal);
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
    const { send, kept } = await aSlot(opal);
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

describe("the same again", () => {
  test("leads to the version that exists, also when another came between, and keeps no second object", async () => {
    const { send, kept, attempts, title } = await aSlot(opal);
    const first = await send("one");
    await send("two");
    const before = objectFiles().length;
    expect(await send("one", { fileName: "renamed.txt" })).toEqual({ ...first, created: false });
    expect((await kept()).map(({ number }) => number)).toEqual([1, 2]);
    expect((await attempts()).map(({ state }) => state)).toEqual(Array(3).fill("accepted"));
    expect(objectFiles()).toHaveLength(before);
    expect(events.sendEvents).toHaveBeenCalledTimes(2);
    const { rows } = await listDeliveries(opal, deliveriesQuery.parse({ q: title.reference }));
    expect(rows.map(({ version, again }) => [version, again])).toEqual([
      [1, true],
      [2, false],
      [1, false],
    ]);
  });

  test("under the same key is answered without its bytes being read", async () => {
    const { send, kept } = await aSlot(opal);
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
    const { send, kept } = await aSlot(opal);
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
    const { send, kept, slots } = await aSlot(opal);
    const contents = Array.from({ length: 20 }, (_, i) => `content ${i % 10}`);
    const answers = await Promise.all(contents.map((content) => send(content)));
    expect(answers.filter(({ created }) => created)).toHaveLength(10);
    expect((await kept()).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await slots()).toBe(1);
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
  const { send } = await aSlot(opal);
  const text = await send("a list");
  await expect(
    review({ materialId: text.delivered.materialId, status: "Ready for Mix" }),
  ).rejects.toThrow(/QC does not apply/);
  for (const wrong of [{ status: "Ready for Mix", result: "failed" }, { status: "Fine" }])
    expect(qcReviewInput.safeParse({ materialId, ...wrong }).success).toBe(false);
});

/** A PNG of one pixel. */
const dot = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
