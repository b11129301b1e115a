import { createHash, randomUUID } from "node:crypto";
import {
  access,
  constants,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

const root = path.resolve(import.meta.dirname, "../../..");
const caches = path.join(root, "node_modules/.cache/turnover-media");

/** Where made media lie. `dispose` removes it unless it is the cache, which serves the next start too. */
export type MediaFolder = { path: string; dispose: () => Promise<void> };

/**
 * The cache for what today's generator makes; those of older generators are removed. Where nothing can
 * be written beside the packages, a temporary folder.
 */
export async function openMediaFolder(): Promise<MediaFolder> {
  const current = path.join(caches, await generatorHash());
  try {
    await mkdir(current, { recursive: true });
    await access(current, constants.W_OK);
  } catch {
    return temporaryFolder();
  }
  for (const name of await readdir(caches))
    if (name !== path.basename(current))
      await rm(path.join(caches, name), { recursive: true, force: true });
  return { path: current, dispose: async () => {} };
}

async function temporaryFolder(): Promise<MediaFolder> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "turnover-media-"));
  return { path: folder, dispose: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * Runs the work while no other process makes media in the folder: a second one waits, and then finds
 * most of it made.
 */
export async function asOnlyMaker<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = path.join(folder, "maker.pid");
  while (!(await taken(lock))) {
    const holder = Number(await readFile(lock, "utf8").catch(() => ""));
    if (holder && !isAlive(holder)) await rm(lock, { force: true });
    // A holder that is killed tells nobody, so there is no event to wait for.
    else await setTimeout(250);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function taken(lock: string) {
  try {
    await writeFile(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function isAlive(pid: number) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The name under which a file is written until it is whole. */
export const partOf = (file: string) => `${file}.${randomUUID()}.part`;

/** For what is needed on the way; emptied first, for the last maker may have been killed. */
export async function emptyScratch(folder: string) {
  const scratch = path.join(folder, "scratch");
  await rm(scratch, { recursive: true, force: true });
  await mkdir(scratch);
  return scratch;
}

/** What a maker that was killed left half-written. */
export async function removeParts(folder: string) {
  for (const name of await readdir(folder, { recursive: true }))
    if (name.endsWith(".part")) await rm(path.join(folder, name), { force: true });
}

/** Of every source that decides what the media are. */
async function generatorHash() {
  const hash = createHash("sha256");
  const folders = ["db/seed/media", "db/seed/stories", "lib/media"];
  const listed = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(path.join(root, folder), { recursive: true })).map(
        (name) => `${folder}/${name}`,
      ),
    ),
  );
  const sources = [...listed.flat(), "db/seed/timecode.ts", "db/seed/random.ts"]
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .sort();
  for (const name of sources) hash.update(name).update(await readFile(path.join(root, name)));
  return hash.digest("hex").slice(0, 16);
}
