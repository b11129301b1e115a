import { gzipSync } from "node:zlib";
import { openPage, rowsOf, type Stage, type World } from "./list-stage";
import { median } from "./measure";
import { rowsStatement, timeOf } from "./statements";

// What the list's page costs until it is there: the server, the weight, the first paint.

export async function server({ bench, tell }: Stage, many: World, none: World) {
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
      sql: await timeOf(bench.place.databaseUrl, sql),
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
export async function firstByteOf({ session }: World, path: string) {
  const began = performance.now();
  const answer = await session.fetch(path, { headers: { "accept-encoding": "gzip" } });
  const reader = answer.body?.getReader();
  await reader?.read();
  const milliseconds = performance.now() - began;
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
  for (let more = true; more; ) more = !(await reader?.read())?.done;
  return milliseconds;
}

/** Bytes a material, compressed: of the whole page, and of a plain CSV of what the page knows of them. */
export async function weightOf(world: World) {
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
export async function paint(stage: Stage, world: World, what: string, bar: boolean) {
  const { bench, rounds, tell } = stage;
  const shown: number[] = [];
  const last: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const page = await openPage(stage, world);
    const session = await page.context().newCDPSession(page);
    await session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 20,
      downloadThroughput: 100_000,
      uploadThroughput: 100_000,
    });
    await page.goto(bench.settings.APP_URL + world.path, { waitUntil: "commit", timeout: 120_000 });
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
