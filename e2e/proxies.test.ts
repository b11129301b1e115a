import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectFocus, pageSignedInAs } from "./support/browser";
import { addMaterials, type MaterialsWorld } from "./support/materials";
import { aClip, deliverClip, framesOf } from "./support/proxies";
import { people } from "./support/session";

let folder: string;
let clip: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "turnover-proxies-"));
  clip = await aClip(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const fileName = "GLASS_s01e03_v02.mov";
const list = (page: Page) => page.getByRole("treegrid", { name: "Materials" });
const row = (page: Page, text: string) => list(page).getByRole("row").filter({ hasText: text });
const panel = (page: Page) => page.getByRole("complementary", { name: "Details" });

/** What the page throws and nobody catches. */
function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  return errors;
}

/** Has what is answered of proxies come from so many milliseconds later, as in a page that stood open as long. */
async function answerProxiesIn(page: Page, milliseconds: number) {
  const later = (at: string) => new Date(Date.parse(at) + milliseconds).toISOString();
  type Answer = { now: string; proxies: { requestedAt: string }[] };
  await page.route("**/api/proxies", async (route) => {
    const response = await route.fetch();
    const { now, proxies }: Answer = await response.json();
    const asked = proxies.map((one) => ({ ...one, requestedAt: later(one.requestedAt) }));
    await route.fulfill({ response, json: { now: later(now), proxies: asked } });
  });
}

/** A partner of whom one file is sound, and one a proxy with an empty pool. */
async function aWorld(withClip = true): Promise<MaterialsWorld & { proxyId: string }> {
  const world = await addMaterials([
    { type: "sound", fileName: "mix.wav" },
    { type: "proxy", fileName },
  ]);
  const proxyId = world.ids[1] ?? expect.fail();
  if (withClip) await deliverClip(world, { materialId: proxyId, clip });
  return { ...world, proxyId };
}

