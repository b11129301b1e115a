import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readMark } from "@/lib/media/testing/clips";
import { pageSignedInAs } from "./support/browser";
import { addMaterials } from "./support/materials";
import { aClip, deliverClip, framesOf } from "./support/proxies";

// The whole way of a proxy, with the two minutes that a mail waits for others.

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "turnover-proxy-journey-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const partner = "Saltwater Dubbing";
const fileName = "GLASS_s01e03_v02.mov";

test("from an empty pool by a bulk download to a mail, and from the mail to a file that bears partner and serial", {
  timeout: 420_000,
}, async () => {
  const world = await addMaterials([
    { type: "sound", fileName: "mix.wav" },
    { type: "proxy", fileName },
  ]);
  const clip = await aClip(folder, "1280x720");
  await deliverClip(world, { materialId: world.ids[1] ?? "", clip });
  // What a reader of print knows.
  await world.query(
    "update partners set name = $2 where id = (select partner_id from users where email = $1)",
    [world.email, partner],
  );
  const page = await pageSignedInAs(world.email, world.path);
  await page.getByRole("checkbox", { name: "Select all materials" }).click();
  await page.getByRole("button", { name: "Download", exact: true }).click();
  const row = (of: typeof page) => of.getByRole("row").filter({ hasText: fileName });
  await row(page)
    .getByText(/^Processing \d+ %$/)
    .waitFor();
  await row(page)
    .getByText(/^Processing/)
    .waitFor({ state: "hidden", timeout: 120_000 });

  const outbox = await page.context().newPage();
  const mail = outbox.getByRole("listitem").filter({ hasText: world.email });
  await expect
    .poll(async () => (await outbox.goto("/dev/outbox")) && (await mail.count()), {
      timeout: 200_000,
      interval: 3_000,
    })
    .toBe(1);
  await mail.getByRole("link").click();
  const opened = outbox.waitForEvent("popup");
  await outbox.frameLocator("iframe").getByRole("link", { name: "Open it in Turnover" }).click();
  const app = await opened;
  // The mail leads to the file's details.
  const details = app.getByRole("complementary", { name: "Details" });
  const downloading = app.waitForEvent("download");
  await details.getByRole("button", { name: "Download this file" }).click();
  const download = await downloading;
  const [, serial = "none"] =
    /_([0-9A-HJKMNP-TV-Z]{10})\.mp4$/.exec(download.suggestedFilename()) ?? [];
  const file = path.join(folder, "taken.mp4");
  await download.saveAs(file);
  expect(await framesOf(file)).toEqual({ r_frame_rate: "10/1", nb_read_frames: "120" });
  // Letters among digits are not what it was taught; one that it takes for two puts all that follow out of place.
  const reads = [await readMark(file, 3), await readMark(file, 6), await readMark(file, 9)];
  expect(reads.join("; ")).toContain(partner);
  const right = (read: string) =>
    [...(read.split(" ").at(-1) ?? "")].filter((digit, i) => digit === serial[i]).length;
  const best = Math.max(...reads.map(right));
  expect(best, `${reads.join("; ")} is not ${serial}`).toBeGreaterThanOrEqual(8);
  await row(app).getByText("Downloaded").waitFor();
  await world.close();
});
