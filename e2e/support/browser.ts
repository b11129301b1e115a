import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from "playwright-core";
import { expect, inject } from "vitest";
import { signedInAs } from "./session";

let browser: Browser | undefined;
/** What is open: each-file.ts closes it, since a page that is left open goes on asking the server what has changed. */
export const opened = new Set<BrowserContext>();

/** A page that shares nothing with others: signed out, at 1440 x 900, in London. */
export async function newPage(options: BrowserContextOptions = {}) {
  if (!browser?.isConnected()) browser = await launch();
  const context = await browser.newContext({
    baseURL: inject("baseUrl"),
    viewport: { width: 1440, height: 900 },
    timezoneId: "Europe/London",
    locale: "en-GB",
    acceptDownloads: true,
    ...options,
  });
  opened.add(context);
  context.on("close", () => opened.delete(context));
  context.setDefaultTimeout(inject("patience"));
  const page = await context.newPage();
  const [goTo, reload] = [page.goto.bind(page), page.reload.bind(page)];
  page.goto = async (url, options) => thenScripted(page, await goTo(url, options), options);
  page.reload = async (options) => thenScripted(page, await reload(options), options);
  return page;
}

/** Its profile lies with all else of the run, and goes with it: the process that has it is not given the time. */
async function launch() {
  const { TMPDIR = tmpdir() } = process.env;
  process.env.TMPDIR = path.join(inject("objectsDir"), "../browsers");
  mkdirSync(process.env.TMPDIR, { recursive: true });
  try {
    return await chromium.launch({
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
  } finally {
    process.env.TMPDIR = TMPDIR;
  }
}

/** What is closed gives the focus back in a task of its own, which a test is fast enough to come before. */
export const expectFocus = (on: Locator) =>
  expect.poll(() => on.evaluate((element) => element === document.activeElement)).toBe(true);

/** Has what the page asks for at an address wait, as over a slow line. @returns what lets it come */
export async function hold(page: Page, address: string) {
  let come = () => {};
  const late = new Promise<void>((resolve) => {
    come = resolve;
  });
  await page.route(address, async (route) => {
    await late;
    await route.continue();
  });
  return come;
}

/** Whoever wants no more than the first byte sees the page as it comes. */
async function thenScripted<T>(page: Page, response: T, options: { waitUntil?: string } = {}) {
  if (options.waitUntil !== "commit") await scripted(page);
  return response;
}

/** A person is not as fast as a test: waits until React has taken over all that can be pressed, where it does. */
export async function scripted(page: Page) {
  const takenOver = () => {
    if (!document.querySelector("script[src*='/_next/']")) return true;
    const pressed = [document.body, ...document.querySelectorAll("button, input")];
    return pressed.every((it) => Object.keys(it).some((key) => key.startsWith("__react")));
  };
  await page.waitForFunction(takenOver, undefined, { timeout: 10_000 }).catch(() => {});
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
