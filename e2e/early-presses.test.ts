import { expect, test } from "vitest";
import { selected } from "./support/asset-list";
import { hold, pageSignedInAs, scripted } from "./support/browser";
import { people } from "./support/session";
import { aWorld, center, left, tick } from "./support/tray";

const script = "**/*.js*";

test("what is pressed before the page's script has come is done when it has", async () => {
  const world = await aWorld();
  const page = await pageSignedInAs(world.email, "/help");
  const come = await hold(page, script);
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

test("a box of a form, which the browser ticks by itself, stays as it was pressed", async () => {
  const page = await pageSignedInAs(people.opal, "/help");
  const come = await hold(page, script);
  await page.goto("/operations/tokens", { waitUntil: "commit" });
  const qc = page.getByRole("checkbox", { name: "qc" });
  const before = await qc.isChecked();
  await qc.click();
  come();
  await scripted(page);
  expect(await qc.isChecked()).toBe(!before);
});
