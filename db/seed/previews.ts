import { createReadStream } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { and, eq } from "drizzle-orm";
import { v7 } from "uuid";
import type { Transaction } from "@/db/client";
import { assetTypes, materials, partners, previews, versions } from "@/db/schema";
import { makeRendition, renditionFiles } from "@/lib/media/hls";
import { type Rendition, renditionSchema } from "@/lib/media/types";
import type { ObjectStore } from "@/lib/storage/types";
import { asOnlyMaker, partOf } from "./media/cache";
import type { MediaFile, MediaPool } from "./media/pool";
import { objectKeyOf } from "./store";
import { type PartnerCode, partners as partnerNames } from "./world/people";

/**
 * What can be played as soon as the demo stands; of all else the jobs make previews when it is opened first.
 * A file of a watermarked type is for one partner, whose name it bears.
 */
const fromTheStart: { file: string; markedFor: PartnerCode | null }[] = [
  { file: "film/r1/final.mp4", markedFor: "northlight" },
  { file: "film/r1/trailer.mp4", markedFor: null },
  { file: "film/r1/printmaster-20.wav", markedFor: null },
];

export type SeedPreview = {
  file: MediaFile;
  markedFor: PartnerCode | null;
  folder: string;
  rendition: Rendition;
};

/** Makes, or finds in the media's cache, the previews that the demo begins with. */
export async function preparePreviews(media: MediaPool): Promise<SeedPreview[]> {
  const made: SeedPreview[] = [];
  for (const { file: name, markedFor } of fromTheStart) {
    const file = media.file(name);
    const folder = `${file.path}.preview${markedFor ? `-${markedFor}` : ""}`;
    const find = async () => {
      const text = await readFile(path.join(folder, facts), "utf8").catch(() => null);
      return text === null ? null : renditionSchema.parse(JSON.parse(text));
    };
    const rendition =
      (await find()) ??
      (await asOnlyMaker(
        path.dirname(file.path),
        async () => (await find()) ?? makeInto(folder, file, markedFor),
      ));
    made.push({ file, markedFor, folder, rendition });
  }
  return made;
}

/** What was made of it is written last, and only then does the folder count; what a killed maker left goes. */
async function makeInto(folder: string, file: MediaFile, markedFor: PartnerCode | null) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const rendition = await makeRendition(file.path, playable(file), folder, {
    ...(markedFor && { markedFor: partnerNames[markedFor] }),
  });
  const described = partOf(path.join(folder, facts));
  await writeFile(described, JSON.stringify(rendition));
  await rename(described, path.join(folder, facts));
  return rendition;
}

const facts = "rendition.json";

function playable({ name, probe }: MediaFile) {
  if (probe.kind === "video" || probe.kind === "audio") return probe;
  throw new Error(`The pool's ${name} can't be played.`);
}

const prefixOf = ({ file, markedFor }: SeedPreview) =>
  `previews/${objectKeyOf(file).replace("versions/", "")}-${markedFor ?? "all"}`;

export async function storePreviews(store: ObjectStore, made: SeedPreview[]) {
  for (const preview of made)
    for (const name of renditionFiles(playable(preview.file)))
      await store.put(
        `${prefixOf(preview)}/${name}`,
        createReadStream(path.join(preview.folder, name)),
      );
}

/** Says of every current version that has such a file that its preview is ready, as of its delivery. */
export async function insertPreviews(tx: Transaction, made: SeedPreview[]) {
  for (const preview of made) {
    const { file, markedFor, rendition } = preview;
    const found = await tx
      .select({ versionId: versions.id, deliveredOn: versions.deliveredOn, partnerId: partners.id })
      .from(versions)
      .innerJoin(materials, eq(materials.currentVersionId, versions.id))
      .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
      .leftJoin(partners, eq(partners.name, markedFor ? partnerNames[markedFor] : ""))
      .where(
        and(
          eq(versions.objectKey, objectKeyOf(file)),
          eq(assetTypes.watermarked, markedFor !== null),
        ),
      );
    for (const { versionId, deliveredOn, partnerId } of found)
      await tx.insert(previews).values({
        ...{ id: v7({ msecs: deliveredOn.getTime() }), versionId, partnerId, rendition },
        ...{ state: "ready", percent: 100, objectPrefix: prefixOf(preview) },
        ...{ createdAt: deliveredOn, movedAt: deliveredOn, readyAt: deliveredOn },
      });
  }
}
