import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import {
  columns,
  details,
  fileNames,
  group,
  line,
  listOf,
  longName,
  openMenu,
  parameters,
  selected,
  slots,
  sortButton,
} from "../support/asset-list";
import { pageSignedInAs } from "../support/browser";
import { addMaterials, type MaterialsWorld } from "../support/materials";

let world: MaterialsWorld;
beforeAll(async () => {
  world = await addMaterials(slots);
});
afterAll(() => world.close());
const open = listOf(() => world);

describe("filters", () => {
  test("the menu comes with hover and with focus; words match anywhere, without case, accents and width", async () => {
    const page = await open();
    const button = page.getByRole("button", { name: "File Name: menu" });
    const opacity = () => button.evaluate((it) => getComputedStyle(it).opacity);
    expect(await opacity()).toBe("0");
    await button.focus();
    await expect.poll(opacity).toBe("1");
    const menu = await openMenu(page, "File Name");
    const words = menu.getByRole("searchbox", { name: "Filter File Name by words" });
    await words.fill("eloise FINAL");
    await expect.poll(() => fileNames(page)).toEqual(["Éloïse list (FINAL).xlsx"]);
    await words.fill("5.1 v02");
    await expect
      .poll(() => fileNames(page))
      .toEqual(["glass_ME5.1_v02.C.wav", "glass_ME5.1_v02.L.wav"]);
    await words.fill("nothing like it");
    await page.getByRole("heading", { name: "The filters hide every material" }).waitFor();
    await words.fill("ｖ１０");
    await expect.poll(() => fileNames(page)).toEqual(["glass_ME5.1_v10.R.wav"]);
  });

  test("every column has both; Asset Type/Title looks at both, dates at the text shown", async () => {
    const page = await open();
    for (const name of await columns(page)) {
      const menu = await openMenu(page, name);
      await menu.getByRole("searchbox", { name: `Filter ${name} by words` }).waitFor();
      await menu.getByRole("searchbox", { name: `Search the values of ${name}` }).waitFor();
      await page.keyboard.press("Escape");
    }
    const titles = await openMenu(page, "Asset Type/Title");
    await titles.getByRole("searchbox").first().fill("dialogue s03e03");
    await expect.poll(() => fileNames(page)).toEqual(["Éloïse list (FINAL).xlsx"]);
    await titles.getByRole("button", { name: "Clear" }).click();
    await page.keyboard.press("Escape");
    const dates = await openMenu(page, "Delivered On");
    await dates.getByRole("searchbox").first().fill("3 d ago");
    await expect.poll(() => fileNames(page)).toEqual(["glass_ME5.1_v02.L.wav"]);
  });

  test("values stand with their counts, empty cells among them, and are found, kept and dropped", async () => {
    const page = await open();
    const menu = await openMenu(page, "QC Status");
    const value = (name: string) => menu.getByRole("checkbox", { name });
    await value("Ready for Mix 2").waitFor();
    await value("QC Pending 2").waitFor();
    await value("(empty) 3").waitFor();
    await menu.getByRole("button", { name: "None" }).click();
    await page.getByRole("heading", { name: "The filters hide every material" }).waitFor();
    await menu.getByRole("searchbox", { name: "Search the values of QC Status" }).fill("pend");
    await expect.poll(() => menu.getByRole("checkbox").count()).toBe(1);
    await menu.getByRole("button", { name: "All" }).click();
    await expect.poll(() => fileNames(page)).toEqual([longName, "glass_ME5.1_v10.R.wav"]);
  });

  test("a filtered column shows it, chips remove filters, Reset Filters brings back all but keeps the ticks", async () => {
    const page = await open("&text.fileName=5.1&keep.qcStatus=Ready+for+Mix&group=available");
    expect(await page.getByRole("button", { name: /: filtered; menu$/ }).count()).toBe(2);
    await page.getByRole("button", { name: "Remove the filter of QC Status" }).click();
    await expect.poll(async () => (await fileNames(page)).length).toBe(3);
    await page.getByRole("checkbox", { name: "Select all materials" }).click();
    await page.getByRole("button", { name: "Collapse All" }).click();
    await page.getByRole("button", { name: "Reset Filters" }).click();
    await expect.poll(async () => (await fileNames(page)).length).toBe(6);
    await selected(page).getByText("3 selected").waitFor();
    expect(parameters(page).group).toBeUndefined();
    expect(await group(page, "All , 7").getAttribute("aria-current")).toBe("true");
  });
});

describe("the address", () => {
  test("holds group, filters, sort and the open file: reload, back and a link show the same", async () => {
    const page = await open();
    await group(page, "All Available Materials").click();
    const menu = await openMenu(page, "File Name");
    await menu.getByRole("searchbox", { name: "Filter File Name by words" }).fill("5.1");
    await page.keyboard.press("Escape");
    await sortButton(page, "File Name").click();
    await line(page, "glass_ME5.1_v10.R.wav").click();
    await details(page).waitFor();
    expect(parameters(page)).toMatchObject({
      group: "available",
      "text.fileName": "5.1",
      sort: "fileName.asc",
      file: world.ids[2],
    });

    const link = page.url().slice(inject("baseUrl").length);
    const colleague = await pageSignedInAs(world.email, link);
    await details(colleague).waitFor();
    expect(await fileNames(colleague)).toEqual(await fileNames(page));

    await page.goBack();
    await details(page).waitFor({ state: "hidden" });
    await page.goBack();
    await page.goBack();
    await expect.poll(async () => (await fileNames(page)).length).toBe(5);
    await page.goForward();
    await expect.poll(async () => (await fileNames(page)).length).toBe(3);
  });

  test("is what back from another page shows", async () => {
    const page = await open();
    await group(page, "All Available Materials").click();
    await expect.poll(async () => (await fileNames(page)).length).toBe(5);
    await page.getByRole("link", { name: "Help" }).click();
    await page.getByRole("heading", { name: "Help" }).waitFor();
    await page.goBack();
    await expect.poll(async () => (await fileNames(page)).length).toBe(5);
    expect(parameters(page)).toMatchObject({ group: "available" });
  });

  test("what makes no sense in it is as if not there", async () => {
    const page = await open("&group=red&type=%00&sort=size&file=%27&keep.x=1&none=title.x");
    await expect.poll(async () => (await fileNames(page)).length).toBe(6);
  });

  test("one that names no requests, too many, or foreign ones is answered in words", async () => {
    const page = await pageSignedInAs(world.email, "/materials");
    await page
      .getByRole("heading", { name: "This address does not say which materials" })
      .waitFor();
    const many = Array.from({ length: 51 }, (_, n) => `request=SR-${n}`).join("&");
    await page.goto(`/materials?${many}`);
    await page.getByText("request names more than 50").waitFor();
    const answer = await page.goto("/materials?request=SR-none");
    expect(answer?.status()).toBe(404);
  });
});
