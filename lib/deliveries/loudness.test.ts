import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { versions } from "@/db/schema";
import { wave } from "@/e2e/support/sound";
import * as events from "@/inngest/client";
import type { Operator } from "@/lib/auth/types";
import { objectStore } from "@/lib/storage";
import { anAssetType, anOperator, aTitle } from "@/lib/testing/builders";
import { giveLoudnessUp, measureLoudnessOf, resumeLostMeasuring } from "@/lib/versions/commands";
import { deliver } from "./commands";
import { inPieces } from "./testing";
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
