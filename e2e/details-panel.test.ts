import { AxeBuilder } from "@axe-core/playwright";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { newPage, pageSignedInAs } from "./support/browser";
import { addMaterials, type MaterialsWorld, type Slot } from "./support/materials";
import { signedInAs } from "./support/session";

const slots: Slot[] = [
  { type: "sound", fileName: "glass_v01.wav", qc: "QC Pending", daysAgo: 20 },
  { type: "text", fileName: "names.txt", daysAgo: 20 },
  { type: "text", fileName: "still.png", daysAgo: 20 },
  { type: "proxy", fileName: "glass_proxy.mp4", daysAgo: 20 },
  { type: "text", fileName: "list.pdf", daysAgo: 20 },
];
const [sound, text, image, proxy, pdf] = [0, 1, 2, 3, 4];

const audioProbe = {
  ...{ kind: "audio", codec: "pcm_s24le", sampleRate: 48_000, bitDepth: 24, channels: 6 },
  ...{ layout: "5.1", durationSeconds: 61, integratedLoudnessLufs: -27 },
};
const videoProbe = {
  ...{ kind: "video", codec: "h264", profile: "Main", width: 960, height: 540, bitRate: 4_523_000 },
  frameRate: { numerator: 30_000, denominator: 1001 },
  ...{ startTimecode: "00:59:58;00", dropFrame: true, frames: 1800, durationSeconds: 60.06 },
  colour: { pixelFormat: "yuv420p", range: null, space: null, primaries: "bt709", transfer: null },
  audioTracks: [
    {
      codec: "aac",
      language: "fra",
      channels: 2,
      layout: "stereo",
      sampleRate: 48_000,
      title: null,
    },
  ],
  subtitleTracks: [],
};

let world: MaterialsWorld;
let signedIn: NonNullable<BrowserContextOptions["storageState"]>;
const probeIs = (file: number, probe: unknown) =>
  world.query("update versions set probe = $2 where material_id = $1", [world.ids[file], probe]);

beforeAll(async () => {
  world = await addMaterials(slots);
  await probeIs(sound, audioProbe);
  await probeIs(text, { kind: "text", format: "txt", language: null, events: 1, pages: null });
  await probeIs(image, { kind: "image", format: "png", width: 4000, height: 3000 });
  await probeIs(proxy, videoProbe);
  await probeIs(pdf, { kind: "text", format: "pdf", language: null, events: null, pages: 12 });
  signedIn = await (await pageSignedInAs(world.email, world.path)).context().storageState();
});
afterAll(() => world.close());

async function open(file: number | null, tab = "", options: BrowserContextOptions = {}) {
  const page = await newPage({ ...options, storageState: signedIn });
  const named = file === null ? "" : `&file=${world.ids[file]}${tab && `&tab=${tab}`}`;
  await page.goto(`${world.path}${named}`);
  return page;
}
const panel = (page: Page) => page.getByRole("complementary", { name: "Details" });
const row = (page: Page, name: string) =>
  page.getByRole("treegrid").getByRole("row").filter({ hasText: name });
const heading = (page: Page) => panel(page).getByRole("heading", { level: 2 });
/** What the panel says under a name. */
const fact = (page: Page, name: string) =>
  panel(page)
    .locator("dt", { hasText: new RegExp(`^${name}$`) })
    .locator("xpath=following-sibling::dd[1]");

describe("the panel", () => {
  test("opens beside the list at 1280 and leads from file to file without closing", async () => {
    const page = await open(null, "", { viewport: { width: 1280, height: 720 } });
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
    const page = await open(text);
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
    const page = await open(text, "", { viewport: { width: 390, height: 844 } });
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
    const page = await open(proxy);
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
    const page = await open(sound, "", { permissions: ["clipboard-read", "clipboard-write"] });
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
    const page = await open(text);
    await panel(page)
      .getByRole("region", { name: "Text of the file" })
      .getByText(/what .* hears/)
      .waitFor();
    const other = await open(pdf);
    await expect.poll(() => fact(other, "Pages").textContent()).toBe("12");
    expect(await panel(other).getByRole("region", { name: "Text of the file" }).count()).toBe(0);
  });

  test("says that an image can't be shown, and tries again", async () => {
    const page = await open(image);
    const broken = panel(page).getByText("The image could not be read.");
    await broken.waitFor();
    await panel(page).getByRole("button", { name: "Try again" }).click();
    await broken.waitFor();
  });
});

