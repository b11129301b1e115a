import { eq } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { transfers } from "@/db/schema";
import type { Connection } from "@/lib/connection";
import { FIRST_LEASE, HELD_BACK } from "./rules";
import { aDownload, MiB, rowOf } from "./testing";
import { ledgerOf } from "./tracker";

describe("the books of a response", () => {
  /** A connection whose fate the test decides. */
  function aConnection() {
    let listener: Parameters<Connection["watch"]>[0] = () => expect.fail("nobody watches");
    const connection: Connection = {
      address: "198.51.100.7",
      cut: () => {},
      whenOver: () => {},
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
    expect((await rowOf(id)).address).toBe("198.51.100.7");
    expect((await rowOf(id)).completedAt).toBeNull();
    ledger.ended(false);
  });

  test("hold back what is not leased yet", async () => {
    const { id } = await aDownload(100 * MiB);
    const ledger = ledgerOf({ downloadId: id }, 100 * MiB, aConnection().connection);
    await ledger.beforeSending({ start: 0, end: MiB });
    let goesOut = false;
    let beyond: Promise<void> | undefined;
    await db.transaction(async (tx) => {
      await tx.select().from(transfers).where(eq(transfers.downloadId, id)).for("update");
      beyond = ledger.beforeSending({ start: MiB, end: FIRST_LEASE + MiB }).then(() => {
        goesOut = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(goesOut).toBe(false);
    });
    await beyond;
    expect((await transfersOf(id))[0]?.leasedTo).toBeGreaterThanOrEqual(FIRST_LEASE + MiB);
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
