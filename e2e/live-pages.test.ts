import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectFocus, pageSignedInAs } from "./support/browser";
import { addMaterials, type MaterialsWorld } from "./support/materials";

// What stands around a list of materials, and the list of requests, as they are on the server.

const soon = { timeout: 5_000 };

/** A person comes back to the page. */
const lookAgain = (page: Page) =>
  page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));

const change = (world: MaterialsWorld, facts: string) =>
  world.query(`update source_requests set ${facts} where reference = $1`, [
    world.requestPath.split("/").at(-1),
  ]);

test("what is said of a request above its materials follows them, and the request", async () => {
  const world = await addMaterials([{ type: "sound" }, { type: "text" }]);
  const page = await pageSignedInAs(world.email, world.requestPath);
  const fact = (name: string) =>
    page.locator("dl > div").filter({ has: page.getByText(name, { exact: true }) });
  await fact("Materials").getByText("0 of 2 available").waitFor();
  await fact("Bucket").getByText("Awaiting materials").waitFor();

  await world.deliver(world.ids[0] ?? "", { type: "sound", fileName: "mix.wav" });
  await fact("Materials").getByText("1 of 2 available").waitFor(soon);
  await fact("Bucket").getByText("At risk").waitFor(soon);
  await world.addSlot({ type: "text", fileName: "guide.txt" });
  await fact("Materials").getByText("2 of 3 available").waitFor(soon);

  await page.getByRole("checkbox", { name: /mix\.wav/ }).click();
  await change(world, "due_on = '2031-05-17'");
  await fact("Due").getByText("17 May 2031").waitFor(soon);
  await fact("Bucket").getByText("On track").waitFor();
  await change(world, "status = 'fulfilled', fulfilled_at = now()");
  await fact("Status").getByText("Fulfilled").waitFor(soon);
  expect(await page.getByRole("checkbox", { name: /mix\.wav/ }).isChecked()).toBe(true);
  await world.close();
});

test("the list of requests follows what is asked and what changes; ticks, menus and words stay", async () => {
  const world = await addMaterials([{ type: "sound" }]);
  const page = await pageSignedInAs(world.email);
  const reference = world.requestPath.split("/").at(-1) ?? "";
  const row = page.getByRole("row").filter({ hasText: reference });
  await row.getByText("0/1").or(row.getByText("0 of 1")).first().waitFor();
  await row.getByRole("checkbox").click();
  await page.getByRole("searchbox").fill(" ");
  await page.getByRole("button", { name: "Bucket" }).click();
  const menu = page.getByRole("menuitemcheckbox", { name: "Critical" });
  await menu.focus();

  // As long as nothing has changed, nothing is drawn.
  const asDrawn = page.waitForResponse((answer) => answer.status() === 304);
  await lookAgain(page);
  expect((await asDrawn).url()).toContain("/api/source-requests?");
  await change(world, "due_on = '2031-05-17'");
  await lookAgain(page);
  await row.getByText("17 May 2031").waitFor(soon);
  await world.query(
    `insert into source_requests (id, reference, partner_id, title_id, kind_code, language, due_on, status, created_at)
     select gen_random_uuid(), reference || 'N', partner_id, title_id, kind_code, 'fr', due_on, 'open', now()
     from source_requests where reference = $1`,
    [reference],
  );
  // Without anybody doing anything.
  await page
    .getByRole("row")
    .filter({ hasText: `${reference}N` })
    .waitFor({ timeout: 30_000 });
  await expectFocus(menu);
  await page.keyboard.press("Escape");
  expect(await row.getByRole("checkbox").first().isChecked()).toBe(true);
  await world.close();
});

test("open pages of a deactivated user go to sign-in", async () => {
  const world = await addMaterials([{ type: "sound", fileName: "mix.wav" }]);
  const pages = await Promise.all(
    [world.requestPath, world.path, "/source-requests"].map((path) =>
      pageSignedInAs(world.email, path),
    ),
  );
  await world.query("update users set deactivated_at = now() where email = $1", [world.email]);
  await Promise.all(
    pages.map(async (page) => {
      await lookAgain(page);
      await page.waitForURL("**/sign-in?from=**", { timeout: 10_000 });
      await page.getByRole("heading", { name: "Turnover" }).waitFor();
    }),
  );
  await world.close();
});
