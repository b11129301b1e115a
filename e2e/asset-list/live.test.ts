import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { group, header, line, scrollerOf, selected, slots, tooltip } from "../support/asset-list";
import { hold, pageSignedInAs } from "../support/browser";
import { addMaterials, type Slot } from "../support/materials";

describe("live", () => {
  test("what changes on the server changes within 2 s, and scroll, ticks, focus and menus stay", async () => {
    const many = Array.from(
      { length: 300 },
      (_, n): Slot => ({
        type: "sound",
        fileName: `reel_${String(n).padStart(3, "0")}.wav`,
        qc: "QC Pending",
        daysAgo: 20,
      }),
    );
    const own = await addMaterials(many);
    const page = await pageSignedInAs(own.email, own.path);
    await line(page, "reel_000.wav").waitFor();
    const scroller = scrollerOf(page);
    // Again until the page's script is there to draw what was scrolled to.
    const scrolled = async () => {
      await scroller.evaluate((it) => it.scrollTo(0, 3200));
      return line(page, "reel_105.wav").count();
    };
    await expect.poll(scrolled).toBe(1);
    await line(page, "reel_105.wav").getByRole("checkbox").click();
    await line(page, "reel_105.wav").focus();
    await header(page, "Newly Added").hover();
    await page.getByRole("button", { name: "Newly Added: menu" }).click();
    const top = await scroller.evaluate((it) => it.scrollTop);

    const id = own.ids[104] ?? "";
    // The quickest of three, since a machine that tests may have other things to do.
    const taken: number[] = [];
    while (taken.length < 3 && !taken.some((one) => one < 2_000)) {
      const fileName = `reel_104_again_${taken.length}.wav`;
      const started = Date.now();
      await own.deliver(id, { type: "sound", fileName, qc: "QC Pending" });
      await line(page, fileName).getByText("Updated").waitFor();
      taken.push(Date.now() - started);
    }
    expect(Math.min(...taken)).toBeLessThan(2_000);
    await passQc(own, id);
    await line(page, "reel_104_again").getByText("Ready for Mix").waitFor();

    expect(await scroller.evaluate((it) => it.scrollTop)).toBe(top);
    await selected(page).getByText("1 selected").waitFor();
    await page.getByRole("dialog", { name: "Newly Added: filter" }).waitFor();
    await page.keyboard.press("Escape");
    await own.close();
  });

  test("a tooltip stays while its row changes under the pointer, and says what has become of it", async () => {
    const own = await addMaterials([
      { type: "sound", fileName: "mix.wav", qc: "QC Pending", daysAgo: 2 },
      { type: "sound", fileName: "other.wav", qc: "QC Pending", daysAgo: 2 },
    ]);
    const page = await pageSignedInAs(own.email, own.path);
    await line(page, "mix.wav").getByText("QC Pending").hover();
    await tooltip(page, /^Not yet reviewed/).waitFor();
    await passQc(own, own.ids[1] ?? "");
    await line(page, "other.wav").getByText("Ready for Mix").waitFor();
    expect(await tooltip(page, /^Not yet reviewed/).count()).toBe(1);
    await passQc(own, own.ids[0] ?? "");
    await tooltip(page, /^Passed its QC review/).waitFor();
    await own.close();
  });
});

/** As the operators' page does it. */
async function passQc({ query }: Awaited<ReturnType<typeof addMaterials>>, materialId: string) {
  await query(
    `update versions set qc_status = 'Ready for Mix' where id = (select current_version_id from materials where id = $1)`,
    [materialId],
  );
  await query(
    `insert into qc_events (id, version_id, status, result, by_id, at)
     select gen_random_uuid(), current_version_id, 'Ready for Mix', 'passed', (select id from users limit 1), now()
     from materials where id = $1`,
    [materialId],
  );
}

test("a cell keeps the focus when what it says changes", async () => {
  const own = await addMaterials([
    { type: "sound", fileName: "mix.wav", qc: "QC Pending", daysAgo: 20 },
  ]);
  const page = await pageSignedInAs(own.email, own.path);
  await line(page, "mix.wav").focus();
  for (let cell = 0; cell < 3; cell += 1) await page.keyboard.press("ArrowRight");
  const focused = page.locator("[role=gridcell]:focus");
  await focused.getByText("QC Pending").waitFor();
  await passQc(own, own.ids[0] ?? "");
  await focused.getByText("Ready for Mix").waitFor();
  await own.close();
});

test("the menu of a line that leaves the list is closed, also when the line comes back", async () => {
  const own = await addMaterials(slots);
  const page = await pageSignedInAs(own.email, own.path);
  const episodeIs = (status: "cancelled" | "open") =>
    own.query(
      `update source_requests set status = $1::source_request_status,
         cancelled_at = case when $1 = 'cancelled' then now() end where reference like $2`,
      [status, `${own.requestPath.split("/").at(-1)?.slice(0, -1)}E`],
    );
  await line(page, "Éloïse list").focus();
  await page.keyboard.press("Shift+F10");
  const menu = page.getByRole("menu", { name: /^Actions for Éloïse/ });
  await menu.waitFor();
  await episodeIs("cancelled");
  await menu.waitFor({ state: "detached" });
  await episodeIs("open");
  // The list hears of what was delivered.
  const again = { type: "text", fileName: "Éloïse list (FINAL 2).xlsx" } as const;
  await own.deliver(own.ids[5] ?? "", again);
  await line(page, again.fileName).waitFor();
  expect(await menu.count()).toBe(0);
  await own.close();
});

describe("the place in the list", () => {
  const reels = Array.from(
    { length: 150 },
    (_, n): Slot => ({ type: "sound", fileName: `reel_${String(n).padStart(3, "0")}.wav` }),
  );
  const topOf = async (page: Page, text: string) => (await line(page, text).boundingBox())?.y;

  test("stays where a row comes in above, and where it was scrolled to before the page's script came", async () => {
    const own = await addMaterials(reels);
    const path = `${own.path}&sort=fileName.asc`;
    const page = await pageSignedInAs(own.email, path);
    const scroller = scrollerOf(page);
    await scroller.evaluate((it) => it.scrollTo(0, 3200));
    await line(page, "reel_105.wav").waitFor();
    const before = await topOf(page, "reel_105.wav");
    await own.addSlot({ type: "sound", fileName: "reel_050b.wav" });
    await group(page, "All , 151").waitFor();
    expect(await topOf(page, "reel_105.wav")).toBe(before);
    await scroller.evaluate((it) => it.scrollTo(0, 1600));
    await line(page, "reel_050b.wav").waitFor();

    // The script is kept back until the list was scrolled.
    const release = await hold(page, "**/*.js");
    await page.reload({ waitUntil: "commit" });
    await line(page, "reel_000.wav").waitFor();
    // Lines can be there before the styles are, without which nothing scrolls.
    const scrolled = () =>
      scroller.evaluate((it) => {
        it.scrollTo(0, 3200);
        return it.scrollTop;
      });
    await expect.poll(scrolled).toBe(3200);
    release();
    await line(page, "reel_105.wav").waitFor();
    expect(await scroller.evaluate((it) => it.scrollTop)).toBe(3200);
    await own.close();
  });
});
