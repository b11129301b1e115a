import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  box,
  details,
  line,
  list,
  listOf,
  openMenu,
  selected,
  slots,
  tooltip,
} from "../support/asset-list";
import { expectNoViolations } from "../support/axe";
import { expectFocus } from "../support/browser";
import { addMaterials, type MaterialsWorld } from "../support/materials";

let world: MaterialsWorld;
beforeAll(async () => {
  world = await addMaterials(slots);
});
afterAll(() => world.close());
const open = listOf(() => world);
const typeLine = (page: Page, type: Parameters<MaterialsWorld["typeName"]>[0]) =>
  line(page, world.typeName(type));

describe("keyboard and screen reader", () => {
  test("arrows, Home, End, page keys, space and Enter do what a treegrid's do", async () => {
    const page = await open();
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    const lineIndex = () =>
      page.evaluate(() =>
        document.activeElement?.closest("[role=row]")?.getAttribute("aria-rowindex"),
      );
    await typeLine(page, "proxy").focus();
    await page.keyboard.press("Home");
    await expect.poll(lineIndex).toBe("2");
    await page.keyboard.press("ArrowDown");
    await expect.poll(lineIndex).toBe("3");
    await page.keyboard.press("End");
    await expect.poll(lineIndex).toBe(await list(page).getAttribute("aria-rowcount"));
    await page.keyboard.press("PageUp");
    await page.keyboard.press("Home");
    await expect.poll(lineIndex).toBe("2");

    await typeLine(page, "sound").focus();
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => typeLine(page, "sound").getAttribute("aria-expanded")).toBe("false");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => typeLine(page, "sound").getAttribute("aria-expanded")).toBe("true");
    await page.keyboard.press(" ");
    await selected(page).getByText("4 selected").waitFor();
    await page.keyboard.press(" ");

    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await expect.poll(focused).toMatch(/^glass_|^GLASS_/);
    await page.keyboard.press(" ");
    await selected(page).getByText("1 selected").waitFor();
    await page.keyboard.press("Enter");
    const panel = details(page);
    await panel.waitFor();
    await panel.getByRole("button", { name: "Close Details" }).focus();
    await tooltip(page, "Close Details").waitFor();
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "hidden" });
    await expect.poll(focused).toContain("wav");
  });

  test("one Escape closes the sheet of a phone too, whose button is being explained", async () => {
    const viewport = { width: 390, height: 844 };
    const page = await open(`&file=${world.ids[0]}`, { viewport });
    const sheet = page.getByRole("dialog", { name: "Details" });
    const close = sheet.getByRole("button", { name: "Close", exact: true });
    await expectFocus(close);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Shift+Tab");
    await tooltip(page, "Close").waitFor();
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "hidden" });
  });

  test.each([
    ["light", 1440, 900],
    ["dark", 1440, 900],
    ["light", 640, 360],
    ["dark", 390, 844],
  ] as const)(
    "axe finds nothing in any state, %s at %d x %d, and nothing is cut off",
    async (colorScheme, width, height) => {
      const page = await open("&text.fileName=5.1", {
        colorScheme,
        viewport: { width, height },
      });
      await line(page, "glass_ME5.1_v02.C.wav").waitFor();
      await expectNoViolations(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      await box(page, "Select all materials").click();
      await line(page, "glass_ME5.1_v02.C.wav").click();
      await page.getByRole("button", { name: "Download this file" }).waitFor();
      await expectNoViolations(page);
      await page.keyboard.press("Escape");
      const menu = await openMenu(page, "Asset Type/Title");
      await menu.waitFor();
      await expectNoViolations(page);
      await menu.getByRole("searchbox").first().fill("no such title");
      await page.getByRole("heading", { name: "The filters hide every material" }).waitFor();
      await expectNoViolations(page);
    },
    120_000,
  );
});
