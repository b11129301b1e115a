import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { subtitleSeconds } from "@/lib/media/testing/player-clips";
import { hold } from "./support/browser";
import { frameIs, goTo, numberOnView, openClip, player } from "./support/playable";
import {
  addPlayerWorld,
  addText,
  button,
  type PlayerWorld,
  subtitlesOnView,
  withoutMediaSource,
} from "./support/player-page";
import { expectSync } from "./support/sync";

let world: PlayerWorld;
beforeAll(async () => {
  world = await addPlayerWorld();
}, 240_000);
afterAll(() => world.close());

const group = (page: Page, name: "Audio" | "Subtitles") => page.getByRole("group", { name });

async function choose(page: Page, of: "Audio" | "Subtitles", name: string | RegExp) {
  await button(page, "Language Options").click();
  await group(page, of).getByRole("menuitemradio", { name, exact: true }).click();
  await page.getByRole("menu").waitFor({ state: "detached" });
}

/** Which of a group is on, as its menu says. */
async function chosen(page: Page, of: "Audio" | "Subtitles") {
  await button(page, "Language Options").click();
  const on = group(page, of).getByRole("menuitemradio", { checked: true });
  const name = await on.textContent();
  await page.keyboard.press("Escape");
  await page.getByRole("menu").waitFor({ state: "detached" });
  return name;
}

/** Frame 0 too, which lies before the sound's first sample: what plays would rather go there. */
test.each([5, 0])("switches languages and keeps frame %d", async (frame) => {
  const page = await world.opened();
  for (let i = 0; i < frame; i++) await page.keyboard.press(".");
  await frameIs(page, frame);
  await expect.poll(() => chosen(page, "Audio")).toBe("English, mono");
  for (const language of ["French, mono", "English, mono", "French, mono"]) {
    await choose(page, "Audio", language);
    await expect.poll(() => chosen(page, "Audio")).toBe(language);
    await frameIs(page, frame);
    expect(await numberOnView(page)).toBe(frame);
  }
  await player(page).focus();
  await page.keyboard.press(".");
  await frameIs(page, frame + 1);
});

test("sounds in the language chosen when it flashes, wherever it goes on from", async () => {
  const page = await world.opened();
  const clip = world.clips[0] ?? expect.fail("no clip");
  for (const flash of [1, 6, 3]) await expectSync(page, clip, flash);
});

test("shows subtitles at their time, in the language chosen, and hides them by menu and key", async () => {
  const page = await world.opened();
  const clip = world.clips[0] ?? expect.fail("no clip");
  const read = (frame: number) => async () => {
    await goTo(page, clip, frame);
    return subtitlesOnView(page);
  };
  const { flashEvery } = clip;
  const [during, after] = [3 * flashEvery, (3 + subtitleSeconds) * flashEvery];
  expect(await read(during)()).toEqual([]);
  await choose(page, "Subtitles", "English");
  await expect.poll(read(during)).toEqual(["Second 3"]);
  expect(await read(during - 1)()).toEqual([]);
  expect(await read(after - 1)()).toEqual(["Second 3"]);
  expect(await read(after)()).toEqual([]);
  await choose(page, "Subtitles", "French");
  await expect.poll(read(during)).toEqual(["Seconde 3"]);

  await player(page).focus();
  await page.keyboard.press("c");
  await expect.poll(read(during)).toEqual([]);
  expect(await chosen(page, "Subtitles")).toBe("Off");
  await player(page).focus();
  await page.keyboard.press("c");
  await expect.poll(read(during)).toEqual(["Seconde 3"]);
  await choose(page, "Subtitles", "Off");
  await expect.poll(read(during)).toEqual([]);
});

test("offers the title's timed texts as subtitles, by their own clocks", async () => {
  const cue = "00:00:04,000 --> 00:00:04,500\nFrau Kapitän!\n";
  await addText(world, { format: "srt", language: "de", content: `1\n${cue}` });
  const labelled = await addText(world, { format: "ttml", language: "pl", content: ttml });
  const page = await world.opened();
  const clip = world.clips[0] ?? expect.fail("no clip");
  const read = (frame: number) => async () => {
    await goTo(page, clip, frame);
    return subtitlesOnView(page);
  };
  await choose(page, "Subtitles", /^German, Dialogue List/);
  await expect.poll(read(100)).toEqual(["Frau Kapitän!"]);
  expect(await read(109)()).toEqual([]);
  await choose(page, "Subtitles", /^Polish, Dialogue List/);
  await expect.poll(read(5 * 24 + 6)).toEqual(["Linia\n„solna” &amp; sól"]);
  expect(await read(5 * 24 + 5)()).toEqual([]);
  expect(await chosen(page, "Subtitles")).toMatch(/^Polish, /);
  await choose(page, "Subtitles", "English");
  await expect.poll(read(5 * 24 + 6)).toEqual(["Second 5"]);
  await choose(page, "Subtitles", "Off");
  await expect.poll(read(5 * 24 + 6)).toEqual([]);

  await page.route(`**/materials/${labelled}/content*`, (route) => route.abort());
  await page.reload();
  await player(page).waitFor();
  await choose(page, "Subtitles", /^Polish, Dialogue List/);
  await player(page)
    .getByText(/^Polish, .* could not be read\.$/)
    .waitFor();
  expect(await chosen(page, "Subtitles")).toBe("Off");
});

/** Its labels are those of the source, whose first frame is at one hour. */
const ttml = `<?xml version="1.0"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xml:lang="pl"
  ttp:timeBase="smpte" ttp:frameRate="24"><body><div>
  <p begin="01:00:05:06" end="01:00:05:18">Linia<br/>„solna”
    &amp; sól</p></div></body></tt>`;

test("what is chosen before the stream has come is chosen when it has", async () => {
  const page = await world.aPage();
  const come = await hold(page, "**/*.m3u8*");
  await page.goto(`${world.path}&file=${world.clips[0]?.id}`);
  await choose(page, "Audio", "French, mono");
  await choose(page, "Subtitles", "French");
  expect(await chosen(page, "Subtitles")).toBe("Off");
  come();
  await expect.poll(() => chosen(page, "Subtitles")).toBe("French");
  await expect.poll(() => chosen(page, "Audio")).toBe("French, mono");
});

test("forgets which text could not be read when playing is tried again", async () => {
  const content = "1\n00:00:04,000 --> 00:00:04,500\nNon!\n";
  const unreadable = await addText(world, { format: "srt", language: "fr", content });
  const page = await world.aPage();
  await page.addInitScript(withoutMediaSource);
  await page.route(`**/materials/${unreadable}/content*`, (route) => route.abort());
  await openClip(page, world);
  await choose(page, "Subtitles", /^French, Dialogue List/);
  const said = player(page).getByText(/^French, .* could not be read\.$/);
  await said.waitFor();
  await page.locator("video").dispatchEvent("error");
  await page.getByRole("button", { name: "Retry" }).click();
  await said.waitFor({ state: "detached" });
});

test("has no language options but for Final Proxy types, and says why", async () => {
  const page = await world.aPage();
  await page.route("**/preview", async (route) => {
    const answer = await route.fetch();
    const { preview } = await answer.json();
    await route.fulfill({ json: { preview: { ...preview, languageMenu: false } } });
  });
  await openClip(page, world);
  const options = button(page, "Language Options");
  expect(await options.getAttribute("aria-disabled")).toBe("true");
  await options.hover();
  await page.getByRole("tooltip").filter({ hasText: "only Final Proxy types have them" }).waitFor();
  await options.click({ force: true });
  expect(await page.getByRole("menu").count()).toBe(0);
});
