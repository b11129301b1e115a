import { createHash, randomUUID } from "node:crypto";
import { access, constants, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

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

export async function temporaryFolder(): Promise<MediaFolder> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "turnover-media-"));
  return { path: folder, dispose: () => rm(folder, { recursive: true, force: true }) };
}

/** The name under which a file is written until it is whole. */
export const partOf = (file: string) => `${file}.${randomUUID()}.part`;

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
