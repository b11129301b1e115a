import { v7 } from "uuid";
import { db } from "@/db/client";
import {
  assetTypes,
  materials,
  partners,
  proxyCopies,
  sourceRequestKindAssetTypes,
  sourceRequestKinds,
  sourceRequests,
  titles,
  users,
} from "@/db/schema";
import { getUserById } from "@/lib/auth/queries";
import type { Operator, PartnerUser } from "@/lib/auth/types";
import { type Clock, recordVersion } from "@/lib/materials/commands";

// What tests are told by: each builder makes one row with what it is told and believable rest.

/** The instant at which tests stand unless they say otherwise: a Wednesday, far from any midnight. */
export const noon: Clock = { now: new Date("2026-03-04T12:00:00Z"), timeZone: "UTC" };

let count = 0;
const next = () => ++count;

type Row<T extends { $inferInsert: unknown }> = Partial<T["$inferInsert"]>;

export async function aPartner(given: Row<typeof partners> = {}) {
  const row = { id: v7(), name: `Partner ${next()}`, createdAt: noon.now, ...given };
  await db.insert(partners).values(row);
  return row;
}

export async function aPartnerUser(given: Row<typeof users> = {}): Promise<PartnerUser> {
  const partnerId = given.partnerId ?? (await aPartner()).id;
  return (await aUser({ ...given, kind: "partner", partnerId })) as PartnerUser;
}

export async function anOperator(given: Row<typeof users> = {}): Promise<Operator> {
  return (await aUser({ ...given, kind: "operator" })) as Operator;
}

async function aUser(given: Row<typeof users> & { kind: "partner" | "operator" }) {
  const n = next();
  const id = given.id ?? v7();
  const person = { email: `user${n}@studio.example`, name: `User ${n}`, createdAt: noon.now };
  await db.insert(users).values({ ...person, ...given, id });
  return getUserById(id);
}

export async function aTitle(given: Row<typeof titles> = {}) {
  const n = next();
  const row = {
    id: v7(),
    reference: `TTL-${n}`,
    kind: "film" as const,
    name: `Title ${n}`,
    originalLanguage: "en",
    frameRateNumerator: 24000,
    frameRateDenominator: 1001,
    createdAt: noon.now,
    ...given,
  };
  await db.insert(titles).values(row);
  return row;
}

export async function anAssetType(given: Row<typeof assetTypes> = {}) {
  const n = next();
  const row = {
    code: `type_${n}`,
    name: `Asset Type ${n}`,
    mediaKind: "audio" as const,
    qcApplies: false,
    watermarked: false,
    languageMenu: false,
    formats: ["wav"],
    position: n,
    ...given,
  };
  await db.insert(assetTypes).values(row);
  return row;
}

/** A kind of source request that names these asset types. */
export async function aKind(assetTypeCodes: string[]) {
  const n = next();
  const row = { code: `kind_${n}`, name: `Kind ${n}`, position: n };
  await db.insert(sourceRequestKinds).values(row);
  if (assetTypeCodes.length > 0)
    await db
      .insert(sourceRequestKindAssetTypes)
      .values(assetTypeCodes.map((assetTypeCode) => ({ kindCode: row.code, assetTypeCode })));
  return row;
}

export async function aSourceRequest(
  given: Row<typeof sourceRequests> & { partnerId: string; titleId: string; kindCode: string },
) {
  const row = {
    id: v7(),
    reference: `SR-${100_000 + next()}`,
    language: "fr",
    dueOn: "2026-04-01",
    createdAt: noon.now,
    ...given,
  };
  await db.insert(sourceRequests).values(row);
  return row;
}

/** A slot with nothing in it. */
export async function aMaterial(
  given: Row<typeof materials> & { titleId: string; assetTypeCode: string },
) {
  const row = { id: v7(), variant: `variant ${next()}`, createdAt: noon.now, ...given };
  await db.insert(materials).values(row);
  return row;
}

/** One more version of a material, delivered at `clock`; its bytes are nowhere. */
export async function aVersion(materialId: string, clock: Clock = noon, fileName = "mix_v01.wav") {
  const { id: deliveredById } = await anOperator();
  const checksums = { md5: "0".repeat(32), xxh64: "0".repeat(16), crc32: "0".repeat(8) };
  const file = { fileName, bytes: 1000, checksums, objectKey: `test/${v7()}`, probe: {} };
  return db.transaction((tx) => recordVersion(tx, { materialId, deliveredById, ...file }, clock));
}

/**
 * All that it takes for a user to see one material with a version: title, asset type, kind, live request.
 * @returns the ids and rows to go on from
 */
export async function aVisibleMaterial(
  user: PartnerUser,
  { assetType, versions = 1 }: { assetType?: Row<typeof assetTypes>; versions?: number } = {},
) {
  const title = await aTitle();
  const type = await anAssetType(assetType);
  const kind = await aKind([type.code]);
  const where = { titleId: title.id, kindCode: kind.code };
  const request = await aSourceRequest({ partnerId: user.partnerId, ...where });
  const material = await aMaterial({ titleId: title.id, assetTypeCode: type.code });
  for (let i = 0; i < versions; i++) await aVersion(material.id);
  return { title, type, kind, request, material };
}

/** A copy of a version for a partner: of the pool and ready, unless told otherwise. */
export async function aProxyCopy(
  given: Row<typeof proxyCopies> & { versionId: string; partnerId: string },
) {
  const n = next();
  const state = given.state ?? "ready";
  const file = {
    objectKey: `test/${v7()}`,
    bytes: 900 + n,
    md5: n.toString(16).padStart(32, "0"),
    xxh64: n.toString(16).padStart(16, "0"),
    crc32: n.toString(16).padStart(8, "0"),
    readyAt: noon.now,
  };
  const row = {
    id: v7(),
    serial: n,
    createdAt: noon.now,
    changedAt: noon.now,
    ...(state === "ready" && file),
    ...given,
    state,
  };
  await db.insert(proxyCopies).values(row);
  return row;
}
