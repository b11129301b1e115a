import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { afterAll, afterEach, beforeEach, inject } from "vitest";
import { demoPassword } from "./session";

let browser: Browser | undefined;
/** What the running test has opened. A page that is left open goes on asking the server what has changed. */
let opened: BrowserContext[] | undefined;

beforeEach(() => {
  opened = [];
});
afterEach(async () => {
  const done = opened ?? [];
  opened = undefined;
  await Promise.all(done.map((context) => context.close()));
});
afterAll(async () => {
  await browser?.close();
  browser = undefined;
});

/** A page of a browser of its own for this test file: signed out, at 1440 x 900, in London. */
export async function newPage(options: BrowserContextOptions = {}) {
  browser ??= await chromium.launch({
    executablePath: inject("chromiumPath"),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const context = await browser.newContext({
    baseURL: inject("baseUrl"),
    viewport: { width: 1440, height: 900 },
    timezoneId: "Europe/London",
    locale: "en-GB",
    acceptDownloads: true,
    ...options,
  });
  opened?.push(context);
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const goTo = page.goto.bind(page);
  page.goto = async (...args) => {
    const response = await goTo(...args);
    await scripted(page);
    return response;
  };
  return page;
}

/** A person is not as fast as a test: waits until React has taken the page over, where it does. */
async function scripted(page: Page) {
  const takenOver = () => Object.keys(document.body).some((key) => key.startsWith("__react"));
  await page.waitForFunction(takenOver, undefined, { timeout: 5_000 }).catch(() => {});
}

/** Signs in by the page, as a person does, and comes to rest on the page that was asked for. */
export async function pageSignedInAs(
  email: string,
  path = "/source-requests",
  options?: BrowserContextOptions,
) {
  const page = await newPage(options);
  await page.goto(path);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(demoPassword);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => `${url.pathname}${url.search}` === path);
  return page;
}
