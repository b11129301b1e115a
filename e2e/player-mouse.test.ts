import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoViolations } from "./support/axe";
import { frameIs, numberOnView, player, readOut, timecode } from "./support/playable";
import { addPlayerWorld, button, media, type PlayerWorld, paused } from "./support/player-page";

let world: PlayerWorld;
beforeAll(async () => {
  world = await addPlayerWorld();
}, 240_000);
afterAll(() => world.close());

/** Where on the bar a frame is. */
async function pointOf(page: Page, frame: number) {
  const bar = player(page).getByRole("slider", { name: "Position" });
  const { x, y, width, height } = (await bar.boundingBox()) ?? expect.fail("no bar");
  return { x: x + (width * frame) / 244, y: y + height / 2 };
}

test("scrubs by click and drag, with thumbnail and timecode where the pointer is", async () => {
  const page = await world.opened();
  // Pressed only once the bar stands still.
  await player(page).getByRole("slider", { name: "Position" }).hover();
  const at = await pointOf(page, 122);
  await page.mouse.click(at.x, at.y);
  await frameIs(page, 122);
  expect(await numberOnView(page)).toBe(122);

  const to = await pointOf(page, 61);
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await frameIs(page, 61);
  await player(page).getByText("01:00:02:13").nth(1).waitFor({ state: "attached" });
  await page.mouse.up();
  await frameIs(page, 61);
  expect(await numberOnView(page)).toBe(61);
});

test("mutes, and says how loud", async () => {
  const page = await world.opened();
  await button(page, "Mute").click();
  expect(await media(page, (video) => video.muted)).toBe(true);
  await button(page, "Unmute").click();
  await player(page).getByRole("slider", { name: "Volume" }).fill("0.5");
  expect(await media(page, (video) => video.volume)).toBe(0.5);
});

test("steps by frames and by the seek duration, which is chosen or typed, and remembered", async () => {
  const page = await world.opened();
  await button(page, "Frame forward").click();
  await button(page, "Frame forward").click();
  await frameIs(page, 2);
  await button(page, "Frame back").click();
  await frameIs(page, 1);
  await button(page, "Seek forward 1 s").click();
  await frameIs(page, 25);

  await button(page, "Seek Duration: 1 s").click();
  const dialog = page.getByRole("dialog", { name: "Seek Duration" });
  await dialog.getByRole("button", { name: "2 s" }).click();
  await button(page, "Seek forward 2 s").click();
  await frameIs(page, 73);
  await button(page, "Seek Duration: 2 s").click();
  await dialog.getByRole("textbox").fill("none");
  await page.keyboard.press("Enter");
  await dialog.getByRole("alert").waitFor();
  await dialog.getByRole("textbox").fill("1,5");
  await page.keyboard.press("Enter");
  await button(page, "Seek back 1.5 s").click();
  await frameIs(page, 37);
  await page.reload();
  await button(page, "Seek back 1.5 s").waitFor();
});

test("plays and pauses at the speed that is chosen", async () => {
  const page = await world.opened();
  await button(page, "Speed: 1×").click();
  await page.getByRole("menuitemradio", { name: "0.25×" }).click();
  await button(page, "Speed: 0.25×").waitFor();
  await button(page, "Play").click();
  await expect.poll(() => readOut(page)).toBeGreaterThan(3);
  await button(page, "Pause").click();
  await expect.poll(() => paused(page)).toBe(true);
  await expect.poll(async () => (await numberOnView(page)) === (await readOut(page))).toBe(true);
  await page.locator("video").click();
  await expect.poll(() => paused(page)).toBe(false);
});

test("copies the timecode, and goes to one that is typed", async () => {
  const page = await world.opened({ permissions: ["clipboard-read", "clipboard-write"] });
  expect(await timecode(page)).toBe("01:00:00:00");
  await button(page, /^Timecode/).click();
  const field = page.getByRole("textbox", { name: "Go to timecode" });
  await field.fill("02:00:00:00");
  await field.press("Enter");
  await page.getByRole("alert").filter({ hasText: "outside of the file" }).waitFor();
  await field.fill("3:07");
  await field.press("Enter");
  await frameIs(page, 79);
  expect(await timecode(page)).toBe("01:00:03:07");
  expect(await numberOnView(page)).toBe(79);
  await button(page, "Copy timecode").click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("01:00:03:07");
});

test("fills the screen with its controls, which Escape leaves before it closes the panel", async () => {
  const page = await world.opened();
  await button(page, "Full screen").click();
  await button(page, "Leave full screen").waitFor();
  await button(page, "Speed: 1×").click();
  await page.getByRole("menuitemradio", { name: "0.5×" }).click();
  await button(page, "Speed: 0.5×").waitFor();
  await player(page).focus();
  await page.keyboard.press("Escape");
  await button(page, "Full screen").waitFor();
  await player(page).focus();
  await page.keyboard.press("Escape");
  await player(page).waitFor({ state: "detached" });
});

test.each(["light", "dark"] as const)(
  "axe finds nothing in the player, %s",
  async (colorScheme) => {
    const page = await world.opened({ colorScheme });
    await button(page, "Seek Duration: 1 s").click();
    await page.getByRole("dialog", { name: "Seek Duration" }).waitFor();
    await expectNoViolations(page);
  },
);
