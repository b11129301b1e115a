import { gzipSync } from "node:zlib";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { Session } from "../e2e/support/session";
import { startBenchApp } from "./app";
import { instrument, scroll, seen, startBrowser, throttle } from "./browser";
import { type PeerRow, startGridPeer } from "./grid-peer";
import { allActs, type Inputs } from "./list-acts";
import { addMaterialsWorld, type MaterialsWorld } from "./materials-world";
import { median, percentile } from "./measure";
import { startSection } from "./results";
import { rowsStatement, timeOf } from "./statements";

// How fast the asset list is with 10,000 materials of 200 source requests, against AG Grid Community with the same
// rows, and what becomes of it with 50,000. `npm run bench:list` writes the section of bench/RESULTS.md.

/** The parts to be run, by name; all of them without. */
const wanted = process.argv.slice(2);
const rounds = Number(process.env.TURNOVER_BENCH_ROUNDS ?? 3);
const { tell, report } = startSection("The asset list");

const bench = await startBenchApp();
const { databaseUrl } = bench.place;
const origin = bench.settings.APP_URL;
const browser = await startBrowser();
try {
  const many = await openWorld("many", 200, true);
  const none = await openWorld("none", 200, false);
  for (const [name, measure] of Object.entries({
    server: () => server(many, none),
    paint: () => paint(many, "10,000 materials", true),
    acts: () => acts(many),
    scrolling: () => scrolling(many),
    more: async () => more(await openWorld("more", 1_000, true)),
  }))
    if (wanted.length === 0 || wanted.includes(name)) await measure();
} finally {
  await browser.close();
  await bench.stop();
}
// A part of the figures would pass for all of them.
if (wanted.length === 0)
  report({
    command: "npm run bench:list",
    how: `medians of 15 requests and of ${rounds} rounds; in Chromium at 1440 x 900 with the processor throttled 4x, from an input to the frame that shows something after it (requestAnimationFrame, then a message), alike for both. AG Grid Community has no row grouping (the paid edition has): there the asset type is a column, and what has no counterpart is not compared.`,
  });

type World = MaterialsWorld & { session: Session; path: string };

/** A world, the session of its user, and the page that shows all of it. */
async function openWorld(tag: string, requests: number, materials: boolean): Promise<World> {
  const world = await addMaterialsWorld(databaseUrl, { tag, requests, materials });
  const session = new Session(origin);
  await session.signIn(world.email);
  const answer = await session.postJson("/api/selections", { requests: world.references });
  const { id } = (await answer.json()) as { id: string };
  return { ...world, session, path: `/materials?selection=${id}` };
}

async function server(many: World, none: World) {
  const sql = await rowsStatement(bench.settings, many);
  const taken: Record<"rows" | "none" | "bare" | "sql", number[]> = {
    rows: [],
    none: [],
    bare: [],
    sql: [],
  };
  // In turns, so that what else the machine does falls on all alike; the first are for warming up.
  for (let round = -3; round < 15; round += 1) {
    const figures = {
      rows: await firstByteOf(many, many.path),
      none: await firstByteOf(none, none.path),
      bare: await firstByteOf(none, "/help"),
      sql: await timeOf(databaseUrl, sql),
    };
    if (round >= 0)
      for (const name of ["rows", "none", "bare", "sql"] as const) taken[name].push(figures[name]);
  }
  const of = (name: keyof typeof taken) => median(taken[name]);
  const share = of("rows") / (of("none") + of("sql"));
  const ms = (name: keyof typeof taken) => `${of(name).toFixed(0)} ms`;
  tell("first byte of a bare page (`/help`)", ms("bare"));
  tell("first byte of the page without rows", ms("none"));
  tell("the rows' SQL alone, by a plain client", ms("sql"));
  tell(
    "first byte of the page of 10,000 materials",
    `${ms("rows")}, ${share.toFixed(2)} x (without rows + SQL)`,
    "<= 1.5 x",
    share <= 1.5,
  );
  const weight = await weightOf(many);
  tell(
    "HTML and data, compressed",
    `${weight.page.toFixed(1)} B a material; a CSV of the same values ${weight.csv.toFixed(1)} B`,
    "<= CSV + 25 B",
    weight.page <= weight.csv + 25,
  );
}

