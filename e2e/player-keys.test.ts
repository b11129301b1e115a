import { afterAll, beforeAll, expect, test } from "vitest";
import { frameIs, player, readOut } from "./support/playable";
import { addPlayerWorld, button, media, type PlayerWorld, paused } from "./support/player-page";

let world: PlayerWorld;
beforeAll(async () => {
  world = await addPlayerWorld();
}, 240_000);
afterAll(() => world.close());

test("keys step, seek, play, shuttle, mute and fill the screen", async () => {
  const page = await world.opened();
  const press = (key: string) => page.keyboard.press(key);
  await press(".");
  await press(".");
  await frameIs(page, 2);
  await press(",");
  await frameIs(page, 1);
  await press("ArrowRight");
  await frameIs(page, 25);
  await press("ArrowLeft");
  await frameIs(page, 1);
  await press("m");
  await button(page, "Unmute").waitFor();

  await press(" ");
  await expect.poll(() => paused(page)).toBe(false);
  await press(" ");
  await expect.poll(() => paused(page)).toBe(true);
  await press("l");
  await press("l");
  await button(page, "Speed: 2×").waitFor();
  await press("k");
  await button(page, "Speed: 1×").waitFor();
  await press("ArrowRight");
  await press("ArrowRight");
  await expect.poll(() => readOut(page)).toBeGreaterThan(48);
  const from = await readOut(page);
  await press("j");
  await press("j");
  await player(page).getByText("◀ 2×").waitFor();
  await expect.poll(() => readOut(page)).toBeLessThan(from - 5);
  await press("k");
  await expect.poll(() => player(page).getByText("◀ 2×").count()).toBe(0);

  await press("f");
  await button(page, "Leave full screen").waitFor();
  await press("f");
  await button(page, "Full screen").waitFor();
  await press("?");
  await page.getByRole("dialog", { name: "Keys of the player" }).waitFor();
  await press("?");
  await page.getByRole("dialog", { name: "Keys of the player" }).waitFor({ state: "hidden" });
});

test("keys act only with the focus in the panel and outside of fields", async () => {
  const page = await world.opened();
  await page
    .getByRole("treegrid")
    .getByRole("row", { name: /24\.mp4/ })
    .first()
    .focus();
  await page.keyboard.press(".");
  await button(page, /^Timecode/).click();
  await page.getByRole("textbox", { name: "Go to timecode" }).press("m");
  await page.keyboard.press(".");
  await page.keyboard.press("Escape");
  expect(await readOut(page)).toBe(0);
  expect(await media(page, (video) => video.muted)).toBe(false);
  await page.getByRole("complementary").getByRole("tab", { name: "Detail", exact: true }).focus();
  await page.keyboard.press(".");
  await frameIs(page, 1);
  await player(page).getByRole("slider", { name: "Position" }).press("End");
  await frameIs(page, 244);
});
