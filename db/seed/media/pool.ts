import { createReadStream } from "node:fs";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { checksumsOf } from "@/lib/media/checksums";
import { probe } from "@/lib/media/probe";
import { probeSchema } from "@/lib/media/types";
import { stories } from "../stories";
import { storyCodes } from "../stories/types";
import { asOnlyMaker, emptyScratch, openMediaFolder, partOf, removeParts } from "./cache";
import { type Fonts, prepareFonts } from "./fonts";
import { type MediaItem, mediaItems } from "./items";
import { type Kit, kitFor } from "./kit";

const facts = z.object({
  bytes: z.int(),
  md5: z.string(),
  xxh64: z.string(),
  crc32: z.string(),
  probe: probeSchema,
});

/** A file of the pool: where it lies, how long it is, its checksums, and what the probe found. */
export type MediaFile = z.infer<typeof facts> & { name: string; path: string };

export type MediaPool = {
  files: MediaFile[];
  /** @throws Error when the pool has no such file */
  file: (name: string) => MediaFile;
  dispose: () => Promise<void>;
};

/** More than the cores of a small machine: while one waits for ffmpeg another draws or computes. */
const atOnce = 3;

/**
 * Makes, or finds in the cache, every file that the seeded versions share, each probed and summed.
 * @param report is told after each file how many of them stand
 * @throws Error when ffmpeg is missing or fails
 */
export async function prepareMedia(
  report: (done: number, all: number) => void = () => {},
): Promise<MediaPool> {
  const folder = await openMediaFolder();
  const items = mediaItems();
  const files = new Map<string, MediaFile>();
  const lookUp = async () => {
    for (const file of await Promise.all(items.map((item) => fromCache(folder.path, item))))
      if (file) files.set(file.name, file);
    return items.filter((item) => !files.has(item.name));
  };
  if ((await lookUp()).length > 0) {
    await asOnlyMaker(folder.path, async () => {
      await removeParts(folder.path);
      await makeAll(await lookUp(), folder.path, (file) => {
        files.set(file.name, file);
        report(files.size, items.length);
      });
    });
  }
  return {
    files: items.flatMap((item) => files.get(item.name) ?? []),
    file(name) {
      const file = files.get(name);
      if (!file) throw new Error(`The pool has no ${name}.`);
      return file;
    },
    dispose: folder.dispose,
  };
}

async function makeAll(items: MediaItem[], folder: string, made: (file: MediaFile) => void) {
  const scratch = await emptyScratch(folder);
  try {
    const fonts = await prepareFonts(scratch);
    const seen: Fonts = { mono: `../${fonts.mono}`, sans: `../${fonts.sans}` };
    // Story by story, so that a story's sound need not stay in memory.
    for (const code of storyCodes) {
      const own = path.join(scratch, code);
      await mkdir(own);
      const kit = kitFor(stories[code], own, seen);
      const queue = items.filter((item) => item.story === code);
      const work = async () => {
        for (let item = queue.shift(); item; item = queue.shift())
          made(await makeOne(item, kit, folder));
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      await rm(own, { recursive: true });
    }
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** The file appears whole or not at all; what is known of it follows, and only then does it count. */
async function makeOne(item: MediaItem, kit: Kit, folder: string): Promise<MediaFile> {
  const file = path.join(folder, item.name);
  const part = partOf(file);
  await mkdir(path.dirname(file), { recursive: true });
  await item.make(kit, part);
  const found = {
    ...(await checksumsOf(createReadStream(part, { highWaterMark: 1 << 20 }))),
    probe: await probe(part, { fileName: item.name }),
  };
  await rename(part, file);
  const described = partOf(file);
  await writeFile(described, JSON.stringify(found));
  await rename(described, `${file}.json`);
  return { ...found, name: item.name, path: file };
}

/** Null when the file was never finished, or is not what it was. */
async function fromCache(folder: string, { name }: MediaItem): Promise<MediaFile | null> {
  const file = path.join(folder, name);
  try {
    const found = facts.parse(JSON.parse(await readFile(`${file}.json`, "utf8")));
    const { size } = await stat(file);
    return size === found.bytes ? { ...found, name, path: file } : null;
  } catch {
    return null;
  }
}
