import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { pageSignedInAs } from "../support/browser";
import { aWorld, center, open, take, tick } from "../support/tray";

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
