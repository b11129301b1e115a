import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { AxeBuilder } from "@axe-core/playwright";
import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { pageSignedInAs } from "./support/browser";
import { addMaterials, type MaterialsWorld, type Slot } from "./support/materials";
import { people, type Session, signedInAs } from "./support/session";

const slots: Slot[] = [
  { type: "sound", fileName: "glass_ME5.1_v02.C.wav", daysAgo: 20 },
  { type: "sound", fileName: "glass_ME5.1_v02.L.wav", daysAgo: 20 },
  { type: "text", fileName: "Éloïse list (FINAL).xlsx", daysAgo: 20, title: "episode" },
];
const [center = "", left = ""] = slots.map(({ fileName }) => fileName);

const folder = mkdtempSync(path.join(tmpdir(), "turnover-tray-"));
const worlds: MaterialsWorld[] = [];
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all(worlds.map((world) => world.close()));
});

async function aWorld() {
  const world = await addMaterials(slots);
  worlds.push(world);
  return { ...world, session: await signedInAs(inject("baseUrl"), world.email) };
}
type World = Awaited<ReturnType<typeof aWorld>>;

async function open(world: World, options: BrowserContextOptions = {}) {
  const page = await pageSignedInAs(world.email, world.path, options);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  return page;
}

/** Takes files as a tool does, without fetching a byte. */
async function take(session: Session, materialIds: (string | undefined)[]) {
  const answer = await session.postJson("/api/downloads", { materialIds });
  return ((await answer.json()) as { bundle: { id: string; fileName: string } }).bundle;
}

const trayButton = (page: Page) =>
  page.getByRole("navigation", { name: "Main" }).getByRole("button", { name: "Downloads" });
async function openTray(page: Page) {
  await trayButton(page).click();
  const tray = page.getByRole("dialog", { name: "Downloads" });
  await tray.waitFor();
  return tray;
}
const items = (within: Locator) => within.getByRole("listitem");
const tick = (page: Page, name: string) =>
  page.getByRole("checkbox", { name: new RegExp(`${name}$`) }).click();
const download = (page: Page) => page.getByRole("button", { name: "Download", exact: true });
const otherWays = (page: Page) => page.getByRole("button", { name: "Other ways to download" });
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
const runLine = (line: string) => promisify(execFile)("sh", ["-c", line], { cwd: folder });

