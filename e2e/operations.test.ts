import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { pageSignedInAs } from "./support/browser";
import { run, until } from "./support/clients";
import { addTitle, upstream, wave } from "./support/deliveries";
import { people, type Session, signedInAs } from "./support/session";

// A day in the life: what operators do by page and command line, and what a partner has of it.

let world: Awaited<ReturnType<typeof addTitle>>;
let partner: Session;
let opal: Page;
const folder = mkdtempSync(path.join(tmpdir(), "turnover-operations-"));

beforeAll(async () => {
  world = await addTitle();
  partner = await signedInAs(inject("baseUrl"), world.email);
  opal = await pageSignedInAs(people.opal, "/operations");
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.database.end();
});

type Row = { fileName: string; qcStatus: string | null; newlyAdded: string | null };
const rowsOf = async (reference: string) =>
  (await partner.json<{ materials: Row[] }>(`/api/materials?request=${reference}`)).materials;

const rowWith = (text: string) => opal.getByRole("row").filter({ hasText: text });

test("a title, a request, deliveries by page and by command line, QC; the partner sees them come", async () => {
  await opal.goto("/operations/titles");
  await opal.getByLabel("Name", { exact: true }).fill(`A Day ${world.tag}`);
  await opal.getByLabel("Original language").fill("en");
  await opal.getByRole("button", { name: "Make title" }).click();
  const made = await opal.getByText(/TTL-\d+ is made\./).textContent();
  const title = /TTL-\d+/.exec(made ?? "")?.[0] ?? expect.fail();

  await opal.goto("/operations/source-requests");
  const asked = opal.locator("section").filter({ hasText: "New source request" });
  await asked.getByLabel("Title").selectOption(title);
  await asked.getByLabel("Partner").selectOption({ label: world.tag });
  await asked.getByLabel("Kind").selectOption("secondary_audio");
  await asked.getByLabel("Language").fill("de");
  await asked.getByLabel("Due").fill("2030-01-31");
  await asked.getByRole("button", { name: "Assign to partner" }).click();
  const stands = await opal.getByText(/SR-\d+ stands\./).textContent();
  const reference = /SR-\d+/.exec(stands ?? "")?.[0] ?? expect.fail();
  expect(await rowsOf(reference)).toEqual([]);

  await opal.goto("/operations/deliveries");
  await opal.getByLabel("Title", { exact: true }).selectOption(title);
  await opal.getByLabel("Asset type").selectOption("me_20");
  const mix = path.join(folder, "M&E ليل.wav");
  writeFileSync(mix, wave(400));
  await opal.getByLabel("Choose files").setInputFiles(mix);
  await opal.getByText("Version 1", { exact: true }).waitFor();
  await rowWith("M&E ليل.wav").getByText("Accepted").waitFor();
  await until(
    () => rowsOf(reference),
    (rows) => rows.length === 1,
    2_000,
  );

  const wrong = path.join(folder, "wrong.wav");
  writeFileSync(wrong, "no sound");
  await opal.getByLabel("Choose files").setInputFiles(wrong);
  await opal
    .getByText(/can't be read as what its name says/)
    .first()
    .waitFor();

  const guide = path.join(folder, "guide.txt");
  writeFileSync(guide, "say it so\n");
  const words = ["--import", "tsx", "scripts/deliver.ts", guide, "--title", title];
  const where = ["--asset-type", "pronunciation_guide", "--url", inject("baseUrl")];
  process.env.TURNOVER_OPERATOR_TOKEN = inject("operatorToken");
  expect(await run(process.execPath, [...words, ...where])).toContain("guide.txt: version 1");
  expect(await run(process.execPath, [...words, ...where])).toContain(
    "is there already as version 1",
  );

  await opal.goto("/operations/qc?status=QC+Pending");
  await opal.getByLabel("Note on M&E ليل.wav").fill("Clean.");
  await rowWith("M&E ليل.wav").getByRole("button", { name: "Record" }).click();
  await rowWith("M&E ليل.wav").waitFor({ state: "detached" });
  expect((await rowsOf(reference)).map(({ fileName, qcStatus }) => [fileName, qcStatus])).toEqual([
    ["M&E ليل.wav", "Ready for Mix"],
    ["guide.txt", null],
  ]);

  await opal.goto(`/operations/source-requests/${reference}`);
  opal.once("dialog", (dialog) => dialog.accept());
  await opal.getByRole("button", { name: "Cancel request" }).click();
  await opal.getByRole("button", { name: "Reopen" }).waitFor();
  expect(await rowsOf(reference)).toEqual([]);
});

test("who took what is found, saved as a table, and taken back", async () => {
  const { deliver } = upstream();
  const said = { title: world.title, assetType: "knp", fileName: `names ${world.tag}.xlsx` };
  expect((await deliver(said, "no spreadsheet")).status).toBe(400);
  const guide = { ...said, assetType: "pronunciation_guide", fileName: `guide ${world.tag}.txt` };
  const { materialId } = (await (await deliver(guide, "text")).json()) as { materialId: string };
  const taken = await partner.postJson("/api/downloads", { materialIds: [materialId] });
  const { files } = (await taken.json()) as { files: { url: string }[] };
  expect((await partner.fetch(files[0]?.url ?? "")).status).toBe(200);

  await opal.goto(`/operations/activity?q=${world.tag}`);
  const table = await opal.evaluate(async () => {
    const link = document.querySelector<HTMLAnchorElement>("a[download]");
    return (await fetch(link?.href ?? "")).text();
  });
  expect(table.trim().split("\r\n")).toEqual([
    expect.stringContaining("Initiated (UTC),Partner"),
    expect.stringMatching(new RegExp(`${world.tag},Receiver,.*guide ${world.tag}\\.txt`)),
  ]);
  opal.once("dialog", (dialog) => dialog.accept());
  await rowWith(guide.fileName).getByRole("button", { name: "Revoke" }).click();
  await rowWith(guide.fileName).getByText("revoked").waitFor();
  expect((await partner.fetch(files[0]?.url ?? "")).status).toBe(403);

  await opal.goto("/operations/trace?serial=0000000000");
  await opal.getByText("No copy bears this serial.").waitFor();
});

test("a token is shown once and works until it is revoked; a deactivated user is out", async () => {
  await opal.goto("/operations/tokens");
  await opal.getByLabel("What it is for").fill(`Ingest ${world.tag}`);
  await opal.getByRole("checkbox", { name: "qc" }).uncheck();
  await opal.getByRole("button", { name: "Make token" }).click();
  const token = (await opal.locator("code").textContent()) ?? "";
  const { deliver, review } = upstream(token);
  const said = { title: world.title, assetType: "pronunciation_guide", fileName: "a.txt" };
  expect((await deliver(said, "by a token of its own")).status).toBe(201);
  expect((await review({})).status).toBe(403);
  await opal.reload();
  expect(await opal.getByText(token).count()).toBe(0);
  opal.once("dialog", (dialog) => dialog.accept());
  await rowWith(`Ingest ${world.tag}`).getByRole("button", { name: "Revoke" }).click();
  await rowWith(`Ingest ${world.tag}`).getByText("revoked").waitFor();
  expect((await deliver(said, "too late")).status).toBe(401);

  await opal.goto("/operations/people");
  opal.once("dialog", (dialog) => dialog.accept());
  await rowWith(world.email).getByRole("button", { name: "Deactivate" }).click();
  await rowWith(world.email)
    .getByText(/deactivated/)
    .waitFor();
  expect((await partner.fetch("/api/source-requests")).status).toBe(401);
});

test("the pages stand in the header for operators, and nowhere for partners", async () => {
  await opal.goto("/source-requests");
  await opal.getByRole("link", { name: "Operations" }).click();
  await opal.getByRole("navigation", { name: "Operations" }).waitFor();
  const ada = await pageSignedInAs(people.ada);
  expect(await ada.getByRole("link", { name: "Operations" }).count()).toBe(0);
  const answer = await ada.goto("/operations/activity");
  expect(answer?.status()).toBe(404);
  expect(await ada.getByRole("navigation", { name: "Operations" }).count()).toBe(0);
});
