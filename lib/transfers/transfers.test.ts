import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import "@/db/testing";
import { v4, v7 } from "uuid";
import { db } from "@/db/client";
import { bundleEntries, bundles, downloads, transfers, versions } from "@/db/schema";
import type { Connection } from "@/lib/auth/connection";
import { startDownloads } from "@/lib/downloads/commands";
import { aMaterial, aPartnerUser, aVersion, aVisibleMaterial, noon } from "@/lib/testing/builders";
import { beginTransfer, recordTransfers, settleTransfers, takeBack } from "./commands";
import { DEAD_AFTER, HELD_BACK, leaseLength, sentTo } from "./rules";
import { ledgerOf } from "./tracker";
import type { Target, Transfer } from "./types";

const MiB = 2 ** 20;
const at = (seconds: number) => new Date(noon.now.getTime() + seconds * 1000);
const instance = v4();
afterEach(() => {
  vi.restoreAllMocks();
});

/** A download of a file of so many bytes, and the bundle that it is in, alone. */
async function aDownload(...sizes: number[]) {
  const ada = await aPartnerUser();
  const { title, type } = await aVisibleMaterial(ada, { versions: 0 });
  const ids: string[] = [];
  for (const [i, bytes] of sizes.entries()) {
    const { id } = await aMaterial({ titleId: title.id, assetTypeCode: type.code });
    await aVersion(id, noon, `${String(i).padStart(4, "0")}.wav`);
    await db.update(versions).set({ bytes }).where(eq(versions.materialId, id));
    ids.push(id);
  }
  const { files, bundle } = await startDownloads(ada, ids, noon.now);
  return { files, id: files[0]?.downloadId ?? "", bundleId: bundle?.id ?? "" };
}

const rowOf = async (id: string) => {
  const [row] = await db.select().from(downloads).where(eq(downloads.id, id));
  return row ?? expect.fail(id);
};

/** A transfer that has begun, of which nothing is known but its lease. */
async function aTransfer(target: Target, given: Partial<Transfer> & { by?: string } = {}) {
  const fromByte = given.fromByte ?? 0;
  const transfer: Transfer = {
    id: v7(),
    target,
    fromByte,
    handedTo: fromByte,
    leasedTo: fromByte + 256 * MiB,
    startedAt: noon.now,
    movedAt: noon.now,
    endedAt: null,
    taken: false,
    ...given,
  };
  await beginTransfer(transfer, given.by ?? instance);
  return transfer;
}

const sent = (transfer: Transfer, to: number, endedAt: Date | null = null, now = at(1)) =>
  recordTransfers(
    [
      {
        id: transfer.id,
        sentTo: to,
        leasedTo: endedAt ? Math.max(to, transfer.handedTo) : transfer.leasedTo,
        movedAt: now,
        endedAt,
      },
    ],
    now,
  );

describe("rules", () => {
  test("what buffers may hold is not sent until the client has been heard of", async () => {
    const transfer = { ...(await aTransfer({ downloadId: (await aDownload(1)).id })), fromByte: 5 };
    expect(sentTo({ ...transfer, handedTo: 10 })).toBe(5);
    expect(sentTo({ ...transfer, handedTo: HELD_BACK + 50 })).toBe(50);
    expect(sentTo({ ...transfer, handedTo: HELD_BACK + 50, taken: true })).toBe(HELD_BACK + 50);
  });

  test("a lease lasts about two seconds, within its bounds", () => {
    expect(leaseLength(0, 0)).toBe(16 * MiB);
    expect(leaseLength(50 * MiB, 1_000)).toBe(100 * MiB);
    expect(leaseLength(2_000 * MiB, 1_000)).toBe(256 * MiB);
  });
});

