import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type ChildOptions, runNode } from "./children";
import { checkout, type Settings } from "./settings";
import { say } from "./terminal";

export const nextProgram = path.join(checkout, "node_modules/next/dist/bin/next");

/** Written last, so that it stands only beside a complete build. */
const stamp = path.join(checkout, ".next/turnover-build");

const sourceFolders = ["app", "components", "db", "inngest", "lib", "public"];
const configFile = /\.(ts|mjs|cjs|js)$|^package(-lock)?\.json$|^tsconfig\.json$/;
const notBuilt =
  /\.test\.tsx?$|^db\/(seed|migrations)\/|^(vitest\.config|drizzle\.config|next-env\.d)\.ts$/;

/** Builds the app unless the last complete build is of the very same sources. */
export async function ensureBuild(
  settings: Settings,
  lock: ChildOptions["lock"],
  stopping: AbortSignal,
) {
  const wanted = fingerprint(settings);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say("Building the app with next build; this takes up to a minute.");
  rmSync(stamp, { force: true });
  await runNode(
    { name: "next build", args: [nextProgram, "build"], settings, lock, output: "inherit" },
    stopping,
  );
  writeFileSync(stamp, wanted);
}

/** Of everything that the build's result depends on: sources, place, and the settings it bakes in. */
function fingerprint(settings: Settings): string {
  const hash = createHash("sha256");
  const configs = readdirSync(checkout, { withFileTypes: true })
    .filter((entry) => entry.isFile() && configFile.test(entry.name))
    .map((entry) => entry.name);
  const files = [...configs, ...sourceFolders.flatMap(filesIn)];
  for (const file of files.filter((name) => !notBuilt.test(name)).sort()) {
    const content = readFileSync(path.join(checkout, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  const baked = Object.entries(settings).filter(([key]) => /^(NEXT_PUBLIC_|NODE_ENV$)/.test(key));
  return hash.update(JSON.stringify([checkout, baked.sort()])).digest("hex");
}

function filesIn(folder: string): string[] {
  if (!existsSync(path.join(checkout, folder))) return [];
  return readdirSync(path.join(checkout, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(checkout, path.join(entry.parentPath, entry.name)));
}
