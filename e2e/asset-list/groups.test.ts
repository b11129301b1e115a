import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { columns, fileNames, group, line, listOf, parameters, slots } from "../support/asset-list";
import { pageSignedInAs } from "../support/browser";
import { addMaterials, type MaterialsWorld } from "../support/materials";
import { people } from "../support/session";

let world: MaterialsWorld;
beforeAll(async () => {
  world = await addMaterials(slots);
});
afterAll(() => world.close());
const open = listOf(() => world);
const typeLine = (page: Page, type: Parameters<MaterialsWorld["typeName"]>[0]) =>
  line(page, world.typeName(type));

describe("groups", () => {
  test("each has its count, types those available now, grayed where there are none; choosing one narrows the list", async () => {
    const page = await open();
    for (const [name, count] of [
      ["My Downloaded", 0],
      ["Newly Added/Updated", 2],
      ["All Available Materials", 5],
      ["All", 7],
    ] as const)
      await group(page, `${name} , ${count}`).waitFor();
    const colour = (entry: string) =>
      group(page, entry).evaluate((it) => getComputedStyle(it).color);
    const some = await colour(`${world.typeName("sound")} , 4 available now`);
    expect(await colour(`${world.typeName("none")} , 0 available now`)).not.toBe(some);

    await typeLine(page, "none").getByText("Nothing delivered yet").waitFor();
    await group(page, "Newly Added/Updated").click();
    await expect
      .poll(() => fileNames(page))
      .toEqual(["glass_ME5.1_v02.L.wav", "glass_ME5.1_v10.R.wav"]);
    expect(await typeLine(page, "none").count()).toBe(0);
    await page.getByText("2 of 7 materials shown.").waitFor({ state: "attached" });

    await group(page, world.typeName("text")).click();
    await expect.poll(() => fileNames(page)).toEqual(["Éloïse list (FINAL).xlsx"]);
    expect(parameters(page).type).toMatch(/^text-/);
  });

  test("the panel collapses; on a narrow screen it is a drawer", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Hide groups" }).click();
    await page.getByRole("navigation", { name: "Groups" }).waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Show groups" }).click();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("button", { name: "Groups", exact: true }).click();
    const drawer = page.getByRole("dialog", { name: "Groups" });
    await drawer.getByRole("button", { name: "All Available Materials" }).click();
    await drawer.waitFor({ state: "hidden" });
    await expect.poll(() => typeLine(page, "none").count()).toBe(0);
  });
});

describe("the list", () => {
  test("groups rows by asset type, with how many there are, and says which title, season and episode", async () => {
    const page = await open();
    await typeLine(page, "sound").getByText("5", { exact: true }).waitFor();
    await line(page, "Éloïse list").getByText("Glass", { exact: true }).waitFor();
    await line(page, "Éloïse list").getByText("S03E03").waitFor();
    expect(await columns(page)).toEqual([
      "Asset Type/Title",
      "File Name",
      "QC Status",
      "Newly Added",
      "Downloaded",
      "Delivered On",
    ]);
    await page.getByRole("button", { name: "Collapse All" }).click();
    await expect.poll(() => fileNames(page)).toEqual([]);
    await typeLine(page, "text").click();
    await expect.poll(() => fileNames(page)).toEqual(["Éloïse list (FINAL).xlsx"]);
    await page.getByRole("button", { name: "Collapse All" }).click();
    await page.getByRole("button", { name: "Expand All" }).click();
    await expect.poll(async () => (await fileNames(page)).length).toBe(6);
  });

  test("has checkboxes for what can be taken now or be made on demand, and for nothing else", async () => {
    const page = await open();
    const boxes = (row: ReturnType<typeof line>) => row.getByRole("checkbox").count();
    expect(await boxes(line(page, "glass_ME5.1_v02.C.wav"))).toBe(1);
    expect(await boxes(line(page, "glass_proxy.mp4"))).toBe(1);
    expect(await boxes(typeLine(page, "proxy"))).toBe(1);
    expect(await boxes(typeLine(page, "none"))).toBe(0);
    expect(await boxes(typeLine(page, "sound"))).toBe(1);
  });

  test("other columns come and go by the columns menu", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Columns" }).click();
    for (const name of ["Version", "Variant", "Language", "Size", "Duration", "Requests"]) {
      const entry = page.getByRole("menuitemcheckbox", { name });
      expect(await entry.getAttribute("aria-checked")).toBe("false");
      await entry.click();
    }
    await page.getByRole("menuitemcheckbox", { name: "QC Status" }).click();
    await page.keyboard.press("Escape");
    await expect
      .poll(async () => (await columns(page)).slice(5))
      .toEqual(["Version", "Variant", "Language", "Size", "Duration", "Requests"]);
    expect(await columns(page)).not.toContain("QC Status");
    const file = line(page, "glass_ME5.1_v02.C.wav");
    await file.getByText("v1", { exact: true }).waitFor();
    await file.getByText("1:01").waitFor();
    await file.getByText(/^SR-.*-F$/).waitFor();
  });

  test("operators read it, and tick and take nothing", async () => {
    const page = await pageSignedInAs(people.opal, world.requestPath);
    await line(page, "glass_ME5.1_v02.C.wav").waitFor();
    expect(await page.getByRole("checkbox").count()).toBe(0);
    expect(await page.getByRole("button", { name: "Download", exact: true }).count()).toBe(0);
  });
});
