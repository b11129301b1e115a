import type { BrowserContextOptions, Page } from "playwright-core";
import { newPage, pageSignedInAs } from "./browser";
import type { MaterialsWorld, Slot } from "./materials";

// The asset list as people find it: by role and visible name.

export const longName = `GLASS_${"x".repeat(180)}_v09.L.wav`;

/** A little of everything: 7 materials, of which 6 were delivered. */
export const slots: Slot[] = [
  { type: "sound", fileName: "glass_ME5.1_v02.C.wav", qc: "Ready for Mix", daysAgo: 20 },
  { type: "sound", fileName: "glass_ME5.1_v02.L.wav", qc: "Ready for Mix", daysAgo: 3 },
  { type: "sound", fileName: "glass_ME5.1_v10.R.wav", qc: "QC Pending", daysAgo: 2 },
  { type: "sound", fileName: longName, qc: "QC Pending", daysAgo: 20, title: "episode" },
  { type: "sound", variant: "Ls" },
  { type: "text", fileName: "Éloïse list (FINAL).xlsx", daysAgo: 20, title: "episode" },
  { type: "proxy", fileName: "glass_proxy.mp4", daysAgo: 20 },
];

/** Opens a world's list by an address that goes on with `search`; its user signs in once. */
export function listOf(world: () => MaterialsWorld) {
  let signedIn: BrowserContextOptions["storageState"];
  return async (search = "", options: BrowserContextOptions = {}) => {
    if (!signedIn) {
      const page = await pageSignedInAs(world().email, "/help");
      signedIn = await page.context().storageState();
    }
    const page = await newPage({ ...options, storageState: signedIn });
    await page.goto(`${world().path}${search}`);
    return page;
  };
}

export const list = (page: Page) => page.getByRole("treegrid", { name: "Materials" });
export const scrollerOf = (page: Page) => list(page).locator("xpath=..");
export const line = (page: Page, text: string) =>
  list(page).getByRole("row").filter({ hasText: text });
export const group = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Groups" }).getByRole("button", { name });
export const header = (page: Page, name: string) => page.getByRole("columnheader", { name });
/** What a click on the header presses. */
export const sortButton = (page: Page, name: string) =>
  header(page, name).getByRole("button", { name, exact: true });
export const selected = (page: Page) => page.getByRole("status").filter({ hasText: "selected" });
export const box = (page: Page, name: string) =>
  page.getByRole("checkbox", { name: new RegExp(`${name}$`) });
export const details = (page: Page) => page.getByRole("complementary", { name: "Details" });
export const tooltip = (page: Page, text: string | RegExp) =>
  page.getByRole("tooltip").getByText(text);
export const parameters = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

/** The file names on view, from top to bottom. */
export const fileNames = (page: Page) =>
  list(page)
    .locator("[role=gridcell][data-column=fileName]")
    .filter({ hasText: /./ })
    .allTextContents();

export const columns = async (page: Page) =>
  (await page.getByRole("columnheader").allTextContents()).slice(1);

export async function openMenu(page: Page, name: string) {
  await header(page, name).hover();
  await page.getByRole("button", { name: new RegExp(`^${name}: .*menu$`) }).click();
  return page.getByRole("dialog", { name: `${name}: filter` });
}
