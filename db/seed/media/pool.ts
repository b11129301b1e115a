import { createReadStream } from "node:fs";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { checksumsOf } from "@/lib/media/checksums";
import { measureLoudness } from "@/lib/media/loudness";
import { probe } from "@/lib/media/probe";
import { type Probe, probeSchema } from "@/lib/media/types";
import { stories } from "../stories";
import type { StoryCode } from "../stories/types";
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
  /** Where they lie. */
  folder: string;
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
    folder: folder.path,
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
    const kits = kitsIn(scratch, await prepareFonts(scratch));
    const left = new Map<StoryCode, number>();
    for (const { story } of items) left.set(story, (left.get(story) ?? 0) + 1);
    const queue = [...items];
    const work = async () => {
      for (let item = queue.shift(); item; item = queue.shift()) {
        made(await makeOne(item, await kits.open(item.story), folder));
        left.set(item.story, (left.get(item.story) ?? 0) - 1);
        if (left.get(item.story) === 0) await kits.close(item.story);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** A kit a story, gone with all that it holds in memory and on the disk once its last file is made. */
function kitsIn(scratch: string, fonts: Fonts) {
  const seen: Fonts = { mono: `../${fonts.mono}`, sans: `../${fonts.sans}` };
  const kits = new Map<StoryCode, Promise<Kit>>();
  const start = async (story: StoryCode) => {
    await mkdir(path.join(scratch, story));
    return kitFor(stories[story], path.join(scratch, story), seen);
  };
  return {
    open(story: StoryCode) {
      const kit = kits.get(story) ?? start(story);
      kits.set(story, kit);
      return kit;
    },
    async close(story: StoryCode) {
      kits.delete(story);
      await rm(path.join(scratch, story), { recursive: true });
    },
  };
}

/** The file appears whole or not at all; what is known of it follows, and only then does it count. */
async function makeOne(item: MediaItem, kit: Kit, folder: string): Promise<MediaFile> {
  const file = path.join(folder, item.name);
  const part = partOf(file);
  await mkdir(path.dirname(file), { recursive: true });
  await item.make(kit, part);
  const found = {
    ...(await checksumsOf(createReadStream(part, { highWaterMark: 1 << 20 }))),
    probe: await wholeProbe(part, item.name),
  };
  await rename(part, file);
  const described = partOf(file);
  await writeFile(described, JSON.stringify(found));
  await rename(described, `${file}.json`);
  return { ...found, name: item.name, path: file };
}

/** With the loudness, which a delivery has measured later. */
async function wholeProbe(file: string, fileName: string): Promise<Probe> {
  const found = await probe(file, { fileName });
  if (found.kind !== "audio") return found;
  return { ...found, integratedLoudnessLufs: await measureLoudness(file, { timeoutMs: 60_000 }) };
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
