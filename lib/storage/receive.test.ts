import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { checksumsOf } from "@/lib/media/checksums";
import { BrokenOff, patientBody, receiveObject } from "./receive";
import type { ObjectStore } from "./types";

/** Keeps what comes in memory; like any store it copies a chunk before it asks for the next. */
function memoryStore() {
  const kept: Buffer[] = [];
  const put: ObjectStore["put"] = async (_, source) => {
    for await (const chunk of source) kept.push(Buffer.from(chunk));
  };
  return { store: { put } as ObjectStore, kept };
}

async function* pieces(all: Uint8Array[]) {
  yield* all;
}

test("however the bytes come, they are kept and summed in their order", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 1_500_000 }), { maxLength: 6 }),
      fc.integer({ min: 0, max: 255 }),
      async (lengths, seed) => {
        const all = lengths.map((length, i) => Buffer.alloc(length, `${seed} ${i} `));
        const whole = Buffer.concat(all);
        const { store, kept } = memoryStore();
        const counts: number[] = [];
        const found = await receiveObject(store, "key", pieces(all), whole.length, (n) =>
          counts.push(n),
        );
        expect(Buffer.concat(kept).equals(whole)).toBe(true);
        expect(found).toEqual(await checksumsOf([whole]));
        expect(counts.at(-1) ?? 0).toBe(whole.length);
        for (const chunk of kept.slice(0, -1)) expect(chunk.length).toBe(2 ** 20);
      },
    ),
    { numRuns: 8 },
  ));

test("many at once don't mix their sums", async () => {
  const bodies = Array.from({ length: 12 }, (_, i) => Buffer.alloc(700_000, `body ${i}`));
  const found = await Promise.all(
    bodies.map((body) =>
      receiveObject(memoryStore().store, "key", pieces([body]), body.length, () => {}),
    ),
  );
  expect(found).toEqual(await Promise.all(bodies.map((body) => checksumsOf([body]))));
});

test("a store that fails is what is heard of", async () => {
  const store = {
    put: async () => {
      throw new Error("the disk is full");
    },
  } as unknown as ObjectStore;
  const received = receiveObject(store, "key", pieces([Buffer.alloc(10)]), 10, () => {});
  await expect(received).rejects.toThrow("the disk is full");
});

describe("a sender", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  const read = async (body: ReadableStream<Uint8Array>) => {
    let pieces = 0;
    for await (const _ of patientBody(body, 100)) pieces += 1;
    return pieces;
  };

  test("that falls silent is given up", async () => {
    const silent = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Buffer.from("a")),
    });
    const given = expect(read(silent)).rejects.toThrow(BrokenOff);
    await vi.advanceTimersByTimeAsync(100);
    await given;
  });

  test("that is slow is not", async () => {
    let count = 0;
    const slow = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 99));
        if (++count > 8) controller.close();
        else controller.enqueue(Buffer.from("a"));
      },
    });
    const reading = read(slow);
    for (let i = 0; i <= 8; i++) await vi.advanceTimersByTimeAsync(99);
    expect(await reading).toBe(8);
  });
});
