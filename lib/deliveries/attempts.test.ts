import { eq } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { deliveries } from "@/db/schema";
import { anAssetType, anOperator, aTitle } from "@/lib/testing/builders";
import { begin, whileNoting } from "./attempts";
import { getSlot } from "./queries";
import { deliveryOffer } from "./types";

afterEach(() => {
  vi.useRealTimers();
});

test("every few seconds all that comes in is noted, each with its own bytes and time, until it ends", async () => {
  const opal = await anOperator();
  const [title, type] = [
    await aTitle(),
    await anAssetType({ mediaKind: "text", formats: ["txt"] }),
  ];
  const begun = new Date("2026-03-04T05:06:07Z");
  const said = { title: title.reference, assetType: type.code, fileName: "list.txt" };
  const offer = deliveryOffer.parse(said);
  const started = async () => (await begin(opal, offer, await getSlot(offer), undefined, begun)).id;
  const [first, second, other] = [await started(), await started(), await started()];
  const noted = async (id: string) => {
    const [row] = await db.select().from(deliveries).where(eq(deliveries.id, id));
    return [row?.bytes, row?.seenAt.getTime()];
  };
  const at = (seconds: number) => new Date(begun.getTime() + seconds * 1_000);

  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const work = (id: string, bytes: number, clock: () => Date) => {
    const { promise, resolve } = withResolvers();
    const done = whileNoting(id, clock, (note) => {
      note(bytes);
      return promise;
    });
    return async () => {
      resolve();
      await done;
    };
  };
  let now = at(5);
  const endFirst = work(first, 11, () => now);
  const endSecond = work(second, 22, () => at(9));
  await vi.advanceTimersByTimeAsync(5_000);
  await expect.poll(() => noted(first)).toEqual([11, at(5).getTime()]);
  expect(await noted(second)).toEqual([22, at(9).getTime()]);
  expect(await noted(other)).toEqual([0, begun.getTime()]);

  await endFirst();
  now = at(60);
  await vi.advanceTimersByTimeAsync(5_000);
  await db
    .update(deliveries)
    .set({ state: "rejected", reason: "No.", finishedAt: at(70) })
    .where(eq(deliveries.id, second));
  await endSecond();
  expect(vi.getTimerCount()).toBe(0);
  expect(await noted(first)).toEqual([11, at(5).getTime()]);
});

function withResolvers() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
