import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  columns,
  fileNames,
  header,
  line,
  listOf,
  longName,
  openMenu,
  parameters,
  scrollerOf,
  selected,
  slots,
  sortButton,
} from "../support/asset-list";
import { addMaterials, type MaterialsWorld } from "../support/materials";

let world: MaterialsWorld;
beforeAll(async () => {
  world = await addMaterials(slots);
});
afterAll(() => world.close());
const open = listOf(() => world);

const width = async (page: Page, name: string) => (await boxOf(page, name)).width;

async function boxOf(page: Page, name: string) {
  return (await header(page, name).boundingBox()) ?? expect.fail(`no column ${name}`);
}

async function dragEdge(page: Page, name: string, by: number) {
  const box = await boxOf(page, name);
  const edge = { x: box.x + box.width - 1, y: box.y + box.height / 2 };
  await page.mouse.move(edge.x, edge.y);
  await page.mouse.down();
  await page.mouse.move(edge.x + by, edge.y, { steps: 4 });
  await page.mouse.up();
}

test("are resized by an edge, fitted by a double click, and sized and fitted by keys", async () => {
  const page = await open();
  const before = await width(page, "File Name");
  await dragEdge(page, "File Name", -120);
  await expect.poll(() => width(page, "File Name")).toBeCloseTo(before - 120, -1);

  const box = await boxOf(page, "File Name");
  await page.mouse.dblclick(box.x + box.width - 1, box.y + 10);
  await expect.poll(() => width(page, "File Name")).toBeGreaterThan(1100);
  const longest = line(page, longName).locator("[data-column=fileName]");
  expect(await longest.evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);

  await sortButton(page, "QC Status").focus();
  const narrow = await width(page, "QC Status");
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(() => width(page, "QC Status")).toBe(narrow + 16);
  const menu = await openMenu(page, "QC Status");
  await menu.getByRole("button", { name: "Fit QC Status to its content" }).press("Enter");
  await expect.poll(() => width(page, "QC Status")).toBeLessThan(narrow);
});

test("scroll sideways only where they don't fit, and then boxes stay in sight", async () => {
  const page = await open();
  const scroller = scrollerOf(page);
  const beyond = () => scroller.evaluate((it) => it.scrollWidth - it.clientWidth);
  expect(await beyond()).toBe(0);

  for (const name of ["Title", "File Name", "QC Status", "Newly Added"])
    await dragEdge(page, name, 220);
  await expect.poll(beyond).toBeGreaterThan(300);
  const box = line(page, "glass_ME5.1_v02.C.wav").getByRole("checkbox");
  const before = (await box.boundingBox())?.x;
  await scroller.evaluate((it) => it.scrollTo({ left: 300 }));
  expect(await scroller.evaluate((it) => it.scrollLeft)).toBe(300);
  await expect.poll(async () => (await box.boundingBox())?.x).toBe(before);
  await box.click();
  await selected(page).getByText("1 selected").waitFor();
});

test("are reordered by dragging a header, with a mark where it would drop, and by keys", async () => {
  const page = await open();
  const from = await boxOf(page, "Delivered On");
  const to = await boxOf(page, "QC Status");
  await page.mouse.move(from.x + 30, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 30, to.y + 10, { steps: 5 });
  await page.locator("[data-drop-mark]").waitFor({ state: "attached" });
  await page.mouse.up();
  const order = [
    "Asset Type/Title",
    "File Name",
    "Delivered On",
    "QC Status",
    "Newly Added",
    "Downloaded",
  ];
  await expect.poll(() => columns(page)).toEqual(order);
  // Its cells go with it, and the drag was no click.
  const cells = line(page, "glass_ME5.1_v02.C.wav").locator("[data-column]");
  expect(await cells.nth(2).getAttribute("data-column")).toBe("deliveredOn");
  expect(parameters(page).sort).toBeUndefined();

  await sortButton(page, "Delivered On").focus();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect.poll(async () => (await columns(page))[1]).toBe("Delivered On");
});

test("sort by a click: up, down, as at first; the order is announced", async () => {
  const page = await open(`&type=`);
  const sort = sortButton(page, "File Name");
  const sound = () => fileNames(page).then((names) => names.filter((name) => name.includes("5.1")));
  await sort.click();
  await expect
    .poll(sound)
    .toEqual(["glass_ME5.1_v02.C.wav", "glass_ME5.1_v02.L.wav", "glass_ME5.1_v10.R.wav"]);
  await page.getByText("Sorted by File Name, ascending.").waitFor({ state: "attached" });
  expect(await header(page, "File Name").getAttribute("aria-sort")).toBe("ascending");
  await sort.click();
  await expect
    .poll(sound)
    .toEqual(["glass_ME5.1_v10.R.wav", "glass_ME5.1_v02.L.wav", "glass_ME5.1_v02.C.wav"]);
  await sort.click();
  await expect.poll(() => header(page, "File Name").getAttribute("aria-sort")).toBe("none");
});

test("are remembered for the user, drawn by the server, and reset by Reset Filters", async () => {
  const page = await open();
  await dragEdge(page, "Asset Type/Title", 60);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Size" }).click();
  await page.keyboard.press("Escape");
  await sortButton(page, "Delivered On").click();
  const sorted = () => header(page, "Delivered On").getAttribute("aria-sort");
  await expect.poll(sorted).toBe("ascending");
  await page.goto(world.requestPath);
  expect(await columns(page)).toContain("Size");
  expect(await width(page, "Asset Type/Title")).toBe(260);
  expect(await sorted()).toBe("ascending");
  await page.getByRole("button", { name: "Reset Filters" }).click();
  await expect.poll(() => width(page, "Asset Type/Title")).toBe(200);
  await page.reload();
  expect(await columns(page)).toHaveLength(6);
});
