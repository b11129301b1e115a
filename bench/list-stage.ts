import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { Session } from "../e2e/support/session";
import type { startBenchApp } from "./app";
import { instrument } from "./browser";
import type { PeerRow } from "./grid-peer";
import { addMaterialsWorld, type MaterialsWorld } from "./materials-world";
import type { startSection } from "./results";

// What every measure of the asset list stands on: the app, its worlds, a browser, and where figures are told.

export type Stage = {
  bench: Awaited<ReturnType<typeof startBenchApp>>;
  browser: Browser;
  tell: ReturnType<typeof startSection>["tell"];
  rounds: number;
};

export type World = MaterialsWorld & { session: Session; path: string };

/** A world, the session of its user, and the page that shows all of it. */
export async function openWorld(
  { bench }: Stage,
  tag: string,
  requests: number,
  materials: boolean,
): Promise<World> {
  const world = await addMaterialsWorld(bench.place.databaseUrl, { tag, requests, materials });
  const session = new Session(bench.settings.APP_URL);
  await session.signIn(world.email);
  const answer = await session.postJson("/api/selections", { requests: world.references });
  const { id } = (await answer.json()) as { id: string };
  return { ...world, session, path: `/materials?selection=${id}` };
}

/** The list of a world, at rest, on a page of its own. */
export async function openList(stage: Stage, world: World) {
  const page = await openPage(stage, world);
  await page.goto(stage.bench.settings.APP_URL + world.path);
  await page.locator("[data-line] [data-column=fileName]").first().waitFor();
  await rest(page);
  return page;
}

/** A page of its own context, signed in where it is of a world. */
export async function openPage({ bench, browser }: Stage, world?: World) {
  const options: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
  const context = await browser.newContext(options);
  context.setDefaultTimeout(60_000);
  if (world)
    await context.addCookies(
      world.session.cookie.split("; ").map((pair) => {
        const [name = "", value = ""] = pair.split(/=(.*)/s);
        return { name, value, url: bench.settings.APP_URL };
      }),
    );
  const page = await context.newPage();
  await instrument(page);
  return page;
}

/** Waits until the page's script has nothing more to do; what a page reads ahead, it does within two seconds. */
export async function rest(page: Page) {
  await page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => {});
  await page.waitForTimeout(2_000);
}

type ApiRow = {
  id: string;
  title: { reference: string; name: string; episode: string | null };
  assetType: { code: string; name: string };
  downloaded: { state: string; percent: number; since: string } | null;
  newlyAdded: string | null;
  fileName: string | null;
  qcStatus: string | null;
  deliveredOn: string | null;
  requests: string[];
} & Record<
  "variant" | "language" | "version" | "bytes" | "durationSeconds" | "availability",
  unknown
>;

export async function rowsOf({ session, path }: World): Promise<ApiRow[]> {
  const address = path.replace("/materials", "/api/materials");
  return (await session.json<{ materials: ApiRow[] }>(address)).materials;
}

/** What AG Grid is given: the words of the list's cells. */
export function asText({ id, title, assetType, ...row }: ApiRow): PeerRow {
  return {
    id,
    type: assetType.name,
    title: `${title.name} ${title.episode ?? ""}`,
    fileName: row.fileName ?? "",
    qcStatus: row.qcStatus ?? "",
    newlyAdded: row.newlyAdded ?? "",
    downloaded: row.downloaded ? "Downloaded" : "",
    deliveredOn: row.deliveredOn?.slice(0, 10) ?? "",
  };
}