describe("a proxy of which the pool is empty", () => {
  test("is made when a bulk download includes it, and taken from the tray once it is ready", {
    timeout: 240_000,
  }, async () => {
    const world = await aWorld();
    const page = await pageSignedInAs(world.email, world.path);
    const errors = errorsOf(page);
    await page.getByRole("checkbox", { name: "Select all materials" }).click();
    await page.getByRole("status").filter({ hasText: "1 to be made" }).waitFor();
    const mix = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download", exact: true }).click();
    expect((await mix).suggestedFilename()).toBe("mix.wav");
    const notice = page.getByText("1 file is on its way; 1 proxy is being made, we’ll mail you.");
    await notice.waitFor();
    await row(page, fileName)
      .getByText(/^Processing \d+ %$/)
      .waitFor();
    expect(await row(page, fileName).getByRole("checkbox").count()).toBe(0);
    expect(await page.getByText("left your selection").count()).toBe(0);

    await page.getByRole("button", { name: /^Downloads/ }).click();
    const made = page.getByRole("region", { name: "Proxies made for you" });
    await made.getByRole("progressbar", { name: `Made of ${fileName}` }).waitFor();
    const take = made.getByRole("button", { name: `Download ${fileName}` });
    await take.waitFor({ timeout: 200_000 });
    await notice.waitFor({ state: "hidden" });
    await row(page, fileName)
      .getByText(/^Processing/)
      .waitFor({ state: "hidden" });
    expect(await row(page, fileName).getByText("Downloaded").count()).toBe(0);

    const downloading = page.waitForEvent("download");
    await take.click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^GLASS_s01e03_v02_[0-9A-HJKMNP-TV-Z]{10}\.mp4$/);
    const file = path.join(folder, "taken.mp4");
    await download.saveAs(file);
    expect(await framesOf(file)).toEqual({ r_frame_rate: "10/1", nb_read_frames: "120" });
    await row(page, fileName).getByText("Downloaded").waitFor();
    await made.waitFor({ state: "hidden" });

    const { rows } = await world.query(
      `select r.id from job_runs r join proxy_copies c on c.id::text = r.event->'data'->>'proxyCopyId'
       join users u on u.id = c.drawn_by_id
       where r.function_id like '%notify-proxy-ready' and u.email = $1`,
      [world.email],
    );
    expect(rows).toHaveLength(1);
    expect(errors).toEqual([]);
    await world.close();
  });

  test("is told of by a notice that goes with the making, and is stamped by the server's moment", async () => {
    const world = await aWorld();
    const page = await pageSignedInAs(world.email, world.path);
    const errors = errorsOf(page);
    await answerProxiesIn(page, 600_000);
    await row(page, fileName).getByRole("checkbox").click();
    await page.getByRole("button", { name: "Download", exact: true }).click();
    const notice = page.getByText(
      "1 proxy is being made; we’ll mail you when you can download it.",
    );
    await notice.waitFor();
    await row(page, fileName)
      .getByText(/^Processing/)
      .waitFor();
    await page.getByRole("button", { name: /^Downloads/ }).click();
    const made = page.getByRole("region", { name: "Proxies made for you" });
    await made.getByRole("time").waitFor();
    expect(await made.getByRole("time").textContent()).toBe("now");
    await made.getByRole("button", { name: `Cancel the proxy of ${fileName}` }).click();
    await notice.waitFor({ state: "hidden" });
    expect(errors).toEqual([]);
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await world.close();
  });

  test("is asked for by the blue button of its panel, and cancelled there", async () => {
    const world = await aWorld();
    const page = await pageSignedInAs(world.email, world.path);
    await row(page, fileName).click();
    await panel(page).getByText("Not Available").waitFor();
    await panel(page).getByRole("button", { name: "Request proxy" }).click();
    await panel(page).getByRole("progressbar", { name: "Processing" }).waitFor();
    await panel(page).getByRole("button", { name: "Cancel" }).click();
    await panel(page).getByRole("button", { name: "Request proxy" }).waitFor();
    await row(page, fileName)
      .getByText(/^Processing/)
      .waitFor({ state: "hidden" });
    await world.close();
  });

  test("is asked for and cancelled by its line's menu, by mouse and by keyboard", async () => {
    const world = await aWorld();
    const page = await pageSignedInAs(world.email, world.path);
    const menu = page.getByRole("menu", { name: `Actions for ${fileName}` });
    const items = () => menu.getByRole("menuitem").allTextContents();
    await row(page, fileName).hover();
    await row(page, fileName)
      .getByRole("button", { name: /^Actions for / })
      .click();
    expect(await items()).toEqual(["Open details", "Request proxy"]);
    expect(await panel(page).count()).toBe(0);
    await menu.getByRole("menuitem", { name: "Request proxy" }).click();
    await row(page, fileName)
      .getByText(/^Processing/)
      .waitFor();

    await row(page, fileName).focus();
    await page.keyboard.press("Shift+F10");
    await menu.waitFor();
    expect(await items()).toEqual(["Open details", "Cancel the proxy"]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await row(page, fileName)
      .getByText(/^Processing/)
      .waitFor({ state: "hidden" });
    // The keys go on from the line.
    await expectFocus(row(page, fileName));

    await row(page, "mix.wav").focus();
    await page.keyboard.press("ContextMenu");
    const other = page.getByRole("menu", { name: "Actions for mix.wav" });
    const download = page.waitForEvent("download");
    await other.getByRole("menuitem", { name: "Download this file" }).click();
    expect((await download).suggestedFilename()).toBe("mix.wav");
    await world.close();
  });

  test("says why it failed, and can be tried again", { timeout: 120_000 }, async () => {
    const world = await aWorld(false);
    const page = await pageSignedInAs(world.email, world.path);
    await row(page, fileName).click();
    await panel(page).getByRole("button", { name: "Request proxy" }).click();
    const retry = panel(page).getByRole("button", { name: "Retry" });
    await retry.waitFor({ timeout: 100_000 });
    await panel(page).getByText("The proxy could not be made. The file is damaged").waitFor();
    await row(page, fileName).getByText("Failed").waitFor();
    await retry.click();
    await panel(page).getByRole("progressbar", { name: "Processing" }).waitFor();
    await world.close();
  });

  test("is made after all when operators run its job again", { timeout: 240_000 }, async () => {
    const world = await aWorld(false);
    const page = await pageSignedInAs(world.email, world.path);
    await row(page, fileName).click();
    await panel(page).getByRole("button", { name: "Request proxy" }).click();
    const why = panel(page).getByText("The proxy could not be made. The file is damaged");
    await why.waitFor({ timeout: 100_000 });

    await deliverClip(world, { materialId: world.proxyId, clip });
    const operator = await pageSignedInAs(people.opal, "/operations/jobs");
    const tag = world.email.slice(world.email.indexOf("@") + 1, world.email.lastIndexOf("."));
    const job = operator.getByRole("row").filter({ hasText: tag });
    await job.getByRole("button", { name: "Retry" }).click();
    await why.waitFor({ state: "hidden" });
    const available = page
      .getByRole("navigation", { name: "Groups" })
      .getByRole("button", { name: "All Available Materials" });
    await expect.poll(() => available.textContent(), { timeout: 100_000 }).toContain("2");
    await world.close();
  });

  test("is at hand for its partner's users as soon as the pool has one, and gone when another takes it", async () => {
    const world = await aWorld();
    const page = await pageSignedInAs(world.email, world.path);
    const available = page
      .getByRole("navigation", { name: "Groups" })
      .getByRole("button", { name: "All Available Materials" });
    await expect.poll(() => available.textContent()).toContain("1");
    const { rows } = await world.query(
      `insert into proxy_copies (id, version_id, partner_id, serial, state, object_key, bytes, md5, xxh64, crc32,
         created_at, changed_at, ready_at)
       select gen_random_uuid(), m.current_version_id, u.partner_id, floor(random() * 281474976710655)::bigint, 'ready',
         v.object_key, v.bytes, v.md5, v.xxh64, v.crc32, now(), now(), now()
       from materials m join versions v on v.id = m.current_version_id, users u
       where m.id = $1 and u.email = $2 returning id`,
      [world.proxyId, world.email],
    );
    await expect.poll(() => available.textContent(), { timeout: 10_000 }).toContain("2");
    await world.query(
      `insert into users (id, kind, partner_id, email, name, created_at)
       select gen_random_uuid(), 'partner', partner_id, 'b' || email, 'B', now() from users where email = $1`,
      [world.email],
    );
    await world.query(
      `update proxy_copies set drawn_by_id = (select id from users where email = 'b' || $2), drawn_at = now(),
         changed_at = now() where id = $1`,
      [rows[0]?.id, world.email],
    );
    await expect.poll(() => available.textContent(), { timeout: 10_000 }).toContain("1");
    await world.close();
  });
});
