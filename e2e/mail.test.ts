import { AxeBuilder } from "@axe-core/playwright";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { writeToOutbox } from "@/lib/email/outbox";
import { renderProxyReady } from "@/lib/email/templates/render";
import { startApp } from "../scripts/launcher/app-server";
import { newSecrets } from "../scripts/launcher/home";
import { engineSettings } from "../scripts/launcher/jobs-engine";
import { freePort } from "../scripts/launcher/ports";
import { signalProcess } from "../scripts/launcher/processes";
import { startEventSink } from "../scripts/testing/event-sink";
import { expectNoViolations } from "./support/axe";
import { newPage, pageSignedInAs } from "./support/browser";
import { addMaterials, type MaterialsWorld } from "./support/materials";

const fileName = `GLASS_S01E03_${"a_name_that_goes_on_".repeat(6)}PROXY_v02.mp4`;

let world: MaterialsWorld;
beforeAll(async () => {
  world = await addMaterials([{ type: "proxy", fileName }]);
});
afterAll(() => world.close());

/** A mail in the suite's outbox, as the job leaves it. */
async function aMailInTheOutbox() {
  const url = `${inject("baseUrl")}${world.path}`;
  const copy = { title: "Glass S01E03", assetType: "Final Proxy", fileName, language: "French" };
  const mail = await renderProxyReady({
    userName: "Ada",
    partnerName: "Northlight Dubbing",
    copies: [{ ...copy, readyAt: new Date(), url }],
    url,
    supportEmail: "support@turnover.example",
  });
  const id = v7();
  const people = { sender: "Turnover <t@x.example>", recipient: world.email };
  await writeToOutbox(inject("outboxDir"), { id, ...people, ...mail }, new Date());
  return { id, ...mail };
}

describe("the outbox of a demo", () => {
  test("lists its mails, shows one as it looks and as text, and the mail leads into the app", async () => {
    const { id, subject } = await aMailInTheOutbox();
    const page = await pageSignedInAs(world.email, "/dev/outbox");
    await page.locator(`a[href="/dev/outbox/${id}"]`).click();
    await page.getByRole("heading", { level: 1, name: subject }).waitFor();
    expect(await page.getByText(world.email).count()).toBe(1);
    const shown = page.frameLocator('iframe[title="The mail as HTML"]');
    await shown.getByRole("heading", { name: "Your proxy is ready" }).waitFor();
    expect(await shown.getByText(fileName, { exact: true }).isVisible()).toBe(true);
    expect(await page.locator("pre").textContent()).toContain(fileName);
    // Without the frame, of which there is nothing else to look at: it has its title, by which it was found, and the
    // mail in it runs no script, so that axe's would be waited for in vain. The same mail is looked at below, as a
    // document of its own.
    const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    const opened = page.waitForEvent("popup");
    await shown.getByRole("link", { name: "Open it in Turnover" }).click();
    const app = await opened;
    const list = app.getByRole("treegrid", { name: "Materials" });
    await list.getByRole("row").filter({ hasText: fileName }).waitFor();
    expect(app.url()).toBe(`${inject("baseUrl")}${world.path}`);
  });

  test.each(["light", "dark"] as const)(
    "has a mail of which axe finds nothing, %s",
    async (colorScheme) => {
      const { html } = await aMailInTheOutbox();
      const page = await newPage({ colorScheme });
      await page.setContent(html);
      await expectNoViolations(page);
    },
  );

  test("has nothing at an address that is no mail's", async () => {
    for (const name of [v7(), "..%2F..%2Fsecrets", "x"])
      expect((await fetch(`${inject("baseUrl")}/dev/outbox/${name}`)).status).toBe(404);
  });
});

let sink: Awaited<ReturnType<typeof startEventSink>>;
beforeAll(async () => {
  sink = await startEventSink();
});
afterAll(() => {
  sink.close();
});

test("a server that mails by Resend, or by nothing, or does not show its outbox, has no pages of it", async () => {
  const { id } = await aMailInTheOutbox();
  const resend = { RESEND_API_KEY: "re_test", MAIL_FROM: "t@x.example" };
  const folder = { OUTBOX_DIR: inject("outboxDir") };
  for (const mail of [{ ...resend, ...folder, OUTBOX_PAGES: "true" }, folder, {}]) {
    const { url, stop } = await aServer(mail);
    for (const path of ["/dev/outbox", `/dev/outbox/${id}`])
      expect((await fetch(url + path)).status).toBe(404);
    await stop();
  }
});

test("a user switches the mails off and on in the account menu, by keyboard too", async () => {
  const page = await pageSignedInAs(world.email);
  const menu = page.getByRole("button", { name: /: account$/ });
  const mails = page.getByRole("menuitemcheckbox", { name: "Mail me when a proxy is ready" });
  const kept = () => page.waitForResponse((response) => response.request().method() === "POST");
  await menu.click();
  expect(await mails.isChecked()).toBe(true);
  await Promise.all([kept(), mails.click()]);
  expect(await mails.isChecked()).toBe(false);
  await page.keyboard.press("Escape");
  await menu.click();
  expect(await mails.isChecked()).toBe(false);
  await page.reload();
  await menu.click();
  expect(await mails.isChecked()).toBe(false);
  await mails.focus();
  await Promise.all([kept(), page.keyboard.press("Enter")]);
  expect(await mails.isChecked()).toBe(true);

  // What can't be kept is not shown as if it were.
  await page.context().setOffline(true);
  await mails.click();
  await page.getByRole("alert").filter({ hasText: "nothing was changed" }).waitFor();
  expect(await mails.isChecked()).toBe(true);
});

/** An instance beside the suite's own, on the same world, as somebody would deploy it. */
async function aServer(mail: Record<string, string>) {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const secrets = newSecrets();
  const settings = {
    ...process.env,
    NODE_ENV: "production",
    DATABASE_URL: inject("databaseUrl"),
    OBJECTS_DIR: inject("objectsDir"),
    APP_URL: url,
    NEXTAUTH_SECRET: secrets.nextAuthSecret,
    LINK_SIGNING_KEYS: secrets.linkSigningKeys,
    ...engineSettings(secrets, sink.port),
    ...mail,
  };
  const add = (_: string, pid?: number) =>
    process.once("exit", () => pid && signalProcess(-pid, "SIGKILL"));
  const stopping = new AbortController().signal;
  const app = await startApp({ mode: "start", port, settings, lock: { add }, stopping });
  return { url, stop: () => app.stop() };
}
