import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runChecks } from "./checks";
import { ended, signalProcess } from "./launcher/processes";
import { ensureChromium, ensureClients, ensureFfmpeg } from "./launcher/programs";
import { checkout, readSettings } from "./launcher/settings";
import { runCommand, say } from "./launcher/terminal";
import {
  type Counts,
  readCounts,
  readFailures,
  readSecondRuns,
  type TestReport,
} from "./testing/counts";

// `npm test` runs everything; `npm test -- visibility` only the tests that vitest finds by that.
const args = process.argv.slice(2);
const filters = args.filter((arg) => arg !== "--long");

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => stop.abort());
process.on("disconnect", () => stop.abort());
process.channel?.unref();

await runCommand(async () => {
  const settings = readSettings();
  const programs = { ...(await ensureFfmpeg(settings)), ...(await ensureChromium(settings)) };
  await ensureClients(settings);
  const checks = filters.length === 0 ? await runChecks() : [];
  const long = args.includes("--long") ? "1" : "0";
  const env = { ...process.env, ...programs, LONG_TESTS: long };

  const failures = checks.filter(({ passed }) => !passed).map(({ name }) => `check: ${name}`);
  const secondRuns: string[] = [];
  const total = { passed: 0, failed: failures.length, skipped: 0 };
  // One after the other: browser journeys would run out of time beside encodes and hashes, and an app
  // that does not build would hide what the unit tests say.
  for (const projects of [["pure", "unit"], ["e2e"]]) {
    const { passed, failed, skipped, ...told } = await runVitest(projects, env);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    failures.push(...told.failures);
    secondRuns.push(...told.secondRuns);
  }
  // Nothing found is nothing tested.
  if (total.passed + total.failed === 0) total.failed = 1;
  // Last, since the lines that told it first stand thousands further up.
  for (const secondRun of secondRuns) say(`Passed when it was run again: ${secondRun}`);
  for (const failure of failures) say(`✗ ${failure}`);
  const rest = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  say(`${total.passed} passed, ${total.failed} failed${rest}`);
  return total.failed > 0 ? 1 : 0;
});

type Outcome = Counts & { failures: string[]; secondRuns: string[] };

/** Runs the tests of projects that the filters name. A run that was stopped counts as one failure. */
async function runVitest(projects: string[], env: NodeJS.ProcessEnv): Promise<Outcome> {
  if (stop.signal.aborted)
    return { passed: 0, failed: 1, skipped: 0, failures: ["stopped"], secondRuns: [] };
  const folder = mkdtempSync(path.join(tmpdir(), "turnover-report-"));
  const file = path.join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const child = spawn(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      ...projects.map((project) => `--project=${project}`),
      "--passWithNoTests",
      ...reporters,
      ...filters,
    ],
    { cwd: checkout, env, detached: true, stdio: ["ignore", "inherit", "inherit"] },
  );
  // To all of its group: vitest leaves without ending a worker that is in the middle of a test.
  const signalGroup = (signal: NodeJS.Signals) => child.pid && signalProcess(-child.pid, signal);
  stop.signal.addEventListener("abort", () => signalGroup("SIGTERM"));
  await ended(child);
  signalGroup("SIGKILL");
  const report = readReport(file);
  rmSync(folder, { recursive: true, force: true });
  const counts = readCounts(report, child.exitCode);
  const failures = readFailures(report);
  if (counts.failed > failures.length)
    failures.push(`vitest of ${projects.join(", ")} ended with ${child.exitCode}: see its errors`);
  return { ...counts, failures, secondRuns: readSecondRuns(report) };
}

function readReport(file: string): TestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
