import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { expectFocus, pageSignedInAs } from "./support/browser";
import { addTitle, upstream } from "./support/deliveries";
import { people, type Session, signedInAs } from "./support/session";

// What operators do besides handing in: who took what, API tokens, accounts. A day of theirs is in day-in-the-life.test.ts.

let world: Awaited<ReturnType<typeof addTitle>>;
let partner: Session;
let opal: Page;

beforeEach(async () => {
  world = await addTitle();
  partner = await signedInAs(inject("baseUrl"), world.email);
  opal = await pageSignedInAs(people.opal, "/operations");
});
afterEach(() => world.database.end());

const rowWith = (text: string) => opal.getByRole("row").filter({ hasText: text });

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
    .getByText(/Deactivated/)
    .waitFor();
  expect((await partner.fetch("/api/source-requests")).status).toBe(401);
});

test("the tokens of a deactivated operator are refused, also once the account is opened again", async () => {
  const [email, secret] = [`oskar@${world.tag}.example`, `trn_${world.tag}-${world.tag}`];
  await world.database.query(
    `with oskar as (insert into users (id, kind, email, name, created_at)
       values (gen_random_uuid(), 'operator', $1, 'Oskar', now()) returning id)
     insert into api_tokens (id, user_id, name, hash, scopes, created_at)
     select gen_random_uuid(), id, 'His', encode(sha256($2::bytea), 'hex'), '{deliveries,qc}', now() from oskar`,
    [email, Buffer.from(secret)],
  );
  const { deliver, review } = upstream(secret);
  const said = { title: world.title, assetType: "pronunciation_guide", fileName: "o.txt" };
  expect((await deliver(said, "while he is one")).status).toBe(201);
  await opal.goto("/operations/people");
  opal.once("dialog", (dialog) => dialog.accept());
  await rowWith(email).getByRole("button", { name: "Deactivate" }).click();
  const open = rowWith(email).getByRole("button", { name: "Reactivate" });
  await open.waitFor();
  expect((await deliver(said, "after")).status).toBe(401);
  await open.click();
  await rowWith(email).getByRole("button", { name: "Deactivate" }).waitFor();
  expect([(await deliver(said, "and after that")).status, (await review({})).status]).toEqual([
    401, 401,
  ]);
});

test("what is wrong with a form is said by the fields' own labels, and they are marked", async () => {
  await opal.goto("/operations/titles");
  const form = opal.locator("section").filter({ hasText: "New title" });
  await form.getByLabel("Name", { exact: true }).fill("Kestrel");
  await form.getByLabel("Series or season").fill("TTL-1");
  await form.getByLabel("Original language").fill("!");
  await form.getByLabel("Runtime in minutes").fill("99999");
  await form.getByLabel("Reference").fill("TTL-../x");
  await form.getByRole("button", { name: "Make title" }).click();
  for (const line of [
    "Original language is no language tag of BCP 47, such as pt-BR.",
    "Runtime in minutes is more than 10,000.",
    /^Reference has to begin with a letter or digit/,
  ])
    await form.getByText(line).waitFor();
  const language = form.getByLabel("Original language");
  expect(await language.getAttribute("aria-invalid")).toBe("true");
  await expectFocus(language);
  const described = (await language.getAttribute("aria-describedby")) ?? "";
  expect(await opal.locator(`[id="${described}"]`).textContent()).toContain("BCP 47");

  await language.fill("en");
  await form.getByLabel("Runtime in minutes").fill("90");
  await form.getByLabel("Reference").fill("");
  await form.getByRole("button", { name: "Make title" }).click();
  await form.getByText("Series or season: a film has none.").waitFor();
  expect(await language.getAttribute("aria-invalid")).toBeNull();

  await opal.goto("/operations/people");
  const user = opal.locator("section").filter({ hasText: "New user" });
  await user.getByLabel("Name").fill("Nobody");
  await user.getByLabel("Email").fill(`nobody@${world.tag}.example`);
  await user.getByRole("button", { name: "Add user" }).click();
  const organisation = user.getByLabel("Organisation");
  expect(
    await organisation.evaluate((field: HTMLSelectElement) => field.validity.valueMissing),
  ).toBe(true);
  expect(await rowWith(`nobody@${world.tag}.example`).count()).toBe(0);
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
