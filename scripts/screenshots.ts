import { mkdirSync } from "node:fs";
import path from "node:path";
import { type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { ensureChromium } from "./launcher/programs";
import { checkout } from "./launcher/settings";

// Pictures of the running demo, for the read-me and to be looked at: `npm run screenshots -- http://localhost:3000`.

const origin = process.argv[2] ?? "http://localhost:3000";
const folder = path.join(checkout, "docs/screenshots");
const desk = { width: 1440, height: 900 };
const laptop = { width: 1280, height: 720 };
const phone = { width: 390, height: 844 };

type Shot = {
  name: string;
  theme: "light" | "dark";
  viewport: typeof desk;
  /** Added to the address of the list. */
  view?: string;
  /** What is done before the picture is taken. */
  act?: (page: Page) => Promise<unknown>;
};

const menuOf = async (page: Page, column: string) => {
  await page.getByRole("columnheader", { name: column }).hover();
  await page.getByRole("button", { name: `${column}: menu` }).click();
};
const tickFirst = async (page: Page, count: number) => {
  const boxes = page.getByRole("row").getByRole("checkbox", { name: /^Select (?!all)/ });
  for (let n = 0; n < count; n += 1) await boxes.nth(n).click();
};
/** At a place of its preview where there is something to see. */
const openFirst = async (page: Page) => {
  await page
    .locator("[data-column=fileName]", { hasText: /\.(mov|mp4)$/ })
    .first()
    .click();
  const video = page.locator("video");
  await video.waitFor({ timeout: 120_000 });
  await video.evaluate(async (player: HTMLVideoElement) => {
    const told = (event: string) =>
      new Promise((resolve) => player.addEventListener(event, resolve, { once: true }));
    if (player.readyState < HTMLMediaElement.HAVE_METADATA) await told("loadedmetadata");
    const seeked = told("seeked");
    player.currentTime = Math.min(20, player.duration / 2);
    await seeked;
  });
};

const shots: Shot[] = [
  { name: "materials", theme: "light", viewport: desk, act: (page) => tickFirst(page, 3) },
  { name: "materials-details", theme: "dark", viewport: desk, act: openFirst },
  {
    name: "materials-filter",
    theme: "dark",
    viewport: desk,
    act: (page) => menuOf(page, "QC Status"),
  },
  {
    name: "materials-filtered",
    theme: "light",
    viewport: laptop,
    view: "&text.fileName=wav&drop.qcStatus=Ready+for+Mix&sort=fileName.desc",
  },
  {
    name: "materials-collapsed",
    theme: "dark",
    viewport: laptop,
    act: (page) => page.getByRole("button", { name: "Collapse All" }).click(),
  },
  { name: "materials-new", theme: "light", viewport: laptop, view: "&group=new" },
  { name: "materials-none", theme: "dark", viewport: laptop, view: "&text.title=no+such+title" },
  {
    name: "materials-columns",
    theme: "light",
    viewport: desk,
    act: async (page) => {
      await page.getByRole("button", { name: "Columns" }).click();
      await page.getByRole("menuitemcheckbox", { name: "Size" }).click();
    },
  },
  { name: "materials-phone", theme: "dark", viewport: phone, act: (page) => tickFirst(page, 1) },
  {
    name: "materials-phone-groups",
    theme: "light",
    viewport: phone,
    act: (page) => page.getByRole("button", { name: "Groups", exact: true }).click(),
  },
];

mkdirSync(folder, { recursive: true });
const { CHROMIUM_PATH = "" } = await ensureChromium(process.env);
const browser = await chromium.launch({
  executablePath: CHROMIUM_PATH,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
const { storageState, references } = await signIn();
await take({ name: "source-requests", theme: "dark", viewport: desk }, "/source-requests");
const list = `/materials?${references.map((reference) => `request=${reference}`).join("&")}`;
for (const shot of shots) await take(shot, list + (shot.view ?? ""));
await browser.close();

/** As Ada of the demo, with the requests of hers that have most to show. */
async function signIn() {
  const context = await browser.newContext({ baseURL: origin });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill("ada@northlight.example");
  await page.getByLabel("Password").fill("turnover");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/source-requests");
  const answer = await page.request.get(
    "/api/source-requests?pageSize=200&sort=available&order=desc",
  );
  const { sourceRequests } = (await answer.json()) as { sourceRequests: { reference: string }[] };
  const state = await context.storageState();
  await context.close();
  return {
    storageState: state,
    references: sourceRequests.slice(0, 4).map(({ reference }) => reference),
  };
}

async function take({ name, theme, viewport, act }: Shot, address: string) {
  const options: BrowserContextOptions = {
    baseURL: origin,
    storageState,
    viewport,
    colorScheme: theme,
    timezoneId: "Europe/London",
    locale: "en-GB",
  };
  const context = await browser.newContext(options);
  const page = await context.newPage();
  // What is handed to the page was compiled for Node, and may call this helper.
  await page.addInitScript("globalThis.__name = (it) => it");
  await page.goto(address);
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() =>
    Object.keys(document.body).some((key) => key.startsWith("__react")),
  );
  await act?.(page);
  // Where the pointer was left, a tooltip would come.
  if (name.endsWith("details")) await page.mouse.move(0, 0);
  // What appears does so in 120 ms.
  await page.waitForTimeout(400);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  console.info(`${name}.png`);
  await context.close();
}
