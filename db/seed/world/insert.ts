import type { PgTable } from "drizzle-orm/pg-core";
import type { Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { recordQcReview, recordVersion } from "@/lib/materials/commands";
import type { MediaPool } from "../media/pool";
import { randomFrom } from "../random";
import { objectKeyOf } from "../store";
import { stories } from "../stories";
import { catalogue, kinds } from "./catalogue";
import { planDownloads } from "./downloads";
import { daysBefore, type MaterialSeed, planMaterials, type VersionSeed } from "./materials";
import { type Email, type PartnerCode, partners, people } from "./people";
import { requestSeeds } from "./requests";
import { titleSeeds } from "./titles";

export type World = {
  now: Date;
  /** IANA name; newly added labels end by its days. */
  timeZone: string;
  media: MediaPool;
  /** Of every user. */
  passwordHash: string;
};

/** What references and e-mail addresses became. */
type Ids = {
  partner: Map<string, string>;
  user: Map<string, string>;
  title: Map<string, string>;
};

/**
 * Fills an empty database with the demo world, which is the same, references and ids, for every `now`
 * of a day in UTC.
 */
export async function insertWorld(tx: Transaction, world: World) {
  const today = new Date(Math.floor(world.now.getTime() / 86_400_000) * 86_400_000);
  const ids = planIds(today);
  const materials = planMaterials(today, world.media);
  await insertPeople(tx, today, ids, world.passwordHash);
  await insertCatalogue(tx);
  await insertTitles(tx, today, ids);
  await insertRequests(tx, today, ids);
  await insertMaterials(tx, materials, ids);
  const versionIds = await recordHistories(tx, materials, ids, world.timeZone);
  await insertDownloads(tx, today, materials, ids, versionIds);
}

/** When the partners joined, and their people; long before anything else. */
const foundedDaysAgo = 400;

function planIds(today: Date): Ids {
  const random = randomFrom("who and what");
  const map = (names: string[]) =>
    new Map(names.map((name) => [name, random.uuid(daysBefore(today, foundedDaysAgo))]));
  return {
    partner: map(Object.keys(partners)),
    user: map(people.map(({ email }) => email)),
    title: map(titleSeeds.map(({ reference }) => reference)),
  };
}

async function insertPeople(tx: Transaction, today: Date, ids: Ids, passwordHash: string) {
  const createdAt = daysBefore(today, foundedDaysAgo);
  await insertAll(
    tx,
    schema.partners,
    Object.entries(partners).map(([code, name]) => ({
      id: known(ids.partner, code),
      name,
      createdAt,
    })),
  );
  await insertAll(
    tx,
    schema.users,
    people.map((person) => ({
      id: known(ids.user, person.email),
      kind: person.partner ? ("partner" as const) : ("operator" as const),
      partnerId: person.partner && known(ids.partner, person.partner),
      ...{ email: person.email, name: person.name, passwordHash, createdAt },
      deactivatedAt:
        "deactivatedDaysAgo" in person ? daysBefore(today, person.deactivatedDaysAgo) : null,
    })),
  );
}

async function insertCatalogue(tx: Transaction) {
  await insertAll(
    tx,
    schema.assetTypes,
    catalogue.map((type, i) => ({ ...type, formats: [...type.formats], position: i + 1 })),
  );
  await insertAll(
    tx,
    schema.sourceRequestKinds,
    kinds.map(({ code, name }, i) => ({ code, name, position: i + 1 })),
  );
  await insertAll(
    tx,
    schema.sourceRequestKindAssetTypes,
    kinds.flatMap(({ code, assetTypes }) =>
      assetTypes.map((assetTypeCode) => ({ kindCode: code, assetTypeCode })),
    ),
  );
}

async function insertTitles(tx: Transaction, today: Date, ids: Ids) {
  await insertAll(
    tx,
    schema.titles,
    titleSeeds.map(({ reference, kind, name, parent, number, story, runtimeMinutes }) => ({
      ...{ id: known(ids.title, reference), reference, kind, name, number },
      parentId: parent && known(ids.title, parent),
      originalLanguage: stories[story].originalLanguage,
      frameRateNumerator: stories[story].frameRate.numerator,
      frameRateDenominator: stories[story].frameRate.denominator,
      runtimeSeconds: runtimeMinutes && runtimeMinutes * 60,
      createdAt: daysBefore(today, 300),
    })),
  );
}

async function insertRequests(tx: Transaction, today: Date, ids: Ids) {
  await insertAll(
    tx,
    schema.sourceRequests,
    requestSeeds.map((request) => {
      const random = randomFrom(request.reference);
      const { status, endedDaysAgo } = request;
      const ended = endedDaysAgo === null ? null : daysBefore(today, endedDaysAgo);
      const lead = random.int(15, 45) - Math.min(0, request.dueInDays, -(endedDaysAgo ?? 0));
      const createdAt = daysBefore(today, lead);
      return {
        ...{ id: random.uuid(createdAt), reference: request.reference, status, createdAt },
        partnerId: known(ids.partner, request.partner),
        titleId: known(ids.title, request.title),
        ...{ kindCode: request.kind, language: request.language },
        dueOn: daysBefore(today, -request.dueInDays).toISOString().slice(0, 10),
        fulfilledAt: status === "fulfilled" ? ended : null,
        cancelledAt: status === "cancelled" ? ended : null,
      };
    }),
  );
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
        ...{
          id: random.uuid(version.at),
          materialId: material.id,
          versionId: id,
          state: "accepted",
        },
        ...{ fileName: version.fileName, bytes: version.file.bytes },
        deliveredById: delivered.deliveredById,
        startedAt: new Date(version.at.getTime() - random.int(2, 240) * 1000),
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

const versionKey = (materialId: string, number: number) => `${materialId} ${number}`;

/** Postgres takes 65,535 parameters a statement. */
async function insertAll<T extends PgTable>(tx: Transaction, table: T, rows: T["$inferInsert"][]) {
  for (let i = 0; i < rows.length; i += 500)
    await tx.insert(table).values(rows.slice(i, i + 500) as T["$inferInsert"]);
}

function known(map: Map<string, string>, key: string): string {
  const id = map.get(key);
  if (!id) throw new Error(`The seed speaks of ${key}, which it does not have.`);
  return id;
}
