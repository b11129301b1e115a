import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { versions } from "@/db/schema";
import { anOperator, aPartnerUser, aVersion, aVisibleMaterial } from "@/lib/testing/builders";
import { recalculateNewlyAdded, recordQcReview } from "./commands";
import { newlyAddedUntil } from "./rules";

const day = 86_400_000;
const rowOf = async (id: string) =>
  (await db.select().from(versions).where(eq(versions.id, id)))[0] ?? expect.fail();

beforeEach(() => db.update(versions).set({ newlyAdded: null, newlyAddedUntil: null }));

test("a label's end is computed as when it was given, in whatever zone now holds", async () => {
  const { material } = await aVisibleMaterial(await aPartnerUser(), { versions: 0 });
  const { id } = await aVersion(material.id);
  const instants = fc.date({
    min: new Date("2000-01-01"),
    max: new Date("2037-12-31"),
    noInvalidDate: true,
  });
  const zones = ["UTC", "Asia/Kathmandu", "America/Sao_Paulo", "Pacific/Apia", "Africa/Cairo"];
  await fc.assert(
    fc.asyncProperty(instants, fc.constantFrom(...zones), async (at, timeZone) => {
      await db
        .update(versions)
        .set({ deliveredOn: at, newlyAdded: "new", newlyAddedUntil: new Date(0) })
        .where(eq(versions.id, id));
      expect(await recalculateNewlyAdded({ now: at, timeZone })).toBe(1);
      expect((await rowOf(id)).newlyAddedUntil).toEqual(newlyAddedUntil(at, timeZone));
      expect(await recalculateNewlyAdded({ now: at, timeZone })).toBe(0);
    }),
    { numRuns: 60, examples: [[new Date("2011-12-28T12:00:00Z"), "Pacific/Apia"]] },
  );
});

test("a label counts from the last QC review, and is cleared a day after its end, however late", async () => {
  const clock = { now: new Date("2026-03-04T12:00:00Z"), timeZone: "UTC" };
  const { material } = await aVisibleMaterial(await aPartnerUser(), {
    assetType: { qcApplies: true },
    versions: 0,
  });
  const { id } = await aVersion(material.id, clock);
  const { id: byId } = await anOperator();
  const review = {
    materialId: material.id,
    status: "Ready for Mix",
    result: "passed",
    byId,
  } as const;
  const reviewed = { ...clock, now: new Date("2026-03-06T12:00:00Z") };
  await db.transaction((tx) => recordQcReview(tx, review, reviewed));
  await recalculateNewlyAdded(reviewed);
  const { newlyAddedUntil: until } = await rowOf(id);
  expect(until).toEqual(new Date("2026-03-14T00:00:00Z"));

  const end = until?.getTime() ?? 0;
  expect(await recalculateNewlyAdded({ ...clock, now: new Date(end + day - 1) })).toBe(0);
  expect(await recalculateNewlyAdded({ ...clock, now: new Date(end + 40 * day) })).toBe(1);
  expect(await rowOf(id)).toMatchObject({ newlyAdded: null, newlyAddedUntil: null });
});

test("is one statement for any number", async () => {
  const { material } = await aVisibleMaterial(await aPartnerUser(), { versions: 0 });
  for (let i = 0; i < 5; i += 1) await aVersion(material.id);
  await db.update(versions).set({ newlyAddedUntil: sql`newly_added_until + interval '1 hour'` });
  const now = new Date("2026-03-04T12:00:00Z");
  expect(await recalculateNewlyAdded({ now, timeZone: "UTC" })).toBe(5);
});
