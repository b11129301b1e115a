import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { afterAll, afterEach, beforeEach, inject } from "vitest";
import { signedInAs } from "./session";

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

/** A page of someone who has signed in. Not by the page, as people do: that takes a second a test, and has tests of its own. */
export async function pageSignedInAs(
  email: string,
  path = "/source-requests",
  options?: BrowserContextOptions,
) {
  const [page, { cookie }] = await Promise.all([
    newPage(options),
    signedInAs(inject("baseUrl"), email),
  ]);
  const cookies = cookie.split("; ").map((pair) => {
    const [name = "", value = ""] = pair.split(/=(.*)/s);
    return { name, value, url: inject("baseUrl") };
  });
  await page.context().addCookies(cookies);
  await page.goto(path);
  return page;
}