describe("the tray", () => {
  test("says of an empty list what would be here; operators have none", async () => {
    const page = await open(await aWorld());
    await (await openTray(page)).getByText("What you download is listed here").waitFor();
    const opal = await pageSignedInAs(people.opal);
    await opal.getByRole("navigation", { name: "Main" }).waitFor();
    expect(await trayButton(opal).count()).toBe(0);
  });

  test("lists what was taken until it is complete, and keeps it across pages and reloads", async () => {
    const page = await open(await aWorld());
    await tick(page, center);
    await tick(page, left);
    const downloading = page.waitForEvent("download");
    await download(page).click();
    const zip = (await downloading).suggestedFilename();
    expect(zip).toMatch(/\.zip$/);
    await page.getByText(`${zip}: completed.`).waitFor({ state: "attached" });

    await page.getByRole("link", { name: "Source Requests", exact: true }).first().click();
    await page.waitForURL("**/source-requests");
    await page.reload();
    const tray = await openTray(page);
    await items(tray).filter({ hasText: "2 files" }).getByText("Completed").waitFor();
    await tray.getByRole("button", { name: `Download again ${zip}` }).waitFor();
  });

  test("shows bytes that flow, where they stopped, and a fresh link for the rest", async () => {
    const world = await aWorld();
    const bundle = await take(world.session, [world.ids[0], world.ids[1]]);
    await world.query(
      `update downloads set begun_at = now(), coverage = '{[0,40000)}' where bundle_id = $1`,
      [bundle.id],
    );
    await world.query("update bundles set begun_at = now() where id = $1", [bundle.id]);
    await world.query(
      `insert into transfers (id, bundle_id, instance, from_byte, sent_to, leased_to, started_at, moved_at, seen_at, settled)
       values (gen_random_uuid(), $1, gen_random_uuid(), 0, 1, 1, now(), now() + interval '1 hour', now() + interval '1 hour', true)`,
      [bundle.id],
    );
    const page = await open(world);
    await trayButton(page).getByText("1").waitFor();
    const tray = await openTray(page);
    const item = items(tray.getByRole("region", { name: "Under way" }));
    const progress = item.getByRole("progressbar");
    await expect.poll(() => progress.getAttribute("aria-valuenow")).toMatch(/^[1-9]\d$/);
    await item.getByText(/^\d+ % sent$/).waitFor();

    await world.query("update transfers set ended_at = now() where bundle_id = $1", [bundle.id]);
    const stopped = items(tray.getByRole("region", { name: "Earlier" }));
    await stopped.getByText(/% sent, then it stopped/).waitFor();
    await stopped.getByText("A copied line goes on where it stopped").waitFor();
    expect(await trayButton(page).textContent()).toBe("Downloads");
    const downloading = page.waitForEvent("download");
    await stopped.getByRole("button", { name: `Resume ${bundle.fileName}` }).click();
    expect((await downloading).suggestedFilename()).toBe(bundle.fileName);
    await items(tray).getByText("Completed: every byte was sent").waitFor({ timeout: 40_000 });
  });

  test("says why something can't be taken again, and offers nothing then", async () => {
    const world = await aWorld();
    await take(world.session, [world.ids[0]]);
    await world.deliver(world.ids[0] ?? "", { type: "sound", fileName: "glass_v03.C.wav" });
    const page = await open(world);
    const tray = await openTray(page);
    await items(tray).getByText("Superseded: newer versions have come").waitFor();
    expect(await items(tray).getByRole("button").count()).toBe(0);
    await world.cancelRequests();
    await page.reload();
    await items(await openTray(page))
      .getByText("Withdrawn: you no longer have the right")
      .waitFor();
  });

  test("goes back by pages", async () => {
    const world = await aWorld();
    for (let n = 0; n < 25; n += 1) await take(world.session, [world.ids[n % 2]]);
    const tray = await openTray(await open(world));
    await expect.poll(() => items(tray).count()).toBe(20);
    await tray.getByRole("button", { name: "Show older" }).click();
    await expect.poll(() => items(tray).count()).toBe(25);
    expect(await tray.getByRole("button", { name: "Show older" }).count()).toBe(0);
  });

  test("opens, offers its menus and closes by keys, and gives the focus back", async () => {
    const world = await aWorld();
    await take(world.session, [world.ids[0]]);
    const page = await open(world);
    await trayButton(page).focus();
    await page.keyboard.press("Enter");
    const tray = page.getByRole("dialog", { name: "Downloads" });
    const menu = tray.getByRole("button", { name: `Commands and lists for ${center}` });
    await menu.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Copy aria2c line" }).waitFor();
    await page.keyboard.press("Enter");
    await tray.getByText("The aria2c line is copied.").waitFor();
    expect(await clipboard(page)).toMatch(/^aria2c /);
    await page.getByRole("menu").waitFor({ state: "hidden" });
    expect(await menu.evaluate((it) => it === document.activeElement)).toBe(true);
    expect(await page.getByRole("tooltip").count()).toBe(0);
    await page.keyboard.press("Escape");
    await tray.waitFor({ state: "hidden" });
    expect(await trayButton(page).evaluate((it) => it === document.activeElement)).toBe(true);
  });

  test.each([
    ["dark", 1440, 900],
    ["light", 1280, 720],
    ["light", 390, 844],
  ] as const)(
    "axe finds nothing, %s at %d x %d, and nothing is cut off",
    async (colorScheme, width, height) => {
      const world = await aWorld();
      await take(world.session, [world.ids[0]]);
      await take(world.session, world.ids);
      await world.query(
        `update downloads set begun_at = now(), completed_at = now()
         where user_id = (select id from users where email = $1)`,
        [world.email],
      );
      await take(world.session, [world.ids[1]]);
      const page = await open(world, { colorScheme, viewport: { width, height } });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      const tray = await openTray(page);
      await expect.poll(() => items(tray).count()).toBe(3);
      await tray.getByRole("button", { name: /^Commands and lists for .*zip$/ }).click();
      await page.getByRole("menuitem", { name: "Copy curl line" }).click();
      await tray.getByText("The curl line is copied.").waitFor();
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    },
  );
});

