import type { Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { keepApiToken } from "@/lib/auth/commands";
import { apiScopes } from "@/lib/auth/types";
import { recordQcReview, recordVersion } from "@/lib/materials/commands";
import { copyKey } from "@/lib/proxies/encoding";
import type { CopyFacts } from "../media/copies";
import type { MediaPool } from "../media/pool";
import { randomFrom } from "../random";
import { objectKeyOf } from "../store";
import { planDownloads } from "./downloads";
import {
  type Ids,
  insertCatalogue,
  insertPeople,
  insertRequests,
  insertTitles,
  planIds,
} from "./framework";
import { type MaterialSeed, planMaterials, type VersionSeed } from "./materials";
import type { Email, PartnerCode } from "./people";
import { copyRow, planPools } from "./pools";
import { insertAll, known } from "./rows";

export type World = {
  now: Date;
  /** IANA name; newly added labels end by its days. */
  timeZone: string;
  media: MediaPool;
  /** The files of the copies that wait in pools, by the copies' ids; those that are missing don't wait. */
  copies?: Map<string, CopyFacts>;
  /** Of every user. */
  passwordHash: string;
  /** To be an API token of the operator's. */
  operatorToken?: string | undefined;
};

/**
 * Fills an empty database with the demo world, which is the same, references and ids, for every `now`
 * of a day in UTC.
 */
export async function insertWorld(tx: Transaction, world: World) {
  const today = dayOf(world.now);
  const ids = planIds(today);
  const materials = planMaterials(today, world.media);
  await insertPeople(tx, today, ids, world.passwordHash);
  await insertCatalogue(tx);
  await insertTitles(tx, today, ids);
  await insertRequests(tx, today, ids);
  await insertMaterials(tx, materials, ids);
  const versionIds = await recordHistories(tx, materials, ids, world.timeZone);
  await insertDownloads(tx, today, materials, ids, versionIds);
  await insertPools(tx, materials, ids, versionIds, world.copies ?? new Map());
  if (world.operatorToken) await insertToken(tx, world.operatorToken, ids, world.now);
}

/** The day of the world, in UTC. */
export const dayOf = (now: Date) => new Date(Math.floor(now.getTime() / 86_400_000) * 86_400_000);

async function insertToken(tx: Transaction, secret: string, ids: Ids, now: Date) {
  const opal = known(ids.user, "opal@studio.example" satisfies Email);
  await keepApiToken(tx, opal, secret, { name: "Demo", scopes: [...apiScopes] }, now);
}

async function insertMaterials(tx: Transaction, materials: MaterialSeed[], ids: Ids) {
  await insertAll(
    tx,
    schema.materials,
    materials.map(({ id, title, assetType, variant, language, createdAt }) => ({
      ...{ id, variant, language, createdAt },
      titleId: known(ids.title, title.reference),
      assetTypeCode: assetType,
    })),
  );
}

/** Versions and reviews come to be as they do in life, each at its own time; deliveries stand beside them. */
async function recordHistories(
  tx: Transaction,
  materials: MaterialSeed[],
  ids: Ids,
  timeZone: string,
) {
  const versionIds = new Map<string, string>();
  const deliveries: (typeof schema.deliveries.$inferInsert)[] = [];
  for (const material of materials) {
    const random = randomFrom(`history of ${material.id}`);
    for (const version of material.versions) {
      const clock = { now: version.at, timeZone };
      const delivered = deliveredVersion(material, version, ids);
      const { id } = await recordVersion(tx, delivered, clock, () => random.uuid(version.at));
      versionIds.set(versionKey(material.id, version.number), id);
      deliveries.push({
        id: random.uuid(version.at),
        titleId: known(ids.title, material.title.reference),
        assetTypeCode: material.assetType,
        ...{ variant: material.variant, language: material.language },
        ...{ materialId: material.id, versionId: id, state: "accepted" },
        ...{ fileName: version.fileName, bytes: version.file.bytes },
        deliveredById: delivered.deliveredById,
        startedAt: new Date(version.at.getTime() - random.int(2, 240) * 1000),
        seenAt: version.at,
        finishedAt: version.at,
      });
      for (const { at, status, result, note } of version.reviews) {
        const byId = known(ids.user, "oskar@studio.example" satisfies Email);
        const review = { materialId: material.id, status, result, note: note ?? undefined, byId };
        await recordQcReview(tx, review, { now: at, timeZone }, () => random.uuid(at));
      }
    }
  }
  await insertAll(tx, schema.deliveries, deliveries);
  return versionIds;
}

const deliveredVersion = ({ id }: MaterialSeed, version: VersionSeed, ids: Ids) => {
  const { bytes, md5, xxh64, crc32, probe } = version.file;
  return {
    ...{ materialId: id, fileName: version.fileName, bytes, probe },
    checksums: { md5, xxh64, crc32 },
    objectKey: objectKeyOf(version.file),
    deliveredById: known(ids.user, version.deliveredBy),
    note: version.note ?? undefined,
  };
};

async function insertDownloads(
  tx: Transaction,
  today: Date,
  materials: MaterialSeed[],
  ids: Ids,
  versionIds: Map<string, string>,
) {
  await insertAll(
    tx,
    schema.downloads,
    planDownloads(today, materials).map(({ user, partner, materialId, versionNumber, ...row }) => ({
      ...row,
      userId: known(ids.user, user),
      partnerId: known(ids.partner, partner satisfies PartnerCode),
      versionId: known(versionIds, versionKey(materialId, versionNumber)),
    })),
  );
}

async function insertPools(
  tx: Transaction,
  materials: MaterialSeed[],
  ids: Ids,
  versionIds: Map<string, string>,
  copies: Map<string, CopyFacts>,
) {
  const rows = planPools(materials).flatMap((copy) => {
    const file = copies.get(copy.id);
    if (!file) return [];
    const versionId = known(versionIds, versionKey(copy.materialId, copy.versionNumber));
    const partnerId = known(ids.partner, copy.partner satisfies PartnerCode);
    return [copyRow(copy, file, { versionId, partnerId, objectKey: copyKey(copy.id) })];
  });
  await insertAll(tx, schema.proxyCopies, rows);
}

const versionKey = (materialId: string, number: number) => `${materialId} ${number}`;
