import { expect, test } from "vitest";
import { selected } from "./support/asset-list";
import { pageSignedInAs } from "./support/browser";
import { aWorld, center, left, tick } from "./support/tray";

test("what is pressed before the page's script has come is done when it has", async () => {
  const world = await aWorld();
  const page = await pageSignedInAs(world.email, "/help");
  let come = () => {};
  const late = new Promise<void>((resolve) => {
    come = resolve;
  });
  await page.route("**/*.js*", async (route) => {
    await late;
    await route.continue();
  });
  await page.goto(world.path, { waitUntil: "commit" });
  const box = (name: string) => page.getByRole("checkbox", { name: new RegExp(`${name}$`) });
  await box(center).waitFor();
  await tick(page, center);
  expect(await box(center).isChecked()).toBe(true);
  await tick(page, left);
  await tick(page, center);
  const columns = page.getByRole("button", { name: "Columns" });
  await columns.click();
  await columns.click();

  come();
  await page.getByRole("menuitemcheckbox", { name: "Size" }).waitFor();
  await page.keyboard.press("Escape");
  await selected(page)
    .getByText(/^1 selected/)
    .waitFor();
  expect(await box(center).isChecked()).toBe(false);
  expect(await box(left).isChecked()).toBe(true);
  await tick(page, center);
  await selected(page)
    .getByText(/^2 selected/)
    .waitFor();
});
