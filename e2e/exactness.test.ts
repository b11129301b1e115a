import { afterAll, beforeAll, expect, test } from "vitest";
import { pageSignedInAs } from "./support/browser";
import { expectExact } from "./support/exactness";
import { expectNoLeaks } from "./support/leaks";
import { addPlayable, type PlayableWorld } from "./support/playable";

// A sample of what exactness.long.test.ts does with every clip.

const names = ["23.976", "29.97 DF"] as const;
let world: PlayableWorld;
beforeAll(async () => {
  world = await addPlayable([...names]);
}, 240_000);
afterAll(() => world.close());

test("every frame asked for is the frame shown, by its number, picture and timecode", async () => {
  const page = await pageSignedInAs(world.email, world.path);
  for (const i of names.keys()) await expectExact(page, world, i, { seeks: 6, steps: 10 });
  expect(world.clips).toHaveLength(names.length);
}, 180_000);

test("twenty openings leave no media element and no listener behind", async () => {
  const page = await pageSignedInAs(world.email, world.path);
  await expectNoLeaks(page, world, 20);
}, 180_000);