describe("coverage", () => {
  test("of any ranges of a file is the set of their bytes, and whole only when all are", async () => {
    const bytes = fc.integer({ min: 0, max: 40 });
    const ranges = fc.array(fc.tuple(bytes, bytes), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(ranges, async (given) => {
        const { id } = await aDownload(40);
        const naive = new Set<number>();
        for (const [a, b] of given) {
          const [start, end] = [Math.min(a, b), Math.max(a, b)];
          const transfer = await aTransfer({ downloadId: id }, { fromByte: start });
          await sent(transfer, end);
          for (let i = start; i < end; i += 1) naive.add(i);
        }
        const { coverage, completedAt } = await rowOf(id);
        expect(bytesIn(coverage)).toEqual(naive);
        expect(completedAt !== null).toBe(naive.size === 40);
      }),
      { numRuns: 30 },
    );
  });

  test("of any ranges of a bundle is, in each file of it, the set of its own bytes", async () => {
    const sizes = [7, 0, 30, 1, 0, 12];
    const { files, bundleId } = await aDownload(...sizes);
    const entries = await db
      .select()
      .from(bundleEntries)
      .where(eq(bundleEntries.bundleId, bundleId));
    const end = Math.max(...entries.map(({ dataOffset, bytes }) => dataOffset + bytes));
    const anywhere = fc.integer({ min: 0, max: end });
    const reset = () =>
      db.execute(sql`update downloads set coverage = '{}', completed_at = null, begun_at = null`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anywhere, anywhere), { maxLength: 6 }), async (given) => {
        await reset();
        const naive = new Set<number>();
        for (const [a, b] of given) {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          await sent(await aTransfer({ bundleId }, { fromByte: from }), to);
          for (let i = from; i < to; i += 1) naive.add(i);
        }
        for (const { downloadId } of files) {
          const { dataOffset, bytes } =
            entries.find((entry) => entry.downloadId === downloadId) ?? expect.fail();
          const own = [...naive].map((i) => i - dataOffset).filter((i) => i >= 0 && i < bytes);
          const { coverage, completedAt, begunAt } = await rowOf(downloadId);
          expect(bytesIn(coverage)).toEqual(new Set(own));
          // A file of nothing has been sent when the last byte before it was.
          const whole = bytes === 0 ? naive.has(dataOffset - 1) : own.length === bytes;
          expect(completedAt !== null, `${bytes} bytes at ${dataOffset}`).toBe(whole);
          expect(begunAt !== null).toBe(own.length > 0 || whole);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("adds up over the file itself and the bundle that it is in", async () => {
    const { id, bundleId } = await aDownload(1_000);
    const [{ dataOffset = 0 } = {}] = await db
      .select()
      .from(bundleEntries)
      .where(eq(bundleEntries.downloadId, id));
    await sent(await aTransfer({ downloadId: id }), 400);
    await sent(await aTransfer({ bundleId }, { fromByte: dataOffset + 300 }), dataOffset + 1_000);
    const row = await rowOf(id);
    expect(row.coverage).toBe("{[0,1000)}");
    expect(row.completedAt).toEqual(at(1));
  });

  test("of a file of no bytes is complete when it was answered", async () => {
    const { id } = await aDownload(0);
    const transfer = await aTransfer({ downloadId: id }, { leasedTo: 0 });
    expect((await rowOf(id)).completedAt).toBeNull();
    await sent(transfer, 0, at(1));
    expect((await rowOf(id)).completedAt).toEqual(at(1));
  });

  test("is written for many at once, in any order, by several at the same time", async () => {
    const { files } = await aDownload(...Array.from({ length: 40 }, () => 100));
    const all = await Promise.all(
      files.map(({ downloadId }) => aTransfer({ downloadId }, { leasedTo: 100 })),
    );
    const state = (transfer: Transfer, sentTo: number) => ({ ...transfer, sentTo });
    const rounds = Array.from({ length: 30 }, (_, i) => {
      const mixed = i % 2 ? all : all.toReversed();
      return recordTransfers(
        mixed.map((transfer) => state(transfer, (i + 1) * 3)),
        at(i),
      );
    });
    await Promise.all(rounds);
    for (const { downloadId } of files) expect((await rowOf(downloadId)).coverage).toBe("{[0,90)}");
  });

  test("is taken back where a connection broke after all, but not what others sent or a receipt proved", async () => {
    const { files, bundleId, id } = await aDownload(1_000, 1_000);
    const entries = await db
      .select()
      .from(bundleEntries)
      .where(eq(bundleEntries.bundleId, bundleId));
    const end = Math.max(...entries.map(({ dataOffset, bytes }) => dataOffset + bytes));
    const whole = await aTransfer({ bundleId });
    await sent(whole, end, at(1));
    await sent(await aTransfer({ downloadId: id }), 700, at(1));
    expect((await rowOf(id)).completedAt).not.toBeNull();
    const proved = files[1]?.downloadId ?? "";
    await db
      .update(downloads)
      .set({ verifiedAt: at(2) })
      .where(eq(downloads.id, proved));

    await takeBack(whole.id, 100);
    expect(await rowOf(id)).toMatchObject({ coverage: "{[0,700)}", completedAt: null });
    expect(await rowOf(proved)).toMatchObject({ coverage: "{[0,1000)}", completedAt: at(1) });
  });
});

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

describe("the books of a response", () => {
  /** A connection whose fate the test decides. */
  function aConnection() {
    let listener: Parameters<Connection["watch"]>[0] = () => expect.fail("nobody watches");
    const connection: Connection = {
      cut: () => {},
      watch: (given) => {
        listener = given;
      },
    };
    return { connection, tell: (...fate: Parameters<typeof listener>) => listener(...fate) };
  }

  const soon = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 8_000, interval: 100 });
  const transfersOf = (id: string) =>
    db.select().from(transfers).where(eq(transfers.downloadId, id));

  test("are open before the first byte, and lease what goes out before it does", async () => {
    const length = 100 * MiB;
    const { id } = await aDownload(length);
    const ledger = ledgerOf({ downloadId: id }, length, aConnection().connection);
    expect(await transfersOf(id)).toEqual([]);
    for (let start = 0; start < length; start += MiB) {
      await ledger.beforeSending({ start, end: start + MiB });
      const [row] = await transfersOf(id);
      expect(row?.leasedTo).toBeGreaterThanOrEqual(start + MiB);
      expect(row?.sentTo).toBeLessThanOrEqual(Math.max(0, start + MiB - HELD_BACK));
    }
    expect((await rowOf(id)).begunAt).not.toBeNull();
    expect((await rowOf(id)).completedAt).toBeNull();
    ledger.ended(false);
  });

  test("say completed when the client is at peace, and not before", async () => {
    const { id } = await aDownload(1_000);
    const { connection, tell } = aConnection();
    const ledger = ledgerOf({ downloadId: id }, 1_000, connection);
    await ledger.beforeSending({ start: 0, end: 1_000 });
    ledger.ended(true);
    await soon(async () =>
      expect((await transfersOf(id))[0]?.seenAt).not.toEqual((await transfersOf(id))[0]?.startedAt),
    );
    expect((await rowOf(id)).coverage).toBe("{}");
    tell("taken", false);
    await soon(async () => expect((await rowOf(id)).completedAt).not.toBeNull());
    // It broke after all.
    tell("lost", true);
    await soon(async () => expect((await rowOf(id)).completedAt).toBeNull());
    expect((await rowOf(id)).coverage).toBe("{}");
  });

  test("of a response that broke off keep what its buffers can't hold, and where it may be resumed", async () => {
    const length = 100 * MiB;
    const { id } = await aDownload(length);
    const ledger = ledgerOf({ downloadId: id }, length, aConnection().connection);
    await ledger.beforeSending({ start: 0, end: 20 * MiB });
    ledger.ended(false);
    await soon(async () => expect((await transfersOf(id))[0]?.endedAt).not.toBeNull());
    expect((await transfersOf(id))[0]).toMatchObject({ sentTo: 4 * MiB, leasedTo: 20 * MiB });
    expect((await rowOf(id)).coverage).toBe(`{[0,${4 * MiB})}`);
  });

  test("of a client that left before the first byte are closed, whenever they came to be written", async () => {
    const { id } = await aDownload(1_000);
    const ledger = ledgerOf({ downloadId: id }, 1_000, aConnection().connection);
    const beginning = ledger.beforeSending({ start: 0, end: 1_000 });
    ledger.ended(false);
    await beginning;
    await soon(async () => expect((await transfersOf(id))[0]?.endedAt).not.toBeNull());
    expect((await transfersOf(id))[0]).toMatchObject({ sentTo: 0 });
    expect((await rowOf(id)).coverage).toBe("{}");
  });

  test("keep each range of a response of several", async () => {
    const { id } = await aDownload(1_000);
    const { connection, tell } = aConnection();
    const ledger = ledgerOf({ downloadId: id }, 1_000, connection);
    await ledger.beforeSending({ start: 900, end: 1_000 });
    await ledger.beforeSending({ start: 0, end: 10 });
    ledger.ended(true);
    tell("taken", true);
    await soon(async () => expect((await rowOf(id)).coverage).toBe("{[0,10),[900,1000)}"));
  });
});

test("a bundle begins with its first transfer", async () => {
  const { bundleId } = await aDownload(10);
  const begunAt = async () =>
    (await db.select().from(bundles).where(eq(bundles.id, bundleId)))[0]?.begunAt;
  expect(await begunAt()).toBeNull();
  await aTransfer({ bundleId });
  await aTransfer({ bundleId }, { startedAt: at(5) });
  expect(await begunAt()).toEqual(noon.now);
});

test("a bundle begins with a transfer of one of its files too: a resume may outlive a newer version", async () => {
  const { id, bundleId } = await aDownload(10, 10);
  await aTransfer({ downloadId: id });
  const [bundle] = await db.select().from(bundles).where(eq(bundles.id, bundleId));
  expect(bundle?.begunAt).toEqual(noon.now);
  expect((await rowOf(id)).begunAt).toEqual(noon.now);
});

/** The numbers in a multirange: "{[0,3),[5,6)}". */
function bytesIn(multirange: string): Set<number> {
  const found = new Set<number>();
  for (const [, start, end] of multirange.matchAll(/\[(\d+),(\d+)\)/g))
    for (let i = Number(start); i < Number(end); i += 1) found.add(i);
  return found;
}
