import { AxeBuilder } from "@axe-core/playwright";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newPage, pageSignedInAs } from "./support/browser";
import {
  addPlayable,
  numberOnView,
  openClip,
  type PlayableWorld,
  player,
  readOut,
  timecode,
} from "./support/playable";

let world: PlayableWorld;
let signedIn: NonNullable<BrowserContextOptions["storageState"]>;
let unmade: string;
beforeAll(async () => {
  world = await addPlayable(["24"]);
  unmade = await world.addSlot({ type: "proxy", fileName: "unmade.mp4", daysAgo: 20 });
  await world.query(
    `update versions set probe = (select probe from versions where material_id = $1) where material_id = $2`,
    [world.clips[0]?.id, unmade],
  );
  signedIn = await (await pageSignedInAs(world.email, world.path)).context().storageState();
}, 240_000);
afterAll(() => world.close());

const aPage = (options: BrowserContextOptions = {}) =>
  newPage({ ...options, storageState: signedIn });
async function opened(options: BrowserContextOptions = {}) {
  const page = await aPage(options);
  await openClip(page, world);
  return page;
}
const button = (page: Page, name: string | RegExp) =>
  player(page).getByRole("button", { name, exact: true });
const frameIs = (page: Page, frame: number) => expect.poll(() => readOut(page)).toBe(frame);
const media = <T>(page: Page, read: (video: HTMLVideoElement) => T) =>
  page.locator("video").evaluate(read as (element: HTMLElement | SVGElement) => T);
const paused = (page: Page) => media(page, (video) => video.paused);
/** Where on the bar a frame is. */
async function pointOf(page: Page, frame: number) {
  const bar = player(page).getByRole("slider", { name: "Position" });
  const { x, y, width, height } = (await bar.boundingBox()) ?? expect.fail("no bar");
  return { x: x + (width * frame) / 244, y: y + height / 2 };
}

