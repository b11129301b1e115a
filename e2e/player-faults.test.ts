import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { frameIs, goTo, numberOnView, openClip, readOut } from "./support/playable";
import { addPlayerWorld, media, type PlayerWorld, withoutMediaSource } from "./support/player-page";

let world: PlayerWorld;
beforeAll(async () => {
  world = await addPlayerWorld();
}, 240_000);
afterAll(() => world.close());

/** A film of the running test's own, of which no preview was made. @returns its material's id */
async function addUnmade(fileName = `${randomUUID()}.mp4`) {
  const unmade = await world.addSlot({ type: "proxy", fileName, daysAgo: 20 });
  await world.query(
    `update versions set probe = (select probe from versions where material_id = $1) where material_id = $2`,
    [world.clips[0]?.id, unmade],
  );
  return unmade;
}

const preview =
  (unmade: string) =>
  (state: string, percent: number, reason: string | null = null) =>
    world.query(
      `insert into previews (id, version_id, state, percent, reason, attempt_id, created_at, moved_at)
     select gen_random_uuid(), current_version_id, $2::preview_state, $3, $4, gen_random_uuid(), now(), now() from materials where id = $1
     on conflict (version_id, partner_id) do update set state = excluded.state, percent = excluded.percent, reason = excluded.reason, moved_at = now()`,
      [unmade, state, percent, reason],
    );
const address = (unmade: string) => `${world.path}&file=${unmade}`;

test("a preview that is being made says how far it is; one that failed says why and is made again", async () => {
  const unmade = await addUnmade();
  const stateIs = preview(unmade);
  await stateIs("encoding", 12);
  const page = await world.aPage();
  await page.goto(address(unmade));
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

test("a file without a preview says so", async () => {
  const page = await world.aPage();
  await page.route("**/preview", (route) => route.fulfill({ json: { preview: null } }));
  await page.goto(address(await addUnmade()));
  await page.getByText("There is no preview of this file.").waitFor();
});

test.each([
  ["can't be fetched", "abort", "The preview could not be fetched. Your place is kept."],
  ["is gone", "missing", "The preview is not there any more"],
  ["can't be decoded", "garbage", "This browser could not decode the preview."],
] as const)("a preview that %s says so in words, and is tried again", async (_, fault, words) => {
  const page = await world.aPage();
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

/** As Safari on a phone; Chromium has an HLS of its own too, so that this can be seen. */
test("plays by the browser's own HLS where there are no Media Source Extensions, as exact", async () => {
  const page = await world.aPage();
  await page.addInitScript(withoutMediaSource);
  await openClip(page, world);
  expect(await media(page, ({ currentSrc }) => currentSrc)).toMatch(/master\.m3u8$/);
  const clip = world.clips[0] ?? expect.fail("no clip");
  for (const frame of [100, 47, 240, 0]) {
    await goTo(page, clip, frame);
    expect(await numberOnView(page)).toBe(frame);
  }
  for (const frame of [1, 2, 3]) {
    await page.keyboard.press(".");
    await frameIs(page, frame);
    expect(await numberOnView(page)).toBe(frame);
  }
  await page.keyboard.press(" ");
  await expect.poll(() => readOut(page)).toBeGreaterThan(30);
});

test("a browser that can play none is told so", async () => {
  const page = await world.aPage();
  await page.addInitScript(withoutMediaSource);
  await page.addInitScript(() => {
    HTMLMediaElement.prototype.canPlayType = () => "";
  });
  await page.goto(`${world.path}&file=${world.clips[0]?.id}`);
  await page.getByRole("alert").filter({ hasText: "neither Media Source Extensions" }).waitFor();
});

test("a mouse that presses a line asks for its preview, and a finger, which may be about to scroll, does not", async () => {
  const unmade = `${randomUUID()}.mp4`;
  await addUnmade(unmade);
  const page = await world.aPage();
  const asked: string[] = [];
  page.on("request", (request) => request.url().endsWith("/preview") && asked.push(request.url()));
  await page.goto(world.path);
  const press = (fileName: string, pointerType: string) =>
    page
      .getByRole("treegrid")
      .getByRole("row")
      .filter({ hasText: fileName })
      .dispatchEvent("pointerdown", { pointerType, button: 0 });
  await press(unmade, "touch");
  await press("24.mp4", "mouse");
  const [{ id } = expect.fail("no clip")] = world.clips;
  await expect.poll(() => asked).toEqual([expect.stringContaining(id)]);
});
