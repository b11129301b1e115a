import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test, vi } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { deliveries } from "@/db/schema";
import * as events from "@/inngest/client";
import type { Operator } from "@/lib/auth/types";
import { env } from "@/lib/env";
import { objectStore } from "@/lib/storage";
import { anOperator } from "@/lib/testing/builders";
import { sweepDeliveries } from "./attempts";
import { aSlot, inPieces, objectFiles } from "./testing";
import { deliveryOffer } from "./types";

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

async function* brokenOff(bytes: Buffer, at: number) {
  yield* inPieces(bytes, at);
  throw new Error("aborted");
}

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
    const { send, kept, slots, attempts } = await aSlot(opal);
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
    const { send, attempts } = await aSlot(opal);
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
    const { send, attempts } = await aSlot(opal);
    await expect(send("")).rejects.toThrow("The file is empty.");
    await expect(send("x", { fileName: "a.wav" })).rejects.toThrow(
      /^fileName: .* txt or docx, not as wav/,
    );
    await expect(send("x", { fileName: "txt" })).rejects.toThrow(/without an ending/);
    expect(await attempts()).toEqual([]);
  });

  test("an unknown title or type, and words that are none", async () => {
    const { send } = await aSlot(opal);
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
    // Spaces around a variant make no other slot; a file's name is kept as it was supplied.
    expect(deliveryOffer.parse({ ...offer, variant: " L ", fileName: " a .txt" })).toMatchObject({
      variant: "L",
      fileName: " a .txt",
    });
  });

  test("what a process that is gone has left is swept, and what is under way stays", async () => {
    const { send, attempts, title, type } = await aSlot(opal);
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
