import { createReadStream } from "node:fs";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { checksumsOf } from "@/lib/media/checksums";
import { encodeChunk, joinChunks } from "@/lib/media/encode";
import { makeMezzanine } from "@/lib/media/mezzanine";
import type { Mezzanine } from "@/lib/media/types";
import { makeWatermark } from "@/lib/media/watermark";
import { serialText } from "@/lib/proxies/rules";
import { asOnlyMaker, emptyScratch, partOf } from "./cache";
import type { MediaFile } from "./pool";

/** A copy that is to be ready from the start. */
export type WantedCopy = { master: MediaFile; partnerName: string; serial: number };

const facts = z.object({ bytes: z.int(), md5: z.string(), xxh64: z.string(), crc32: z.string() });
export type CopyFacts = z.infer<typeof facts> & { path: string };

/**
 * Makes watermarked copies as the app's own jobs do, or finds them in the cache.
 * @returns in the order wanted
 */
export async function prepareCopies(folder: string, wanted: WantedCopy[]): Promise<CopyFacts[]> {
  const known = await Promise.all(wanted.map((copy) => fromCache(fileOf(folder, copy))));
  if (known.every((copy) => copy !== null)) return known;
  return asOnlyMaker(folder, async () => {
    const scratch = await emptyScratch(folder);
    try {
      const mezzanines = new Map<string, Mezzanine>();
      const mezzanineOf = async ({ path: master }: MediaFile) => {
        const output = path.join(scratch, `mezzanine-${mezzanines.size}.mp4`);
        const mezzanine = mezzanines.get(master) ?? (await makeMezzanine(master, output));
        mezzanines.set(master, mezzanine);
        return mezzanine;
      };
      const made: CopyFacts[] = [];
      for (const copy of wanted) {
        const file = fileOf(folder, copy);
        const make = async () => makeOne(copy, await mezzanineOf(copy.master), file, scratch);
        made.push((await fromCache(file)) ?? (await make()));
      }
      return made;
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  });
}

const fileOf = (folder: string, { master, serial }: WantedCopy) =>
  path.join(folder, "copies", `${path.basename(master.name, ".mp4")}-${serialText(serial)}.mp4`);

/** The file appears whole or not at all; what is known of it follows, and only then does it count. */
async function makeOne(
  { partnerName, serial }: WantedCopy,
  mezzanine: Mezzanine,
  file: string,
  scratch: string,
) {
  await mkdir(path.dirname(file), { recursive: true });
  const watermark = makeWatermark({ partnerName, serial: serialText(serial) }, mezzanine);
  const piece = { from: 0, to: mezzanine.frames, file: path.join(scratch, "piece.mp4") };
  await encodeChunk({ ...piece, mezzanine, watermark, output: piece.file });
  const part = partOf(file);
  await joinChunks([piece], mezzanine, part);
  const found = await checksumsOf(createReadStream(part, { highWaterMark: 1 << 20 }));
  await rename(part, file);
  const described = partOf(file);
  await writeFile(described, JSON.stringify(found));
  await rename(described, `${file}.json`);
  return { ...found, path: file };
}

async function fromCache(file: string): Promise<CopyFacts | null> {
  try {
    const found = facts.parse(JSON.parse(await readFile(`${file}.json`, "utf8")));
    return (await stat(file)).size === found.bytes ? { ...found, path: file } : null;
  } catch {
    return null;
  }
}