/** Milliseconds until the first byte of a page's body, as browsers ask for it. */
async function firstByteOf({ session }: World, path: string) {
  const began = performance.now();
  const answer = await session.fetch(path, { headers: { "accept-encoding": "gzip" } });
  const reader = answer.body?.getReader();
  await reader?.read();
  const milliseconds = performance.now() - began;
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
  for (let more = true; more; ) more = !(await reader?.read())?.done;
  return milliseconds;
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

async function rowsOf({ session, path }: World): Promise<ApiRow[]> {
  const address = path.replace("/materials", "/api/materials");
  return (await session.json<{ materials: ApiRow[] }>(address)).materials;
}

/** Bytes a material, compressed: of the whole page, and of a plain CSV of what the page knows of them. */
async function weightOf(world: World) {
  const rows = await rowsOf(world);
  const html = Buffer.from(await (await world.session.fetch(world.path)).arrayBuffer());
  const lines = rows.map((row) =>
    [
      row.id,
      row.title.reference,
      row.title.name,
      row.title.episode,
      row.assetType.code,
      row.assetType.name,
      row.variant,
      row.language,
      row.version,
      row.fileName,
      row.bytes,
      row.durationSeconds,
      row.qcStatus,
      row.newlyAdded,
      row.downloaded?.state,
      row.downloaded?.percent,
      row.downloaded?.since,
      row.availability,
      row.deliveredOn,
      row.requests.join(" "),
    ].join(","),
  );
  const bytes = (content: Buffer | string) => gzipSync(content).length / rows.length;
  return { page: bytes(html), csv: bytes(lines.join("\n")) };
}

/** When the first screenful is painted, on a line of 100 KB/s. */
async function paint(world: World, what: string, bar: boolean) {
  const shown: number[] = [];
  const last: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const page = await openPage(browser, world);
    const session = await page.context().newCDPSession(page);
    await session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 20,
      downloadThroughput: 100_000,
      uploadThroughput: 100_000,
    });
    await page.goto(origin + world.path, { waitUntil: "commit", timeout: 120_000 });
    const times = await page.waitForFunction(
      () => {
        const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
        const first = window.benchFirstLine;
        return entry?.responseEnd && first ? { first, end: entry.responseEnd } : null;
      },
      undefined,
      { timeout: 120_000 },
    );
    const { first, end } = (await times.jsonValue()) as { first: number; end: number };
    shown.push(first);
    last.push(end);
    await page.context().close();
  }
  const seconds = (values: number[]) => `${(median(values) / 1000).toFixed(1)} s`;
  tell(
    `first screenful at 100 KB/s, ${what}`,
    `${seconds(shown)}; the last byte ${seconds(last)}`,
    bar ? "before the rest" : "",
    median(shown) < median(last),
  );
}

async function acts(world: World) {
  const peer = await startGridPeer((await rowsOf(world)).map(asText));
  const taken = new Map<string, { next: number[]; shown: number[] }>();
  const take = async (key: string, page: Page, event: string, inputs: Inputs) => {
    const all = taken.get(key) ?? { next: [], shown: [] };
    taken.set(key, all);
    for (const input of inputs) {
      const { next, shown } = await seen(page, event, input);
      all.next.push(...next);
      all.shown.push(shown);
    }
  };
  for (let round = 0; round < rounds; round += 1)
    for (const act of allActs) {
      const page = await openPage(browser, world);
      await page.goto(origin + world.path);
      await page.locator("[data-line] [data-column=fileName]").first().waitFor();
      await rest(page);
      await throttle(page);
      await take(`list ${act.name}`, page, act.event, await act.list(page));
      await page.context().close();
      if (!act.peer) continue;
      const other = await openPage(browser);
      await other.goto(peer.url);
      await other.locator(".ag-row").first().waitFor();
      await rest(other);
      await throttle(other);
      await take(`peer ${act.name}`, other, act.event, await act.peer(other));
      await other.context().close();
    }
  peer.stop();
  for (const { name } of allActs) {
    const list = taken.get(`list ${name}`) ?? { next: [], shown: [] };
    const peers = taken.get(`peer ${name}`);
    const own = percentile(list.next, 95);
    const other = peers ? percentile(peers.next, 95) : Number.POSITIVE_INFINITY;
    const said = ({ next, shown }: typeof list) =>
      `${percentile(next, 95).toFixed(0)} ms (${median(next).toFixed(0)}), all shown ${percentile(shown, 95).toFixed(0)} ms (${median(shown).toFixed(0)})`;
    tell(
      `${name}, p95 (median)`,
      `${said(list)}; ${peers ? `AG Grid ${said(peers)}` : "AG Grid Community has no such act"}`,
      peers ? "<= AG Grid, < 100 ms" : "< 100 ms",
      own <= other && own < 100,
    );
  }
}

