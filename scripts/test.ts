import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runChecks } from "./checks";
import { ended } from "./launcher/processes";
import { ensureChromium, ensureFfmpeg } from "./launcher/programs";
import { checkout, readSettings } from "./launcher/settings";
import { runCommand, say } from "./launcher/terminal";
import { readCounts, type TestReport } from "./testing/counts";

// `npm test` runs everything; `npm test -- visibility` only the tests that vitest finds by that.
const args = process.argv.slice(2);
const filters = args.filter((arg) => arg !== "--long");

await runCommand(async () => {
  const settings = readSettings();
  const programs = { ...(await ensureFfmpeg(settings)), ...(await ensureChromium(settings)) };
  const checks = filters.length === 0 ? await runChecks() : [];
  const failedChecks = checks.filter(({ passed }) => !passed).length;
  const { code, report } = await runVitest({
    ...process.env,
    ...programs,
    LONG_TESTS: args.includes("--long") ? "1" : "0",
  });
  const { passed, failed, skipped } = readCounts(report, code);
  const rest = skipped > 0 ? `, ${skipped} skipped` : "";
  say(`${passed} passed, ${failed + failedChecks} failed${rest}`);
  return failed + failedChecks > 0 ? 1 : 0;
});

/** Runs vitest to its end. The report is missing when it did not get that far. */
async function runVitest(env: NodeJS.ProcessEnv) {
  const folder = mkdtempSync(path.join(tmpdir(), "turnover-report-"));
  const file = path.join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const child = spawn(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "run", ...reporters, ...filters],
    { cwd: checkout, env, stdio: ["ignore", "inherit", "inherit"] },
  );
  // vitest ends what it has started on these two only.
  const stop = () => child.kill("SIGTERM");
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, stop);
  process.on("disconnect", stop);
  process.channel?.unref();
  await ended(child);
  const report = readReport(file);
  rmSync(folder, { recursive: true, force: true });
  return { code: child.exitCode, report };
}

function readReport(file: string): TestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
