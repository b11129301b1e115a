import { afterAll, beforeAll, expect, test } from "vitest";
import { type PlayerClipName, playerClips } from "@/lib/media/testing/player-clips";
import { pageSignedInAs } from "./support/browser";
import { expectExact } from "./support/exactness";
import { expectNoLeaks } from "./support/leaks";
import { addPlayable, type PlayableWorld } from "./support/playable";
import { expectSync } from "./support/sync";

const names = Object.keys(playerClips) as PlayerClipName[];
let world: PlayableWorld;
beforeAll(async () => {
  world = await addPlayable(names);
}, 600_000);
afterAll(() => world.close());

test.each([...names.entries()])(
  "clip %d, %s: 50 seeks and 100 steps, none wrong, and after each of some the sound in its place",
  async (i) => {
    const page = await pageSignedInAs(world.email, world.path);
    await expectExact(page, world, i, { seeks: 50, steps: 100 });
    const clip = world.clips[i] ?? expect.fail("no such clip");
    for (const flash of [2, 8, 5, 3]) await expectSync(page, clip, flash);
  },
  600_000,
);

test("two hundred openings leave no media element and no listener behind", async () => {
  const page = await pageSignedInAs(world.email, world.path);
  await expectNoLeaks(page, world, 200);
}, 900_000);
