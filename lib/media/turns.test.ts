import { expect, test } from "vitest";
import { turns } from "./turns";

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
