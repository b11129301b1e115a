import { afterAll, beforeAll, expect, test } from "vitest";
import { line, list, listOf, longName, scrollerOf, slots, tooltip } from "../support/asset-list";
import { pageSignedInAs } from "../support/browser";
import { addMaterials, type MaterialsWorld } from "../support/materials";

let world: MaterialsWorld;
beforeAll(async () => {
  world = await addMaterials(slots);
});
afterAll(() => world.close());
const open = listOf(() => world);

test("an asset type of forty characters is whole, and a title from right to left keeps to its cell", async () => {
  const page = await open();
  const type = line(page, world.typeName("text")).getByText(world.typeName("text"));
  expect(world.typeName("text").length).toBeGreaterThan(40);
  expect(await type.evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
  const title = line(page, "glass_proxy.mp4").getByText("מגדל המים");
  expect(await title.evaluate((it) => getComputedStyle(it).direction)).toBe("rtl");
  expect(await title.evaluate((it) => getComputedStyle(it.parentElement ?? it).direction)).toBe(
    "ltr",
  );
  const name = line(page, "glass_proxy.mp4").getByText(".mp4");
  expect(await name.evaluate((it) => getComputedStyle(it).direction)).toBe("ltr");
});

test("a long name keeps its end in sight, and is whole in the tooltip", async () => {
  const page = await open();
  const name = line(page, "_v09.L.wav").locator("[data-column=fileName]");
  const tail = name.getByText("_v09.L.wav");
  const [cell, end] = [await name.boundingBox(), await tail.boundingBox()];
  expect((end?.x ?? 0) + (end?.width ?? 0)).toBeLessThanOrEqual(
    (cell?.x ?? 0) + (cell?.width ?? 0),
  );
  await name.hover();
  await tooltip(page, longName).waitFor();
});

/** A world with an asset type of 3,000 files. */
async function manyReels() {
  const own = await addMaterials([]);
  await own.query(
    `insert into materials (id, title_id, asset_type_code, variant, created_at)
     select gen_random_uuid(), r.title_id, k.asset_type_code, 'reel ' || lpad(n::text, 4, '0'), now()
     from source_requests r join source_request_kind_asset_types k on k.kind_code = r.kind_code, generate_series(1, 3000) n
     where r.reference = $1 and k.asset_type_code like 'text-%'`,
    [own.requestPath.split("/").at(-1)],
  );
  return own;
}

test("a type with 3,000 files is there before the last of them has come, and scrolls to its end with few lines drawn", async () => {
  const own = await manyReels();
  const page = await pageSignedInAs(own.email, own.requestPath);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Variant" }).click();
  await page.keyboard.press("Escape");
  await line(page, own.typeName("text")).focus();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await line(page, "reel 3000").waitFor();
  expect(await list(page).getByRole("row").count()).toBeLessThan(90);

  const network = await page.context().newCDPSession(page);
  await network.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: 30_000,
    uploadThroughput: 30_000,
  });
  await page.reload({ waitUntil: "commit" });
  await line(page, "reel 0001").waitFor();
  const [arrived] = await page.evaluate(() =>
    performance
      .getEntriesByType("navigation")
      .map((it) => (it as PerformanceNavigationTiming).responseEnd),
  );
  expect(arrived).toBe(0);
  await own.close();
});

test("no materials at all says why", async () => {
  const own = await addMaterials([]);
  await own.cancelRequests();
  const page = await pageSignedInAs(own.email, own.requestPath);
  await page.getByRole("heading", { name: "No materials" }).waitFor();
  await own.close();
});

test("on a slow machine lines that hurry by show what they are, and are whole once the scroll rests", async () => {
  const own = await manyReels();
  const page = await pageSignedInAs(own.email, own.requestPath);
  const lines = list(page).locator("[aria-level='2']");
  const title = (await lines.locator("bdi").first().textContent()) ?? "";
  const machine = await page.context().newCDPSession(page);
  await machine.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await scrollerOf(page).evaluate((scroller) => {
    const state = Object.assign(window, { hurried: [] as string[] });
    scroller.addEventListener("scroll", () => {
      const lines = [...scroller.querySelectorAll("[aria-level='2']")];
      const brief = lines.filter((line) => line.children.length > 0 && !line.querySelector("bdi"));
      state.hurried.push(...brief.map((line) => line.textContent ?? ""));
    });
  });
  await machine.send("Input.synthesizeScrollGesture", {
    x: 700,
    y: 500,
    yDistance: -24_000,
    // Five lines and more a frame, however fast the machine is.
    speed: 12_000,
    gestureSourceType: "mouse",
    preventFling: true,
  });
  const brief = await page.evaluate(() => (window as unknown as { hurried: string[] }).hurried);
  expect(brief.length).toBeGreaterThan(0);
  expect(brief.every((text) => text.includes(title))).toBe(true);
  await expect
    .poll(
      async () =>
        (await lines.count()) - (await lines.filter({ has: page.locator("bdi") }).count()),
    )
    .toBe(0);
  await own.close();
});