describe("other ways to download", () => {
  let world: World;
  beforeAll(async () => {
    world = await aWorld();
  });

  test("a copied line fetches the file, its receipt line verifies it, and both are recorded", async () => {
    const page = await open(world);
    await tick(page, center);
    await otherWays(page).click();
    await page.getByRole("menuitem", { name: "Copy curl line" }).click();
    const said = page.getByRole("status").filter({ hasText: "The curl line is copied." });
    await said.waitFor();
    await runLine(await clipboard(page));
    const { length } = await readFile(path.join(folder, center));
    expect(length).toBeGreaterThan(50_000);
    const tray = await openTray(page);
    await items(tray).getByText("Completed: every byte was sent").waitFor();

    await tray.getByRole("button", { name: "Copy the receipt line" }).click();
    await tray.getByRole("button", { name: "Copied the receipt line" }).waitFor();
    await runLine(await clipboard(page));
    await page.reload();
    await items(await openTray(page))
      .getByText(/^Verified/)
      .waitFor();
  });

  test("lists for programs come by the browser", async () => {
    const page = await open(world);
    await tick(page, center);
    await tick(page, left);
    for (const [name, ending] of [
      ["Metalink 4 file", /\.meta4$/],
      ["List of URLs", /\.txt$/],
      ["Manifest (ASC MHL)", /\.mhl$/],
    ] as const) {
      await otherWays(page).click();
      const downloading = page.waitForEvent("download");
      await page.getByRole("menuitem", { name }).click();
      expect((await downloading).suggestedFilename()).toMatch(ending);
      await page
        .getByRole("status")
        .filter({ hasText: `${name}:` })
        .waitFor();
    }
  });

  test("a line that the browser does not let be copied is shown", async () => {
    const page = await open(world);
    await page.context().clearPermissions();
    await page.evaluate(() => {
      navigator.clipboard.write = () => Promise.reject(new Error("not allowed"));
    });
    await tick(page, left);
    await otherWays(page).click();
    await page.getByRole("menuitem", { name: "Copy aria2c line" }).click();
    const line = page.getByRole("textbox", { name: "The line, to be copied by hand" });
    expect(await line.inputValue()).toMatch(/^aria2c /);
  });
});

describe("what changed since it was taken", () => {
  const notice = (page: Page) => page.getByRole("region", { name: "Updated files" });

  test("is said on source requests, shown in the list, and taken in one click", async () => {
    const world = await aWorld();
    await take(world.session, [world.ids[0], world.ids[1]]);
    const update = { type: "sound", fileName: "glass_ME5.1_v03.C.wav" } as const;
    await world.deliver(world.ids[0] ?? "", update);
    const page = await pageSignedInAs(world.email);
    await notice(page).getByText("1 file you have was updated.").waitFor();
    await notice(page).getByRole("link", { name: "Show them" }).click();
    await page.waitForURL("**/materials?**");
    const names = page.locator("[role=gridcell][data-column=fileName]").filter({ hasText: /./ });
    await expect.poll(() => names.allTextContents()).toEqual([update.fileName]);

    const downloading = page.waitForEvent("download");
    await notice(page).getByRole("button", { name: "Download the new version" }).click();
    expect((await downloading).suggestedFilename()).toBe(update.fileName);
    await notice(page).waitFor({ state: "hidden" });
    await page.goto("/source-requests");
    await page.getByRole("heading", { name: "Source Requests" }).waitFor();
    expect(await notice(page).count()).toBe(0);
  });

  test("comes and goes on an open list", async () => {
    const world = await aWorld();
    await take(world.session, world.ids);
    const page = await open(world);
    await tick(page, center);
    expect(await notice(page).count()).toBe(0);
    for (const [i, fileName] of ["glass_v03.C.wav", "glass_v03.L.wav"].entries())
      await world.deliver(world.ids[i] ?? "", { type: "sound", fileName });
    await notice(page).getByText("2 files you have were updated.").waitFor();
    await notice(page).getByRole("button", { name: "Show them" }).click();
    const list = page.getByRole("treegrid", { name: "Materials" });
    await list.getByText("Éloïse").waitFor({ state: "hidden" });
    const downloading = page.waitForEvent("download");
    await notice(page).getByRole("button", { name: "Download the new versions" }).click();
    expect((await downloading).suggestedFilename()).toMatch(/\.zip$/);
    await notice(page).waitFor({ state: "hidden" });
  });
});
