import { startBenchApp } from "./app";
import { startBrowser } from "./browser";
import { acts } from "./list-inputs";
import { more } from "./list-more";
import { scrolling } from "./list-scrolling";
import { paint, server } from "./list-server";
import { openWorld, type Stage } from "./list-stage";
import { startSection } from "./results";

// How fast the asset list is with 10,000 materials of 200 source requests, against AG Grid Community with the same
// rows, and what becomes of it with 50,000. `npm run bench:list` writes the section of bench/RESULTS.md.

/** The parts to be run, by name; all of them without. */
const wanted = process.argv.slice(2);
const rounds = Number(process.env.TURNOVER_BENCH_ROUNDS ?? 3);
const { tell, report } = startSection("The asset list");

const bench = await startBenchApp();
const browser = await startBrowser();
const stage: Stage = { bench, browser, tell, rounds };
try {
  const many = await openWorld(stage, "many", 200, true);
  const none = await openWorld(stage, "none", 200, false);
  for (const [name, measure] of Object.entries({
    server: () => server(stage, many, none),
    paint: () => paint(stage, many, "10,000 materials", true),
    acts: () => acts(stage, many),
    scrolling: () => scrolling(stage, many),
    more: async () => more(stage, await openWorld(stage, "more", 1_000, true)),
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