/** What AG Grid is given: the words of the list's cells. */
function asText({ id, title, assetType, ...row }: ApiRow): PeerRow {
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

async function scrolling(world: World) {
  const peer = await startGridPeer((await rowsOf(world)).map(asText));
  const down = async (of: { list: boolean; far?: number; look: boolean }) => {
    const line = of.list ? "[data-line]" : ".ag-row";
    const page = await openPage(browser, of.list ? world : undefined);
    await page.goto(of.list ? origin + world.path : peer.url);
    await page.locator(line).first().waitFor();
    await rest(page);
    const height = await page.evaluate(
      () => document.querySelector("[role=treegrid]")?.scrollHeight ?? 0,
    );
    const pixels = of.far ?? height;
    const session = await throttle(page);
    const seen = await scroll({ page, session, pixels, ...(of.look && { lookFor: line }) });
    await page.context().close();
    return { ...seen, pixels };
  };
  // Looking for blanks makes tasks longer: one way for each.
  const both = async (of: { list: boolean; far?: number }) => ({
    ...(await down({ ...of, look: false })),
    looked: await down({ ...of, look: true }),
  });
  const list = await both({ list: true });
  const grid = await both({ list: false, far: 90_000 });
  peer.stop();
  const said = ({ frames, looked, longest, longTasks }: typeof list) =>
    `${looked.blank} of ${looked.frames} frames blank; another time, not looked at, ${longTasks.length} long tasks${longTasks.length ? ` (longest ${Math.max(...longTasks).toFixed(0)} ms)` : ""} in ${frames} frames, the longest frame ${longest.toFixed(0)} ms`;
  tell(
    `scrolling ${list.pixels.toLocaleString("en")} px at 3,000 px/s`,
    said(list),
    "none blank, no task > 50 ms",
    list.looked.blank === 0 && list.longTasks.length === 0,
  );
  tell("AG Grid, the first 90,000 px", said(grid));
}

/** Five times as many, without a bar. */
async function more(world: World) {
  const taken: number[] = [];
  for (let round = 0; round < 5; round += 1) taken.push(await firstByteOf(world, world.path));
  tell("first byte, 50,000 materials of 1,000 requests", `${median(taken).toFixed(0)} ms`);
  const weight = await weightOf(world);
  tell("their HTML and data, compressed", `${weight.page.toFixed(1)} B a material`);
  await paint(world, "50,000 materials", false);
  for (const act of allActs) {
    const page = await openPage(browser, world);
    await page.goto(origin + world.path);
    await page.locator("[data-line] [data-column=fileName]").first().waitFor();
    await rest(page);
    await throttle(page);
    const figures: number[] = [];
    for (const input of await act.list(page))
      figures.push(...(await seen(page, act.event, input)).next);
    await page.context().close();
    tell(`${act.name}, 50,000 materials, p95`, `${percentile(figures, 95).toFixed(0)} ms`);
  }
}

/** A page of its own context, signed in where it is of a world. */
async function openPage(of: Browser, world?: World) {
  const options: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
  const context = await of.newContext(options);
  context.setDefaultTimeout(60_000);
  if (world)
    await context.addCookies(
      world.session.cookie.split("; ").map((pair) => {
        const [name = "", value = ""] = pair.split(/=(.*)/s);
        return { name, value, url: origin };
      }),
    );
  const page = await context.newPage();
  await instrument(page);
  return page;
}

/** Waits until the page's script has nothing more to do; what a page reads ahead, it does within two seconds. */
async function rest(page: Page) {
  await page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => {});
  await page.waitForTimeout(2_000);
}