describe("the histories", () => {
  test("tell every version, what it changed and every review, mark what is new, and keep up", async () => {
    const own = await addMaterials(slots.slice(0, 1));
    const [id = ""] = own.ids;
    await own.query("update versions set probe = $2 where material_id = $1", [id, audioProbe]);
    const session = await signedInAs(inject("baseUrl"), own.email);
    const page = await pageSignedInAs(own.email, `${own.path}&file=${id}&tab=updates`);
    const updates = panel(page).getByRole("listitem");
    await panel(page).getByText("Version 1", { exact: true }).waitFor();

    expect((await session.postJson("/api/downloads", { materialIds: [id] })).status).toBe(201);
    await own.deliver(id, { type: "sound", fileName: "glass_v02.wav", qc: "QC Pending" });
    await own.query(
      "update versions set note = 'Reel 3 remixed', probe = $2 where material_id = $1 and number = 2",
      [id, { ...audioProbe, durationSeconds: 63.5, integratedLoudnessLufs: -24 }],
    );
    await own.query(
      `insert into qc_events (id, version_id, status, result, note, by_id, at)
       select gen_random_uuid(), id, 'QC Pending', 'failed', 'Dropout at 12:04', delivered_by_id, now() from versions
       where material_id = $1 and number = 2`,
      [id],
    );
    const version = (n: number) =>
      updates.filter({ has: page.getByText(`Version ${n}`, { exact: true }) });
    const second = version(2);
    await second.getByText("Reel 3 remixed").waitFor();
    for (const said of [
      "Current",
      "glass_v02.wav",
      "New since your download",
      "Duration 1:01 to 1:04 (+2.50 s)",
      "Loudness −27.0 to −24.0 LUFS",
    ])
      await second.getByText(said, { exact: true }).waitFor();
    const review = updates.filter({ hasText: "Review failed" });
    await review.getByText("Dropout at 12:04").waitFor();
    expect(await version(1).getByText("New since").count()).toBe(0);
    await own.close();
  });

  test("tell who took what, whose own they are, and all of it as CSV", async () => {
    const own = await addMaterials(slots.slice(0, 1));
    const [id = ""] = own.ids;
    const tag = own.email.split("@")[1];
    await own.query(
      `insert into users (id, kind, partner_id, email, name, password_hash, created_at)
       select gen_random_uuid(), 'partner', partner_id, $2, 'Colleague', password_hash, now() from users where email = $1`,
      [own.email, `colleague@${tag}`],
    );
    const page = await pageSignedInAs(own.email, `${own.path}&file=${id}&tab=downloads`);
    await panel(page)
      .getByText(/^Nobody of your organisation/)
      .waitFor();

    const colleague = await signedInAs(inject("baseUrl"), `colleague@${tag}`);
    await colleague.postJson("/api/downloads", { materialIds: [id] });
    const rows = panel(page).getByRole("table").getByRole("row");
    await rows.filter({ hasText: "Colleague" }).getByText("Initiated").waitFor();
    const mine = panel(page).getByRole("checkbox", { name: "Show my downloads only" });
    expect(await mine.isDisabled()).toBe(true);
    await panel(page).getByText("You have not downloaded this yourself.").waitFor();

    const session = await signedInAs(inject("baseUrl"), own.email);
    await session.postJson("/api/downloads", { materialIds: [id] });
    await panel(page).getByText("You have version 1 (current).").waitFor();
    await mine.check();
    await expect.poll(() => rows.count()).toBe(2);
    await rows.nth(1).getByText("(you)").waitFor();

    const saved = page.waitForEvent("download");
    await panel(page).getByRole("link", { name: "CSV" }).click();
    expect((await saved).suggestedFilename()).toMatch(/^downloads-FLM-.*\.csv$/);
    await own.close();
  });

  test("have pages of 50", async () => {
    const own = await addMaterials(slots.slice(0, 1));
    await own.query(
      `insert into downloads (id, user_id, partner_id, version_id, started_at, expires_at)
       select gen_random_uuid(), u.id, u.partner_id, v.id, now() - n * interval '1 hour', now()
       from users u, versions v, generate_series(1, 60) n where u.email = $1 and v.material_id = $2`,
      [own.email, own.ids[0]],
    );
    const page = await pageSignedInAs(own.email, `${own.path}&file=${own.ids[0]}&tab=downloads`);
    const rows = panel(page).getByRole("table").getByRole("row");
    await panel(page).getByText("1–50 of 60").waitFor();
    expect(await rows.count()).toBe(51);
    await panel(page).getByRole("button", { name: "Older downloads" }).click();
    await panel(page).getByText("51–60 of 60").waitFor();
    await expect.poll(() => rows.count()).toBe(11);
    await own.close();
  });

  test("that can't be read say so, and are read again", async () => {
    const page = await open(null);
    await page.route("**/versions", (route) => route.abort());
    await row(page, "names.txt").click();
    await panel(page).getByRole("tab", { name: "Update History" }).click();
    await panel(page).getByText("The update history could not be read.").waitFor();
    await page.unroute("**/versions");
    await panel(page).getByText("Version 1").waitFor();
  });
});

test.each(["light", "dark"] as const)("axe finds nothing in any tab, %s", async (colorScheme) => {
  const page = await open(sound, "", { colorScheme });
  for (const [tab, shown] of [
    ["Detail", "Copy MD5"],
    ["Update History", "Version 1"],
    ["Download History", /^Nobody of your organisation/],
  ] as const) {
    await panel(page).getByRole("tab", { name: tab, exact: true }).click();
    const copy = panel(page).getByRole("button", { name: shown });
    await copy.or(panel(page).getByText(shown)).first().waitFor();
    expect((await new AxeBuilder({ page }).include("aside").analyze()).violations).toEqual([]);
  }
});
