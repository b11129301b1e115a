import { afterAll, beforeAll, test } from "vitest";
import { randomFrom } from "@/db/seed/random";
import {
  type CrashWorld,
  expectNothingLeft,
  expectOneMailEach,
  expectSwept,
  killAtMails,
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

const kills = 30;
const killsAtMails = 10;

test("a copy is ready once, and told of once, whenever app, engine or Postgres are killed, and nothing is left over", {
  timeout: 3_600_000,
}, async () => {
  killAtMails(world, random, killsAtMails);
  const users: string[] = [];
  for (let i = 0; i < kills; i++) users.push(await survives(world, random, 6_000));
  await expectNothingLeft(world, kills);
  await expectOneMailEach(world, users);
  await expectSwept(world);
});
