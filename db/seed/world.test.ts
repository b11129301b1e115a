import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import * as schema from "@/db/schema";
import { checksumsOf } from "@/lib/media/checksums";
import { probeSchema } from "@/lib/media/types";
import { folderStore } from "@/lib/storage/folder";
import { type MediaPool, prepareMedia } from "./media/pool";
import { insertPreviews, preparePreviews, storePreviews } from "./previews";
import { storeMedia } from "./store";
import { dayOf, insertWorld } from "./world/insert";
import { planMaterials } from "./world/materials";
import { planPools } from "./world/pools";

const now = new Date("2026-03-11T12:34:56Z");
const timeZone = "UTC";
let media: MediaPool;
let objects: string;

beforeAll(async () => {
  media = await prepareMedia();
  objects = await mkdtemp(path.join(os.tmpdir(), "turnover-seed-"));
  await storeMedia(folderStore(objects), media.files);
  await seedAt(now);
}, 900_000);

afterAll(async () => {
  await media.dispose();
  await rm(objects, { recursive: true });
});

const seedAt = (at: Date) =>
  db.transaction((tx) => insertWorld(tx, { now: at, timeZone, media, passwordHash: "none" }));

test("the world has its size", async () => {
  const titles = await db.select().from(schema.titles);
  const kinds = titles.map(({ kind }) => kind);
  const count = (kind: (typeof kinds)[number]) => kinds.filter((k) => k === kind).length;
  expect([count("film"), count("series"), count("season"), count("episode")]).toEqual([
    5, 1, 2, 12,
  ]);
  expect(new Set(titles.map((t) => t.frameRateNumerator / t.frameRateDenominator)).size).toBe(4);
  expect(titles.some(({ name }) => /\p{Script=Arabic}/u.test(name))).toBe(true);
  expect(await db.$count(schema.partners)).toBe(3);
  expect(await db.$count(schema.users)).toBe(8);
  expect(await db.$count(schema.sourceRequests)).toBeGreaterThanOrEqual(60);
  expect(await db.$count(schema.materials)).toBeGreaterThan(650);
  expect(await db.$count(schema.versions)).toBeGreaterThan(1100);
  expect(await db.$count(schema.versions)).toBeLessThan(1400);
  expect(await db.$count(schema.downloads)).toBeGreaterThan(200);
});

test("the same day gives the same world, to the id", async () => {
  const snapshot = async () => ({
    users: await db.select().from(schema.users).orderBy(schema.users.id),
    requests: await db.select().from(schema.sourceRequests).orderBy(schema.sourceRequests.id),
    materials: await db.select().from(schema.materials).orderBy(schema.materials.id),
    versions: await db.select().from(schema.versions).orderBy(schema.versions.id),
    qcEvents: await db.select().from(schema.qcEvents).orderBy(schema.qcEvents.id),
    deliveries: await db.select().from(schema.deliveries).orderBy(schema.deliveries.id),
    downloads: await db.select().from(schema.downloads).orderBy(schema.downloads.id),
  });
  const first = await snapshot();
  await emptyDatabase();
  await seedAt(new Date("2026-03-11T00:00:01Z"));
  expect(await snapshot()).toEqual(first);
}, 120_000);

test("every version's object has the size and the checksums that the version says", async () => {
  const versions = await db.select().from(schema.versions);
  const seed = Date.now() % 1_000_000;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...versions), async (version) => {
      const stored = createReadStream(path.join(objects, version.objectKey));
      const { bytes, md5, xxh64, crc32 } = version;
      expect(await checksumsOf(stored)).toEqual({ bytes, md5, xxh64, crc32 });
    }),
    { numRuns: 40, seed },
  );
  for (const key of new Set(versions.map(({ objectKey }) => objectKey))) {
    const object = await folderStore(objects).open(key);
    const sizes = versions.filter((v) => v.objectKey === key).map(({ bytes }) => bytes);
    expect([...new Set(sizes)]).toEqual([object?.size]);
    await object?.close();
  }
});

test("every version's probe is of its asset type's media kind", async () => {
  const types = new Map((await db.select().from(schema.assetTypes)).map((t) => [t.code, t]));
  const materials = new Map((await db.select().from(schema.materials)).map((m) => [m.id, m]));
  for (const version of await db.select().from(schema.versions)) {
    const material = materials.get(version.materialId);
    const type = types.get(material?.assetTypeCode ?? "");
    const probe = probeSchema.parse(version.probe);
    expect(probe.kind).toBe(type?.mediaKind);
    expect(type?.formats).toContain(path.extname(version.fileName).slice(1));
    if (type?.watermarked) expect(probe.kind).toBe("video");
  }
});

test("nothing has happened in the future, and some of it this week", async () => {
  const versions = await db.select().from(schema.versions);
  const events = [
    ...versions.map(({ deliveredOn }) => deliveredOn),
    ...(await db.select().from(schema.qcEvents)).map(({ at }) => at),
    ...(await db.select().from(schema.downloads)).flatMap((d) =>
      [d.startedAt, d.begunAt].filter((at) => at !== null),
    ),
  ];
  const today = new Date("2026-03-11T00:00:00Z").getTime();
  expect(Math.max(...events.map(Number))).toBeLessThan(today + 1000);
  const deliveredSince = (days: number) =>
    versions.filter((v) => v.deliveredOn.getTime() >= today - days * 86_400_000).length;
  expect(deliveredSince(0)).toBeGreaterThan(5);
  expect(deliveredSince(7)).toBeGreaterThan(60);
  expect(deliveredSince(7)).toBeLessThan(versions.length / 2);
});