describe("by mouse", () => {
  test("scrubs by click and drag, with thumbnail and timecode where the pointer is", async () => {
    const page = await opened();
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
    const page = await opened();
    await button(page, "Mute").click();
    expect(await media(page, (video) => video.muted)).toBe(true);
    await button(page, "Unmute").click();
    await player(page).getByRole("slider", { name: "Volume" }).fill("0.5");
    expect(await media(page, (video) => video.volume)).toBe(0.5);
  });

  test("steps by frames and by the seek duration, which is chosen or typed, and remembered", async () => {
    const page = await opened();
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
    const page = await opened();
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

  test("switches languages and keeps the frame", async () => {
    const page = await opened();
    for (let i = 0; i < 5; i++) await page.keyboard.press(".");
    await frameIs(page, 5);
    await button(page, "Language Options").click();
    const audio = page.getByRole("group", { name: "Audio" }).getByRole("menuitemradio");
    expect(await audio.count()).toBe(2);
    expect(await audio.first().getAttribute("aria-checked")).toBe("true");
    await audio.nth(1).click();
    await button(page, "Language Options").click();
    await expect.poll(() => audio.nth(1).getAttribute("aria-checked")).toBe("true");
    await page.keyboard.press("Escape");
    await frameIs(page, 5);
    expect(await numberOnView(page)).toBe(5);
  });

  test("has no language options but for Final Proxy types, and says why", async () => {
    const page = await aPage();
    await page.route("**/preview", async (route) => {
      const answer = await route.fetch();
      const { preview } = await answer.json();
      await route.fulfill({ json: { preview: { ...preview, languageMenu: false } } });
    });
    await openClip(page, world);
    const options = button(page, "Language Options");
    expect(await options.getAttribute("aria-disabled")).toBe("true");
    await options.hover();
    await page
      .getByRole("tooltip")
      .filter({ hasText: "only Final Proxy types have them" })
      .waitFor();
    await options.click({ force: true });
    expect(await page.getByRole("menu").count()).toBe(0);
  });

  test("copies the timecode, and goes to one that is typed", async () => {
    const page = await opened({ permissions: ["clipboard-read", "clipboard-write"] });
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
    const page = await opened();
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
});

describe("by key", () => {
  test("steps, seeks, plays, shuttles, mutes, shows subtitles and fills the screen", async () => {
    const page = await opened();
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

  test("acts only with the focus in the panel and outside of fields", async () => {
    const page = await opened();
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
});

describe("a preview that", () => {
  const stateIs = (state: string, percent: number, reason: string | null = null) =>
    world.query(
      `insert into previews (id, version_id, state, percent, reason, attempt_id, created_at, moved_at)
       select gen_random_uuid(), current_version_id, $2::preview_state, $3, $4, gen_random_uuid(), now(), now() from materials where id = $1
       on conflict (version_id, partner_id) do update set state = excluded.state, percent = excluded.percent, reason = excluded.reason, moved_at = now()`,
      [unmade, state, percent, reason],
    );
  const address = () => `${world.path}&file=${unmade}`;

  test("is being made says how far it is; one that failed says why and is made again", async () => {
    await stateIs("encoding", 12);
    const page = await aPage();
    await page.goto(address());
    await page.getByText("The preview is being made: 12 %").waitFor();
    await stateIs("encoding", 57);
    await page.getByText("The preview is being made: 57 %").waitFor();
    await stateIs("failed", 57, "The file ends in the middle of a frame.");
    await page.getByText("The file ends in the middle of a frame.").waitFor();
    const asked = page.waitForResponse((it) => it.request().method() === "POST");
    await page.getByRole("button", { name: "Retry" }).click();
    expect((await asked).status()).toBe(202);
    await page.getByText("The file ends in the middle of a frame.").waitFor({ state: "hidden" });
  });

  test("there is none of says so", async () => {
    const page = await aPage();
    await page.route("**/preview", (route) => route.fulfill({ json: { preview: null } }));
    await page.goto(address());
    await page.getByText("There is no preview of this file.").waitFor();
  });

  test.each([
    ["can't be fetched", "abort", "The preview could not be fetched. Your place is kept."],
    ["is gone", "missing", "The preview is not there any more"],
    ["can't be decoded", "garbage", "This browser could not decode the preview."],
  ] as const)("%s is said in words, and tried again", async (_, fault, words) => {
    const page = await aPage();
    await page.route("**/api/previews/*/video.*", async (route) => {
      if (fault === "abort") return route.abort();
      if (fault === "missing") return route.fulfill({ status: 404, body: "" });
      if (!route.request().url().endsWith(".mp4")) return route.continue();
      const whole = await route.fetch();
      await route.fulfill({ response: whole, body: Buffer.from(await whole.body()).fill(0x55) });
    });
    await page.goto(`${world.path}&file=${world.clips[0]?.id}`);
    await page.getByRole("alert").filter({ hasText: words }).waitFor({ timeout: 45_000 });
    await page.unroute("**/api/previews/*/video.*");
    await page.getByRole("button", { name: "Retry" }).click();
    await page.waitForFunction(() => (document.querySelector("video")?.readyState ?? 0) >= 3);
    await expect.poll(() => numberOnView(page)).toBe(0);
  });

  test("can't be played by this browser says that", async () => {
    const page = await aPage();
    await page.addInitScript(() => {
      Object.assign(window, { MediaSource: undefined, ManagedMediaSource: undefined });
      HTMLMediaElement.prototype.canPlayType = () => "";
    });
    await page.goto(`${world.path}&file=${world.clips[0]?.id}`);
    await page.getByRole("alert").filter({ hasText: "neither Media Source Extensions" }).waitFor();
  });
});

test.each(["light", "dark"] as const)(
  "axe finds nothing in the player, %s",
  async (colorScheme) => {
    const page = await opened({ colorScheme });
    await button(page, "Seek Duration: 1 s").click();
    await page.getByRole("dialog", { name: "Seek Duration" }).waitFor();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  },
);
