import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { inject, onTestFinished } from "vitest";
import { pageSignedInAs } from "./browser";
import { addMaterials, type Slot } from "./materials";
import { type Session, signedInAs } from "./session";

// What takes downloads and shows them, as people find it: by role and visible name.

const slots: Slot[] = [
  { type: "sound", fileName: "glass_ME5.1_v02.C.wav", daysAgo: 20 },
  { type: "sound", fileName: "glass_ME5.1_v02.L.wav", daysAgo: 20 },
  { type: "text", fileName: "Éloïse list (FINAL).xlsx", daysAgo: 20, title: "episode" },
];
export const [center = "", left = ""] = slots.map(({ fileName }) => fileName);

/** Materials of the running test's own, and a session of who sees them. */
export async function aWorld() {
  const world = await addMaterials(slots);
  onTestFinished(() => world.close());
  return { ...world, session: await signedInAs(inject("baseUrl"), world.email) };
}
type World = Awaited<ReturnType<typeof aWorld>>;

export async function open(world: World, options: BrowserContextOptions = {}) {
  const page = await pageSignedInAs(world.email, world.path, options);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  return page;
}

/** Takes files as a tool does, without fetching a byte. */
export async function take(session: Session, materialIds: (string | undefined)[]) {
  const answer = await session.postJson("/api/downloads", { materialIds });
  return ((await answer.json()) as { bundle: { id: string; fileName: string } }).bundle;
}

export const trayButton = (page: Page) =>
  page.getByRole("navigation", { name: "Main" }).getByRole("button", { name: "Downloads" });
export async function openTray(page: Page) {
  await trayButton(page).click();
  const tray = page.getByRole("dialog", { name: "Downloads" });
  await tray.waitFor();
  return tray;
}
export const items = (within: Locator) => within.getByRole("listitem");
export const tick = (page: Page, name: string) =>
  page.getByRole("checkbox", { name: new RegExp(`${name}$`) }).click();
export const download = (page: Page) => page.getByRole("button", { name: "Download", exact: true });
export const otherWays = (page: Page) =>
  page.getByRole("button", { name: "Other ways to download" });
export const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
