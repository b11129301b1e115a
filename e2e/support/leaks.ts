import type { Page } from "playwright-core";
import { expect } from "vitest";
import { openClip, type PlayableWorld, player } from "./playable";

/** Opens and closes a film so often, and sees that no media element and no listener stays behind. */
export async function expectNoLeaks(page: Page, world: PlayableWorld, openings: number) {
  await openClip(page, world);
  const row = page.getByRole("treegrid").locator(`[data-line="${world.clips[0]?.id}"]`);
  const cycle = async () => {
    await page.getByRole("button", { name: "Close Details" }).click();
    await player(page).waitFor({ state: "detached" });
    await row.click();
    await page.waitForFunction(() => (document.querySelector("video")?.readyState ?? 0) >= 1);
  };
  // What is made once, such as the tooltips' portal, is made by then.
  for (let i = 0; i < 3; i++) await cycle();
  const before = await alive(page);
  for (let i = 0; i < openings; i++) await cycle();
  const after = await alive(page);
  expect(after.media).toBeLessThanOrEqual(before.media + 1);
  // React and hls.js keep a few for the next time; a leak would be several a time.
  expect(after.listeners - before.listeners).toBeLessThan(Math.max(20, openings));
}

/** After a collection of what nobody refers to. */
async function alive(page: Page) {
  const client = await page.context().newCDPSession(page);
  await client.send("Performance.enable");
  for (let i = 0; i < 3; i++) await client.send("HeapProfiler.collectGarbage");
  const { metrics } = await client.send("Performance.getMetrics");
  const { result } = await client.send("Runtime.evaluate", {
    expression: "HTMLMediaElement.prototype",
  });
  const { objects } = await client.send("Runtime.queryObjects", {
    prototypeObjectId: result.objectId ?? "",
  });
  const { result: properties } = await client.send("Runtime.getProperties", {
    objectId: objects.objectId ?? "",
    ownProperties: true,
  });
  await client.detach();
  return {
    media: properties.filter(({ name }) => /^\d+$/.test(name)).length,
    listeners: metrics.find(({ name }) => name === "JSEventListeners")?.value ?? 0,
  };
}
