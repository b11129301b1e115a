import { randomBytes } from "node:crypto";
import { v7 } from "uuid";
import { db } from "@/db/client";
import type { PartnerUser } from "@/lib/auth/types";
import { type Clock, recordVersion } from "@/lib/materials/commands";
import { checksumsOf } from "@/lib/media/checksums";
import { objectStore } from "@/lib/storage";
import { aMaterial, anOperator, aVisibleMaterial } from "./builders";

/** One more version of a material, with its bytes in the store. */
async function aStoredVersion(
  materialId: string,
  { content = randomBytes(1_000), fileName = "mix.wav" }: { content?: Buffer; fileName?: string },
  clock: Clock = { now: new Date(), timeZone: "UTC" },
) {
  const { id: deliveredById } = await anOperator();
  const objectKey = `test/${v7()}`;
  await objectStore().put(objectKey, piecesOf(content));
  const { bytes, ...checksums } = await checksumsOf([content]);
  const file = { fileName, bytes, checksums, objectKey, probe: {}, deliveredById, materialId };
  const version = await db.transaction((tx) => recordVersion(tx, file, clock));
  return { ...version, materialId, content, fileName, objectKey, checksums };
}

async function* piecesOf(content: Buffer) {
  yield content;
}

/** Materials of one title and asset type that the user sees, each with a version of these bytes in the store. */
export async function storedMaterials(
  user: PartnerUser,
  files: { content?: Buffer; fileName?: string; clock?: Clock }[],
) {
  const world = await aVisibleMaterial(user, { versions: 0 });
  const { title, type } = world;
  const versions = [];
  for (const file of files) {
    const { id } = await aMaterial({ titleId: title.id, assetTypeCode: type.code });
    versions.push(await aStoredVersion(id, file, file.clock));
  }
  return { ...world, versions, ids: versions.map(({ materialId }) => materialId) };
}
