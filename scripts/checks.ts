import { spawn } from "node:child_process";
import path from "node:path";
import { breachesHere } from "./import-rules";
import { ended } from "./launcher/processes";
import { checkout } from "./launcher/settings";
import { say } from "./launcher/terminal";

export type CheckResult = { name: string; passed: boolean };

type Check = { name: string; run: () => Promise<{ passed: boolean; output: string }> };

const checks: Check[] = [
  { name: "types", run: checkTypes },
  { name: "lint and format", run: () => runTool("@biomejs/biome/bin/biome", "ci", "--colors=off") },
  { name: "import rules", run: checkImports },
  { name: "unused code", run: () => runTool("knip/bin/knip.js", "--no-progress") },
];

/** Everything that can be known without running the app: all of it at once, whatever fails first. */
export async function runChecks(): Promise<CheckResult[]> {
  const began = performance.now();
  return Promise.all(
    checks.map(async ({ name, run }) => {
      const { passed, output } = await run();
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      say(`${passed ? "✓" : "✗"} ${name} (${seconds} s)`);
      if (!passed) say(output.trimEnd());
      return { name, passed };
    }),
  );
}

/** Next writes the types of the app's own routes first. */
async function checkTypes() {
  const typegen = await runTool("next/dist/bin/next", "typegen");
  return typegen.passed ? runTool("typescript/bin/tsc", "--noEmit") : typegen;
}

async function checkImports() {
  const breaches = breachesHere();
  return { passed: breaches.length === 0, output: breaches.join("\n") };
}

async function runTool(program: string, ...args: string[]) {
  const child = spawn(process.execPath, [path.join("node_modules", program), ...args], {
    cwd: checkout,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
    });
  await ended(child);
  return { passed: child.exitCode === 0, output };
}
