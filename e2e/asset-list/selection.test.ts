import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import JSZip from "jszip";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  box,
  details,
  group,
  line,
  listOf,
  longName,
  selected,
  slots,
  tooltip,
} from "../support/asset-list";
import { pageSignedInAs } from "../support/browser";
import { addMaterials, type MaterialsWorld } from "../support/materials";

let world: MaterialsWorld;
beforeAll(async () => {
  world = await addMaterials(slots);
  await failAndFlow();
});
afterAll(() => world.close());
const open = listOf(() => world);

/** The long one: its review has failed, and its bytes flow. */
async function failAndFlow() {
  await world.query(
    `insert into qc_events (id, version_id, status, result, by_id, at)
     select gen_random_uuid(), id, 'QC Pending', 'failed', delivered_by_id, now() from versions where file_name = $1
       and material_id = $2`,
    [longName, world.ids[3]],
  );
  await world.query(
    `with taken as (
       insert into downloads (id, user_id, partner_id, version_id, started_at, expires_at, begun_at, coverage)
       select gen_random_uuid(), u.id, u.partner_id, v.id, now(), now() + interval '1 day', now(),
         int8multirange(int8range(0, v.bytes / 2))
       from versions v, users u where v.material_id = $1 and u.email = $2 returning id
     )
     insert into transfers (id, download_id, instance, from_byte, sent_to, leased_to, started_at, moved_at, seen_at, settled)
     select gen_random_uuid(), id, gen_random_uuid(), 0, 1, 1, now(), now() + interval '1 hour', now() + interval '1 hour', true
     from taken`,
    [world.ids[3], world.email],
  );
}

describe("selection", () => {
  const isMixed = (page: Page, name: string) =>
    box(page, name).evaluate((it: HTMLInputElement) => it.indeterminate);

  test("of a row, a range, a type and all, with its count and size; ticking opens nothing, clicking ticks nothing", async () => {
    const page = await open();
    await selected(page).getByText("0 selected").waitFor();
    await box(page, "glass_ME5.1_v02.C.wav").click();
    await selected(page)
      .getByText(/1 selected · \d+(\.\d+)? kB/)
      .waitFor();
    expect(await isMixed(page, `Select all ${world.typeName("sound")}`)).toBe(true);
    await box(page, "v10.R.wav").click({ modifiers: ["Shift"] });
    await selected(page).getByText("3 selected").waitFor();
    expect(await details(page).count()).toBe(0);

    await box(page, `Select all ${world.typeName("text")}`).click();
    await selected(page).getByText("4 selected").waitFor();
    await page.getByRole("button", { name: "Collapse All" }).click();
    await box(page, "Select all materials").click();
    await selected(page).getByText("6 selected").waitFor();
    await box(page, "Select all materials").click();
    await selected(page).getByText("0 selected").waitFor();

    await page.getByRole("button", { name: "Expand All" }).click();
    await line(page, "glass_ME5.1_v02.L.wav").click();
    await details(page).waitFor();
    await selected(page).getByText("0 selected").waitFor();
  });

  test("what filters hide is said and can be shown", async () => {
    const page = await open();
    await box(page, "Select all materials").click();
    await selected(page).getByText("6 selected").waitFor();
    await group(page, "Newly Added/Updated").click();
    await selected(page).getByText("6 selected, 4 hidden by filters").waitFor();
    await page.getByRole("button", { name: "Show them" }).click();
    await selected(page)
      .getByText(/^6 selected ·/)
      .waitFor();
  });

  test("a row that can't be taken any more leaves it, with a notice", async () => {
    const own = await addMaterials(slots);
    const page = await pageSignedInAs(own.email, own.path);
    await box(page, "Select all materials").click();
    await own.cancelRequests();
    await page.getByRole("alert").getByText("6 materials left your selection").waitFor();
    await selected(page).getByText("0 selected").waitFor();
    await page.getByRole("heading", { name: "No materials" }).waitFor();
    await own.close();
  });
});

describe("labels", () => {
  test("each is text, and says why and since when", async () => {
    const page = await open();
    const pending = line(page, "glass_ME5.1_v10.R.wav");
    await pending.getByText("New", { exact: true }).hover();
    await tooltip(page, /^First delivered .* UTC/).waitFor();
    await pending.getByText("QC Pending").hover();
    await tooltip(page, /^Not yet reviewed since it was delivered, .* UTC/).waitFor();
    await pending.getByText("2 d ago").hover();
    await tooltip(page, /\d{2}:\d{2}:\d{2} UTC/).waitFor();
    await line(page, "glass_ME5.1_v02.C.wav").getByText("Ready for Mix").hover();
    await tooltip(page, /^Passed its QC review, .* UTC/).waitFor();
  });

  test("a review that failed, and a download that flows, say it too", async () => {
    const page = await open();
    const row = line(page, longName);
    await row.getByText("QC Pending").hover();
    await tooltip(page, /^Failed its QC review, .* UTC.*; awaits new assets/).waitFor();
    await row.getByText(/^Downloading \d+ %$/).hover();
    await tooltip(page, /^Initiated .* UTC.*; \d+ % sent\.$/).waitFor();
  });
});

describe("the download", () => {
  test("several files that are taken come down as one zip, and their rows say so", async () => {
    const page = await open();
    await box(page, "glass_ME5.1_v02.C.wav").click();
    await box(page, "glass_ME5.1_v02.L.wav").click();
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download", exact: true }).click();
    const zip = await JSZip.loadAsync(await readFile(await (await downloading).path()));
    const md5s = Object.values(zip.files)
      .filter(({ name }) => name.endsWith(".wav"))
      .map(async (file) => {
        const content = await file.async("nodebuffer");
        return `${path.basename(file.name)} ${createHash("md5").update(content).digest("hex")}`;
      });
    expect((await Promise.all(md5s)).sort()).toEqual([
      `glass_ME5.1_v02.C.wav ${world.md5}`,
      `glass_ME5.1_v02.L.wav ${world.md5}`,
    ]);
    const taken = line(page, "glass_ME5.1_v02.C.wav").getByText("Downloaded");
    await taken.hover();
    await tooltip(page, /^Initiated .* UTC/).waitFor();
    await group(page, "My Downloaded , 3").waitFor();
  });

  test("the panel takes only its own file", async () => {
    const own = await addMaterials(slots);
    const page = await pageSignedInAs(own.email, own.path);
    await box(page, "Select all materials").click();
    await line(page, "glass_ME5.1_v10.R.wav").click();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download this file" }).click();
    expect((await download).suggestedFilename()).toBe("glass_ME5.1_v10.R.wav");
    await group(page, "My Downloaded , 1").waitFor();
    await own.close();
  });
});