test("requests stand in every bucket, some without any material and some long out of reach", async () => {
  const materials = await db.select().from(schema.materials);
  const slots = await db.select().from(schema.sourceRequestSlots);
  const requests = (await db.select().from(schema.sourceRequests)).map((request) => {
    const needed = materials.filter((m) =>
      slots.some(
        (slot) =>
          slot.sourceRequestId === request.id &&
          slot.titleId === m.titleId &&
          slot.assetTypeCode === m.assetTypeCode,
      ),
    );
    const days = (Date.parse(request.dueOn) - Date.parse("2026-03-11")) / 86_400_000;
    return { ...request, days, needed, delivered: needed.filter((m) => m.currentVersionId) };
  });
  const open = requests.filter((r) => r.status === "open");
  const supplied = open.filter((r) => r.delivered.length > 0);
  expect(open.filter((r) => r.delivered.length === 0).length).toBeGreaterThan(2);
  expect(open.filter((r) => r.needed.length === 0).length).toBeGreaterThan(0);
  expect(supplied.filter((r) => r.days < 0).length).toBeGreaterThan(1);
  expect(supplied.filter((r) => r.days <= 3).length).toBeGreaterThan(5);
  expect(supplied.filter((r) => r.days > 3 && r.days <= 7).length).toBeGreaterThan(3);
  expect(supplied.filter((r) => r.days > 7).length).toBeGreaterThan(5);
  expect(requests.filter((r) => r.status === "cancelled").length).toBeGreaterThan(2);
  const ended = requests.flatMap((r) => r.fulfilledAt ?? []).map((at) => (+now - +at) / 86_400_000);
  expect(ended.some((days) => days < 30) && ended.some((days) => days > 31)).toBe(true);
});

test("names as supplied are many and odd, one of them as long as may be", async () => {
  const names = (await db.select().from(schema.versions)).map(({ fileName }) => fileName);
  expect(Math.max(...names.map((name) => name.length))).toBe(200);
  const orderly = names.filter((name) => /^[A-Za-z0-9_.-]+$/.test(name));
  expect(orderly.length / names.length).toBeGreaterThan(0.8);
  expect(orderly).toContainEqual(
    expect.stringMatching(/^KestrelVane_s02e0\d_v\d\d_ME_Nearfield_mono_48k_24b_23976\.L\.wav$/),
  );
  for (const odd of [/#/, /%/, /&/, /'/, /"/, / {2}/, /\p{Script=Han}/u, /\u0308/, /FINAL\(\d\)/])
    expect(names).toContainEqual(expect.stringMatching(odd));
});

async function emptyDatabase() {
  const { rows } = await db.execute<{ tablename: string }>(
    "select tablename from pg_tables where schemaname = 'public'",
  );
  await db.execute(`truncate ${rows.map(({ tablename }) => `"${tablename}"`).join(", ")} cascade`);
}

test("what can be played from the start is ready: a marked film, a trailer, a mix", async () => {
  const store = folderStore(objects);
  const made = await preparePreviews(media);
  await storePreviews(store, made);
  await db.transaction((tx) => insertPreviews(tx, made));
  const rows = await db
    .select({
      ...{ state: schema.previews.state, prefix: schema.previews.objectPrefix },
      ...{ type: schema.materials.assetTypeCode, partner: schema.partners.name },
    })
    .from(schema.previews)
    .innerJoin(schema.versions, eq(schema.versions.id, schema.previews.versionId))
    .innerJoin(schema.materials, eq(schema.materials.currentVersionId, schema.versions.id))
    .leftJoin(schema.partners, eq(schema.partners.id, schema.previews.partnerId));
  const types = new Map(rows.map(({ type, partner }) => [type, partner]));
  expect(types.get("final_proxy")).toBe("Northlight Dubbing");
  expect([types.get("final_trailer_proxy"), types.get("printmaster_20")]).toEqual([null, null]);
  for (const { state, prefix } of rows) {
    expect(state).toBe("ready");
    expect(await store.open(`${prefix}/master.m3u8`)).not.toBeNull();
  }
}, 300_000);

test("four proxies have a copy in the pool, and all others an empty one", async () => {
  const planned = planPools(planMaterials(dayOf(now), media));
  expect(new Set(planned.map(({ materialId }) => materialId)).size).toBe(4);
  expect(new Set(planned.map(({ wanted }) => wanted.serial)).size).toBe(4);
  const file = { bytes: 1, md5: "0".repeat(32), xxh64: "0".repeat(16), crc32: "0".repeat(8) };
  const copies = new Map(planned.map(({ id }) => [id, { ...file, path: "" }]));
  await db
    .transaction(async (tx) => {
      await tx.execute(
        sql`truncate partners, users, titles, asset_types, source_request_kinds cascade`,
      );
      await insertWorld(tx, { now, timeZone, media, copies, passwordHash: "none" });
      const ready = await tx.select().from(schema.proxyCopies);
      expect(ready.map(({ id }) => id).sort()).toEqual(planned.map(({ id }) => id).sort());
      expect(ready.every(({ state, drawnById }) => state === "ready" && drawnById === null)).toBe(
        true,
      );
      throw new Error("as it was");
    })
    .catch((error: Error) => expect(error.message).toBe("as it was"));
});
