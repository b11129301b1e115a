import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { pageSignedInAs } from "./support/browser";
import { run, until } from "./support/clients";
import { addTitle } from "./support/deliveries";
import { aClip } from "./support/proxies";
import { people, type Session, signedInAs } from "./support/session";
import { wave } from "./support/sound";

// A day in the life: an operator hands in by page, by command line and by curl; a partner's page, which is open all
// the while, turns by itself. Then eight days pass.

let world: Awaited<ReturnType<typeof addTitle>>;
let partner: Session;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "turnover-day-"));
  world = await addTitle();
  partner = await signedInAs(inject("baseUrl"), world.email);
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await world.database.end();
});

/** From the answer to an operator until a partner's page says so. */
const soon = { timeout: 5_000 };
const mixName = "M&E ليل.wav";

test("from a new title to labels that have gone", { timeout: 180_000 }, async () => {
  const opal = await pageSignedInAs(people.opal, "/operations/titles");
  const { title, reference } = await askFor(opal);

  const page = await pageSignedInAs(world.email, `/source-requests/${reference}`);
  const group = (name: string) =>
    page.getByRole("navigation", { name: "Groups" }).getByRole("button", { name });
  const row = (text: string) =>
    page.getByRole("treegrid", { name: "Materials" }).getByRole("row").filter({ hasText: text });
  await page.getByRole("treegrid", { name: "Materials" }).waitFor();
  expect(await row(".wav").count()).toBe(0);

  // By page: a mix, a proxy, and what is no sound.
  const mix = file(mixName, wave(400));
  await handIn(opal, title, "me_20", mix);
  await row(mixName).getByText("New", { exact: true }).waitFor(soon);
  await row(mixName).getByText("QC Pending").waitFor(soon);
  await handIn(opal, title, "locked_cut_proxy", await aClip(folder));
  await row("clip.mp4").waitFor(soon);
  await opal.getByLabel("Choose files").setInputFiles(file("wrong.mov", "no picture"));
  await opal
    .getByText(/can't be read as what its name says/)
    .first()
    .waitFor();

  // By command line: a guide, and once more.
  const guide = file("guide.txt", "say it so\n");
  expect(await deliverByCommand(guide, title)).toContain("guide.txt: version 1");
  await row("guide.txt").waitFor(soon);
  expect(await deliverByCommand(guide, title)).toContain("is there already as version 1");

  await opal.goto("/operations/qc?status=QC+Pending");
  await opal.getByLabel(`Outcome for ${mixName}`).selectOption({ label: "Ready for Mix" });
  await opal.getByLabel(`Note on ${mixName}`).fill("Clean.");
  await opal
    .getByRole("row")
    .filter({ hasText: mixName })
    .getByRole("button", { name: "Record" })
    .click();
  await row(mixName).getByText("Ready for Mix").waitFor(soon);
  // Also when the list is of what is pending, and the row has left it.
  await opal.getByText(`${mixName} is recorded as Ready for Mix.`).waitFor();
  await row(mixName).getByText("Updated", { exact: true }).waitFor(soon);

  const download = page.waitForEvent("download");
  await row(mixName).click();
  await page.getByRole("button", { name: "Download this file" }).click();
  expect((await download).suggestedFilename()).toBe(mixName);
  await row(mixName).getByText("Downloaded").waitFor();

  // By curl, as an upstream system does: a new version of it.
  const second = file("M&E v02.wav", wave(500));
  const said = new URLSearchParams({ title, assetType: "me_20", fileName: "M&E v02.wav" });
  const answer = await run("curl", [
    ...["-sS", "-H", `authorization: Bearer ${inject("operatorToken")}`, "-H", "expect:"],
    ...["--data-binary", `@${second}`, `${inject("baseUrl")}/api/deliveries?${said}`],
  ]);
  expect(JSON.parse(answer)).toMatchObject({ version: 2 });
  await row("M&E v02.wav").getByText("QC Pending").waitFor(soon);
  await row("M&E v02.wav").getByText("Updated", { exact: true }).waitFor();
  expect(await row("M&E v02.wav").getByText("Downloaded").count()).toBe(0);
  const notice = page.getByRole("region", { name: "Updated files" });
  await notice.getByText("1 file you have was updated.").waitFor(soon);
  await tellsTheStory(page);

  const again = page.waitForEvent("download");
  await notice.getByRole("button", { name: "Download the new version" }).click();
  expect((await again).suggestedFilename()).toBe("M&E v02.wav");
  await row("M&E v02.wav").getByText("Downloaded").waitFor();
  await notice.waitFor({ state: "hidden" });

  // Eight days pass: what has happened today happened then. The job is left to see what has become of the labels.
  const labels = async () => (await rowsOf(reference)).map(({ newlyAdded }) => newlyAdded);
  expect(await labels()).toEqual(["new", "updated", "new"]);
  await letDaysPass(title, 7);
  expect(await labels()).toEqual(["new", "updated", "new"]);
  await letDaysPass(title, 1);
  expect(await labels()).toEqual([null, null, null]);
  await page.reload();
  await row("M&E v02.wav").waitFor();
  for (const label of ["New", "Updated"])
    expect(await row(".").getByText(label, { exact: true }).count()).toBe(0);
  await expect.poll(() => group("Newly Added/Updated").textContent()).toContain("0");

  await opal.goto(`/operations/source-requests/${reference}`);
  opal.once("dialog", (dialog) => dialog.accept());
  await opal.getByRole("button", { name: "Cancel request" }).click();
  await opal.getByRole("button", { name: "Reopen" }).waitFor();
  expect(await rowsOf(reference)).toEqual([]);
  await row("M&E v02.wav").waitFor({ state: "hidden", ...soon });
});

/** The operator makes a title, and asks the partner for work on it. */
async function askFor(opal: Page) {
  await opal.getByLabel("Name", { exact: true }).fill(`A Day ${world.tag}`);
  await opal.getByLabel("Original language").fill("en");
  await opal.getByRole("button", { name: "Make title" }).click();
  const made = await opal.getByText(/TTL-\d+ is made\./).textContent();
  const title = /TTL-\d+/.exec(made ?? "")?.[0] ?? expect.fail();

  await opal.goto("/operations/source-requests");
  const asked = opal.locator("section").filter({ hasText: "New source request" });
  await asked.getByLabel("Title").fill(title);
  await asked.getByLabel("Partner").selectOption({ label: world.tag });
  await asked.getByLabel("Kind").selectOption("secondary_audio");
  await asked.getByLabel("Language").fill("de");
  await asked.getByLabel("Due").fill("2030-01-31");
  await asked.getByRole("button", { name: "Assign to partner" }).click();
  const stands = await opal.getByText(/SR-\d+ stands\./).textContent();
  const reference = /SR-\d+/.exec(stands ?? "")?.[0] ?? expect.fail();
  expect(await rowsOf(reference)).toEqual([]);
  return { title, reference };
}

async function handIn(opal: Page, title: string, assetType: string, file: string) {
  await opal.goto("/operations/deliveries");
  await opal.getByLabel("Title", { exact: true }).fill(title);
  await opal.getByLabel("Asset type").selectOption(assetType);
  await opal.getByLabel("Choose files").setInputFiles(file);
  await opal.getByText("Version 1", { exact: true }).waitFor();
  const row = opal.getByRole("row").filter({ hasText: path.basename(file) });
  await row.getByText("Accepted").first().waitFor();
}

function deliverByCommand(file: string, title: string) {
  process.env.TURNOVER_OPERATOR_TOKEN = inject("operatorToken");
  return run(process.execPath, [
    ...["--import", "tsx", "scripts/deliver.ts", file, "--title", title],
    ...["--asset-type", "pronunciation_guide", "--url", inject("baseUrl")],
  ]);
}

/** What the panel's histories say of the mix. */
async function tellsTheStory(page: Page) {
  const panel = page.getByRole("complementary", { name: "Details" });
  await panel.getByRole("tab", { name: "Update History" }).click();
  const updates = panel.getByRole("listitem");
  for (const said of ["Version 1", "Version 2", "Clean.", "New since your download"])
    await updates.filter({ hasText: said }).first().waitFor();
  await panel.getByRole("tab", { name: "Download History" }).click();
  const taken = panel.getByRole("table").getByRole("row").filter({ hasText: "Receiver" });
  await taken.filter({ hasText: "1" }).waitFor();
}

/** Moves what happened to a title back, and has the jobs' engine look at the labels as it does each hour. */
async function letDaysPass(title: string, days: number) {
  const back = (statement: string) => world.database.query(statement, [title, `${days} days`]);
  const ofTitle = `(select v.id from versions v join materials m on m.id = v.material_id
    join titles t on t.id = m.title_id where t.reference = $1)`;
  await back(
    `update versions set delivered_on = delivered_on - $2::interval where id in ${ofTitle}`,
  );
  await back(`update qc_events set at = at - $2::interval where version_id in ${ofTitle}`);
  const began = new Date();
  await world.database.query(
    "update job_crons set next_at = now() where function_id = 'turnover-recalculate-newly-added'",
  );
  await world.database.query("notify jobs");
  await until(
    async () =>
      (
        await world.database.query(
          `select from job_runs where function_id = 'turnover-recalculate-newly-added'
             and started_at >= $1 and state = 'completed'`,
          [began],
        )
      ).rowCount,
    (ended) => ended === 1,
  );
}

type Row = { fileName: string; qcStatus: string | null; newlyAdded: string | null };
const rowsOf = async (reference: string) =>
  (await partner.json<{ materials: Row[] }>(`/api/materials?request=${reference}`)).materials;

function file(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}
