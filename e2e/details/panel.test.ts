import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectNoViolations } from "../support/axe";
import {
  addFiles,
  type Files,
  fact,
  heading,
  image,
  panel,
  pdf,
  proxy,
  row,
  sound,
  text,
} from "../support/details-panel";

let world: Files;
beforeAll(async () => {
  world = await addFiles();
});
afterAll(() => world.close());

describe("the panel", () => {
  test("opens beside the list at 1280 and leads from file to file without closing", async () => {
    const page = await world.open(null, { viewport: { width: 1280, height: 720 } });
    await row(page, "names.txt").click();
    await panel(page).waitFor();
    const list = await page.getByRole("treegrid").locator("xpath=..").boundingBox();
    const beside = await panel(page).boundingBox();
    expect(list?.width).toBeGreaterThan(480);
    expect((list?.x ?? 0) + (list?.width ?? 0)).toBeLessThanOrEqual(Math.ceil(beside?.x ?? 0));

    await panel(page).getByRole("tab", { name: "Update History" }).click();
    await page.keyboard.press("Alt+ArrowDown");
    await expect.poll(() => heading(page).textContent()).toBe("still.png");
    expect(new URL(page.url()).searchParams.get("tab")).toBe("updates");
    await panel(page)
      .getByRole("button", { name: /^Previous file/ })
      .click();
    await expect.poll(() => heading(page).textContent()).toBe("names.txt");
    await row(page, "names.txt").focus();
    await page.keyboard.press("Alt+ArrowUp");
    await expect.poll(() => heading(page).textContent()).toContain(".");
    await page.keyboard.press("Escape");
    await panel(page).waitFor({ state: "hidden" });
  });

  test("keeps the width that it was given", async () => {
    const page = await world.open(text);
    const edge = panel(page).getByRole("separator", { name: "Width of Details" });
    await edge.focus();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    expect(await edge.getAttribute("aria-valuenow")).toBe("488");
    const box = (await edge.boundingBox()) ?? expect.fail("no edge");
    await page.mouse.move(box.x + 4, box.y + 300);
    await page.mouse.down();
    await page.mouse.move(box.x + 4 - 100, box.y + 300, { steps: 4 });
    await page.mouse.up();
    expect(Number(await edge.getAttribute("aria-valuenow"))).toBeCloseTo(588, -1);
    await page.reload();
    expect((await panel(page).boundingBox())?.width).toBeCloseTo(588, -1);
  });

  test("is a sheet over the whole of a phone", async () => {
    const page = await world.open(text, { viewport: { width: 390, height: 844 } });
    const sheet = page.getByRole("dialog", { name: "Details" });
    await sheet.getByText("names.txt").first().waitFor();
    expect(await sheet.boundingBox()).toMatchObject({ x: 0, width: 390, height: 844 });
    await sheet.getByRole("button", { name: /^Next file/ }).click();
    await sheet.getByText("still.png").first().waitFor();
    await sheet.getByRole("button", { name: "Close" }).click();
    await sheet.waitFor({ state: "hidden" });
  });
});

describe("Detail", () => {
  test("has the facts of a video, its timecodes drop-frame, and nothing of the file that is never sent", async () => {
    const page = await world.open(proxy);
    for (const [name, said] of [
      ["Codec", "h264, Main"],
      ["Raster", "960 × 540"],
      ["Frame rate", "30000/1001 (29.97 fps)"],
      ["Start timecode", "00:59:58;00"],
      ["End timecode", "01:00:57;29 (last frame)"],
      ["Drop-frame", "Yes"],
      ["Bit rate", "4.52 Mb/s"],
    ] as const)
      await expect.poll(() => fact(page, name).textContent()).toBe(said);
    await panel(page).getByText("French, aac, stereo, 48 kHz").waitFor();
    expect(await panel(page).getByText("MD5").count()).toBe(0);
  });

  test("has those of a mix, checksums to copy, and every request that needs it", async () => {
    const page = await world.open(sound, { permissions: ["clipboard-read", "clipboard-write"] });
    for (const [name, said] of [
      ["Sample rate", "48 kHz"],
      ["Bit depth", "24 bit"],
      ["Channels", "5.1 (6)"],
      ["Loudness", "-27.0 LUFS, integrated"],
      ["MD5", world.md5],
      ["Delivered by", "Mixer"],
    ] as const)
      await expect.poll(() => fact(page, name).textContent()).toContain(said);
    await panel(page).getByRole("button", { name: "Copy MD5" }).click();
    await panel(page).getByText("MD5 copied.").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(world.md5);
    expect(await panel(page).getByRole("link", { name: /^SR-/ }).count()).toBe(1);
  });

  test("shows text to be read, and what a PDF has", async () => {
    const page = await world.open(text);
    await panel(page)
      .getByRole("region", { name: "Text of the file" })
      .getByText(/what .* hears/)
      .waitFor();
    const other = await world.open(pdf);
    await expect.poll(() => fact(other, "Pages").textContent()).toBe("12");
    expect(await panel(other).getByRole("region", { name: "Text of the file" }).count()).toBe(0);
  });

  test("says that an image can't be shown, and tries again", async () => {
    const page = await world.open(image);
    const broken = panel(page).getByText("The image could not be read.");
    await broken.waitFor();
    await panel(page).getByRole("button", { name: "Try again" }).click();
    await broken.waitFor();
  });
});

test.each(["light", "dark"] as const)("axe finds nothing in any tab, %s", async (colorScheme) => {
  const page = await world.open(sound, { colorScheme });
  for (const [tab, shown] of [
    ["Detail", "Copy MD5"],
    ["Update History", "Version 1"],
    ["Download History", /^Nobody of your organisation/],
  ] as const) {
    await panel(page).getByRole("tab", { name: tab, exact: true }).click();
    const copy = panel(page).getByRole("button", { name: shown });
    await copy.or(panel(page).getByText(shown)).first().waitFor();
    await expectNoViolations(page, (axe) => axe.include("aside"));
  }
});
