import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { bundleEntries, bundles, downloads } from "@/db/schema";
import { noon } from "@/lib/testing/builders";
import { recordTransfers, takeBack } from "./commands";
import { aDownload, aTransfer, at, rowOf, sent } from "./testing";
import type { Transfer } from "./types";

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

  test("comes with where it went to: of a bundle's files, those of which anything was sent", async () => {
    const { files, bundleId } = await aDownload(1_000, 1_000);
    const [{ dataOffset } = expect.fail("no entry")] = await db
      .select()
      .from(bundleEntries)
      .where(eq(bundleEntries.downloadId, files[0]?.downloadId ?? ""));
    const from = { address: "2001:db8::7", fromByte: dataOffset };
    await sent(await aTransfer({ bundleId }, from), dataOffset + 10);
    await sent(await aTransfer({ bundleId }, { ...from, address: "192.0.2.1" }), dataOffset + 20);
    const addresses = await Promise.all(
      files.map(async (file) => (await rowOf(file.downloadId)).address),
    );
    expect(addresses).toEqual(["2001:db8::7", null]);
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
