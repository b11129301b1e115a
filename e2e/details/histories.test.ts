import { describe, expect, inject, test } from "vitest";
import { pageSignedInAs } from "../support/browser";
import { audioProbe, panel, row, slots } from "../support/details-panel";
import { addMaterials } from "../support/materials";
import { signedInAs } from "../support/session";

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
    const own = await addMaterials(slots.slice(1, 2));
    const page = await pageSignedInAs(own.email, own.path);
    await page.route("**/versions", (route) => route.abort());
    await row(page, "names.txt").click();
    await panel(page).getByRole("tab", { name: "Update History" }).click();
    await panel(page).getByText("The update history could not be read.").waitFor();
    await page.unroute("**/versions");
    await panel(page).getByText("Version 1").waitFor();
    await own.close();
  });
});
