import { expect, test } from "vitest";
import { breath, turns } from "./turns";

test("no more than the most run at once, in their order, also after one has failed", async () => {
  const inTurn = turns(2);
  const began: number[] = [];
  let running = 0;
  let most = 0;
  const works = Array.from({ length: 9 }, (_, i) =>
    inTurn(async () => {
      began.push(i);
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, i % 3));
      running -= 1;
      if (i === 4) throw new Error("four");
      return i;
    }),
  );
  const ended = await Promise.allSettled(works);
  expect(ended.map((one) => (one.status === "fulfilled" ? one.value : "failed"))).toEqual([
    ...[0, 1, 2, 3, "failed", 5, 6, 7, 8],
  ]);
  expect([most, began]).toEqual([2, [0, 1, 2, 3, 4, 5, 6, 7, 8]]);
});

test("of many who breathe at once, a few go on in a round of the loop, in their order", async () => {
  const rounds: number[][] = [[]];
  let over = false;
  const count = () => {
    rounds.push([]);
    if (!over) setImmediate(count);
  };
  setImmediate(count);
  await Promise.all(
    Array.from({ length: 30 }, (_, i) => breath().then(() => rounds.at(-1)?.push(i))),
  );
  over = true;
  expect(rounds.flat()).toEqual(Array.from({ length: 30 }, (_, i) => i));
  expect(Math.max(...rounds.map((round) => round.length))).toBeLessThanOrEqual(4);
  // And the next to come need not wait.
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  let waited = true;
  void breath().then(() => {
    waited = false;
  });
  await Promise.resolve();
  await Promise.resolve();
  expect(waited).toBe(false);
});
