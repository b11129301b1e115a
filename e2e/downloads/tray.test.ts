import { describe, expect, test } from "vitest";
import { expectNoViolations } from "../support/axe";
import { expectFocus, pageSignedInAs } from "../support/browser";
import { people } from "../support/session";
import {
  aWorld,
  center,
  clipboard,
  download,
  items,
  left,
  open,
  openTray,
  take,
  tick,
  trayButton,
} from "../support/tray";

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
    await expectFocus(menu);
    expect(await page.getByRole("tooltip").count()).toBe(0);
    await page.keyboard.press("Escape");
    await tray.waitFor({ state: "hidden" });
    await expectFocus(trayButton(page));
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
      await expectNoViolations(page);
    },
  );
});
