import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pageSignedInAs } from "./support/browser";
import { addTitle } from "./support/deliveries";
import { people } from "./support/session";
import { wave } from "./support/sound";

let world: Awaited<ReturnType<typeof addTitle>>;
let folder: string;
beforeEach(async () => {
  world = await addTitle();
  folder = await mkdtemp(path.join(tmpdir(), "turnover-upload-"));
});
afterEach(async () => {
  await world.database.end();
  await rm(folder, { recursive: true });
});

test("an upload outlives the network: it waits in the page, goes on by itself, and the list follows", {
  timeout: 120_000,
}, async () => {
  const page = await pageSignedInAs(people.opal, "/operations/deliveries");
  // So slow that most of it is still to come when the network goes.
  const line = await page.context().newCDPSession(page);
  const speed = { latency: 0, downloadThroughput: -1, uploadThroughput: 1_500_000 };
  const network = (offline: boolean) =>
    line.send("Network.emulateNetworkConditions", { offline, ...speed });
  await network(false);
  const name = `mix ${world.tag}.wav`;
  const sound = wave(200_000);
  // A file, as people choose one: to hand its bytes to a busy browser may take longer than to wait for.
  const file = path.join(folder, name);
  await writeFile(file, sound);
  await page.getByLabel("Title", { exact: true }).fill(world.title);
  await page.getByLabel("Asset type").selectOption("me_20");
  await page.getByLabel("Choose files").setInputFiles(file);
  const sent = page.getByRole("progressbar", { name: `Sending ${name}` });
  const bytes = () => sent.evaluate((bar) => (bar as HTMLProgressElement).value);
  await expect.poll(bytes).toBeGreaterThan(500_000);

  await network(true);
  await page.getByText(/The server can’t be reached; this goes on by itself/).waitFor();
  // Longer than the server is asked again, and than the page took to be lost.
  await page.waitForTimeout(5_000);
  await page.getByText(/The server can’t be reached; this goes on by itself/).waitFor();
  expect(await world.count("materials")).toBe(0);

  await network(false);
  await page.getByText("Version 1", { exact: true }).waitFor({ timeout: 60_000 });
  const row = page.getByRole("row").filter({ hasText: name });
  await row.getByText("Accepted").waitFor();
  const { rows } = await world.database.query(
    "select bytes::int as bytes, number from versions where file_name = $1",
    [name],
  );
  expect(rows).toEqual([{ bytes: sound.length, number: 1 }]);
});

test("a proxy's own page in the server's stead is waited out, and a title goes by its whole name", async () => {
  const page = await pageSignedInAs(people.opal, "/operations/deliveries");
  let answered = 0;
  await page.route("**/api/deliveries?upload=*", (route) =>
    answered++ === 0
      ? route.fulfill({ status: 502, contentType: "text/html", body: "<h1>502 Bad Gateway</h1>" })
      : route.continue(),
  );
  const title = page.getByLabel("Title", { exact: true });
  await title.fill("some words");
  await title.press("Tab");
  expect(await title.evaluate((field: HTMLInputElement) => field.validationMessage)).toMatch(
    /^Choose one from the list/,
  );
  await title.fill(world.tag);
  await title.press("Tab");
  expect(await title.inputValue()).toBe(world.title);
  await page.getByLabel("Asset type").selectOption("me_20");
  await page.getByLabel("Variant").fill("proxy");
  const sound = { name: `proxy ${world.tag}.wav`, mimeType: "audio/wav", buffer: wave(400) };
  await page.getByLabel("Choose files").setInputFiles(sound);
  await page.getByText(/The server can’t be reached; this goes on by itself/).waitFor();
  await page.getByText("Version 1", { exact: true }).waitFor();
  expect(answered).toBe(2);
});
