import { eq } from "drizzle-orm";
import { v4 } from "uuid";
import { beforeEach, describe, expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { bundleEntries, transfers } from "@/db/schema";
import { DEAD_AFTER } from "./rules";
import { settleTransfers } from "./settling";
import { aDownload, aTransfer, at, instance, MiB, rowOf, sent } from "./testing";

describe("a transfer that goes on where another stopped proves what that one had sent", () => {
  const length = 1_000 * MiB;
  const dead = at(1 + DEAD_AFTER / 1000 + 1);
  beforeEach(() => db.update(transfers).set({ settled: true }));

  test("before its connection broke", async () => {
    const { id } = await aDownload(length);
    const cut = await aTransfer({ downloadId: id }, { handedTo: 50 * MiB });
    await sent(cut, 34 * MiB, at(1));
    await aTransfer({ downloadId: id }, { fromByte: 45 * MiB });
    expect(await settleTransfers(instance, at(2))).toBe(0);
    expect((await rowOf(id)).coverage).toBe(`{[0,${45 * MiB})}`);
  });

  test("before its process died, as far as it was leased", async () => {
    const { id } = await aDownload(length);
    await sent(await aTransfer({ downloadId: id }, { by: v4() }), 10 * MiB);
    await aTransfer({ downloadId: id }, { fromByte: 200 * MiB, startedAt: at(2) });
    expect(await settleTransfers(instance, at(2))).toBe(1);
    expect((await rowOf(id)).coverage).toBe(`{[0,${10 * MiB})}`);
    expect(await settleTransfers(instance, dead)).toBe(0);
    expect((await rowOf(id)).coverage).toBe(`{[0,${200 * MiB})}`);
  });

  test("but not beyond what was leased", async () => {
    const { id } = await aDownload(length);
    await sent(await aTransfer({ downloadId: id }, { by: v4() }), 10 * MiB);
    await aTransfer({ downloadId: id }, { fromByte: 257 * MiB });
    expect(await settleTransfers(instance, dead)).toBe(0);
    expect((await rowOf(id)).coverage).toBe(`{[0,${10 * MiB})}`);
  });

  test("but not one that still runs: a client may come by several connections", async () => {
    const { id } = await aDownload(length);
    const first = await aTransfer({ downloadId: id });
    await sent(first, 10 * MiB);
    await aTransfer({ downloadId: id }, { fromByte: 100 * MiB });
    expect(await settleTransfers(instance, at(2))).toBe(1);
    expect((await rowOf(id)).coverage).toBe(`{[0,${10 * MiB})}`);
    // The first ends where the second began, as the client wants no more of it.
    first.handedTo = 104 * MiB;
    await sent(first, 88 * MiB, at(3));
    expect(await settleTransfers(instance, at(3))).toBe(0);
    expect((await rowOf(id)).coverage).toBe(`{[0,${100 * MiB})}`);
  });

  test("past others that its client opened meanwhile and closed at once, or before a crash", async () => {
    const { id } = await aDownload(length);
    for (const fromByte of [20 * MiB, 45 * MiB])
      await aTransfer({ downloadId: id }, { fromByte, by: v4() });
    const quick = await aTransfer({ downloadId: id }, { handedTo: 50 * MiB });
    const short = await aTransfer({ downloadId: id }, { fromByte: 39 * MiB, handedTo: 40 * MiB });
    await aTransfer({ downloadId: id }, { fromByte: 45 * MiB, startedAt: at(2) });
    await sent(short, 39 * MiB, at(2));
    await sent(quick, 34 * MiB, at(2));
    expect(await settleTransfers(instance, dead)).toBe(0);
    expect((await rowOf(id)).coverage).toBe(`{[0,${45 * MiB})}`);
  });

  test("also one that began after it: each is closed where the next has begun", async () => {
    const { id } = await aDownload(length);
    await aTransfer({ downloadId: id }, { fromByte: 100 * MiB });
    expect(await settleTransfers(instance, at(2))).toBe(0);
    const late = await aTransfer({ downloadId: id }, { handedTo: 103 * MiB });
    await sent(late, 87 * MiB, at(3));
    expect(await settleTransfers(instance, at(3))).toBe(0);
    expect((await rowOf(id)).coverage).toBe(`{[0,${100 * MiB})}`);
  });

  test("but not one that died with the process in which both ran", async () => {
    const { id } = await aDownload(length);
    const by = v4();
    await sent(await aTransfer({ downloadId: id }, { by }), 10 * MiB);
    await sent(await aTransfer({ downloadId: id }, { by, fromByte: 100 * MiB }), 110 * MiB);
    await settleTransfers(instance, dead);
    expect((await rowOf(id)).coverage).toBe(`{[0,${10 * MiB}),[${100 * MiB},${110 * MiB})}`);
    // What goes on then belongs to the nearest before it.
    await aTransfer({ downloadId: id }, { fromByte: 120 * MiB, startedAt: dead });
    await settleTransfers(instance, dead);
    expect((await rowOf(id)).coverage).toBe(`{[0,${10 * MiB}),[${100 * MiB},${120 * MiB})}`);
  });

  test("in a bundle too", async () => {
    const { id, bundleId } = await aDownload(length);
    const [{ dataOffset = 0 } = {}] = await db
      .select()
      .from(bundleEntries)
      .where(eq(bundleEntries.downloadId, id));
    const cut = await aTransfer({ bundleId }, { handedTo: 50 * MiB });
    await sent(cut, 34 * MiB, at(1));
    await aTransfer({ bundleId }, { fromByte: 45 * MiB });
    await settleTransfers(instance, at(2));
    expect((await rowOf(id)).coverage).toBe(`{[0,${45 * MiB - dataOffset})}`);
  });
});
