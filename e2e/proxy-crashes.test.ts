import { afterAll, beforeAll, test } from "vitest";
import { randomFrom } from "@/db/seed/random";
import {
  type CrashWorld,
  expectNothingLeft,
  startCrashWorld,
  survives,
} from "./support/proxy-crashes";

const seed = process.env.TEST_SEED ?? String(Date.now());
const random = randomFrom(seed);
console.info(`TEST_SEED=${seed}`);

let world: CrashWorld;
beforeAll(async () => {
  world = await startCrashWorld();
}, 180_000);
afterAll(() => world?.stop(), 60_000);

/** A sample; the long run kills at thirty moments, and waits for the sweep and the mails. */
const kills = 2;
/** Since the world began, also by a walk that did not come to its end. */
let asked = 0;

test("a copy is ready once, whenever app, engine or Postgres are killed, and nothing is left over", {
  timeout: 600_000,
}, async () => {
  for (let i = 0; i < kills; i++) {
    asked += 1;
    await survives(world, random, 6_000);
  }
  await expectNothingLeft(world, asked);
});
