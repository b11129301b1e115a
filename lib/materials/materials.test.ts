import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { materials, qcEvents, versions } from "@/db/schema";
import {
  aMaterial,
  anOperator,
  aPartnerUser,
  aVersion,
  aVisibleMaterial,
  noon,
} from "@/lib/testing/builders";
import { recordQcReview, recordVersion } from "./commands";
import { listMaterials } from "./queries";

const later = { ...noon, now: new Date("2026-03-05T08:00:00Z") };
const tomorrowWeek = new Date("2026-03-12T00:00:00Z");

describe("a version comes to be", () => {
  test("as the next number, current, new or updated for seven days, and pending where QC applies", async () => {
    const ada = await aPartnerUser();
    const { material, request } = await aVisibleMaterial(ada, {
      assetType: { qcApplies: true },
      versions: 0,
    });
    const row = async () => (await listMaterials(ada, [request.reference], noon.now))[0];
    expect(await row()).toMatchObject({ version: null, availability: "none", newlyAdded: null });

    await aVersion(material.id, noon, "mix_v01.wav");
    expect(await row()).toMatchObject({
      version: 1,
      fileName: "mix_v01.wav",
      availability: "available",
      newlyAdded: "new",
      qcStatus: "QC Pending",
      deliveredOn: noon.now.toISOString(),
    });

    await aVersion(material.id, noon, "mix_v02.wav");
    expect(await row()).toMatchObject({ version: 2, newlyAdded: "updated" });
    const [current] = await db.select().from(versions).where(eq(versions.number, 2));
    expect(current?.newlyAddedUntil).toEqual(tomorrowWeek);
  });

  test("two at once get consecutive numbers, and the higher is current", async () => {
    const { material } = await aVisibleMaterial(await aPartnerUser(), { versions: 0 });
    const made = await Promise.all(Array.from({ length: 8 }, () => aVersion(material.id)));
    expect(made.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const [row] = await db.select().from(materials).where(eq(materials.id, material.id));
    expect(row?.currentVersionId).toBe(made.find(({ number }) => number === 8)?.id);
  });

  test("not at all when the transaction fails", async () => {
    const { material } = await aVisibleMaterial(await aPartnerUser(), { versions: 0 });
    const { id: deliveredById } = await anOperator();
    const checksums = { md5: "not a checksum", xxh64: "", crc32: "" };
    const file = { fileName: "x.wav", bytes: 1, checksums, objectKey: "x", probe: {} };
    await expect(
      db.transaction((tx) =>
        recordVersion(tx, { materialId: material.id, deliveredById, ...file }, noon),
      ),
    ).rejects.toThrow();
    expect(await db.$count(versions, eq(versions.materialId, material.id))).toBe(0);
  });
});

describe("a QC review", () => {
  test("changes the status, stands in the history, and makes the material updated", async () => {
    const ada = await aPartnerUser();
    const { id: byId } = await anOperator();
    const { material, request } = await aVisibleMaterial(ada, { assetType: { qcApplies: true } });
    const review = { materialId: material.id, byId, note: "dropout at 00:12:08" };

    await db.transaction((tx) =>
      recordQcReview(tx, { ...review, status: "QC Pending", result: "failed" }, later),
    );
    await db.transaction((tx) =>
      recordQcReview(tx, { ...review, status: "Ready for Mix", result: "passed" }, later),
    );

    const [row] = await listMaterials(ada, [request.reference], later.now);
    expect(row).toMatchObject({
      qcStatus: "Ready for Mix",
      qcReview: { result: "passed", at: later.now.toISOString() },
      newlyAdded: "updated",
    });
    const results = await db
      .select({ result: qcEvents.result })
      .from(qcEvents)
      .innerJoin(versions, eq(versions.id, qcEvents.versionId))
      .where(eq(versions.materialId, material.id))
      .orderBy(qcEvents.id);
    expect(results.map(({ result }) => result)).toEqual([null, "failed", "passed"]);
  });

  test("is refused where QC does not apply", async () => {
    const { material } = await aVisibleMaterial(await aPartnerUser());
    const { id: byId } = await anOperator();
    await expect(
      db.transaction((tx) =>
        recordQcReview(
          tx,
          { materialId: material.id, byId, status: "QC Pending", result: null },
          later,
        ),
      ),
    ).rejects.toThrow("QC does not apply");
  });
});

describe("newly added, to the millisecond", () => {
  test("shows through the end of the seventh day and not after", async () => {
    const ada = await aPartnerUser();
    const { request } = await aVisibleMaterial(ada);
    const at = async (now: Date) =>
      (await listMaterials(ada, [request.reference], now))[0]?.newlyAdded;
    expect(await at(new Date(tomorrowWeek.getTime() - 1))).toBe("new");
    expect(await at(tomorrowWeek)).toBeNull();
  });
});

describe("the database refuses", () => {
  const violation = (name: string) => ({ cause: expect.objectContaining({ constraint: name }) });

  test("a current version of another material", async () => {
    const ada = await aPartnerUser();
    const [one, other] = [await aVisibleMaterial(ada), await aVisibleMaterial(ada)];
    const { id } = await aVersion(other.material.id);
    await expect(
      db.update(materials).set({ currentVersionId: id }).where(eq(materials.id, one.material.id)),
    ).rejects.toMatchObject(violation("materials_current_version_fk"));
  });

  test("a download by a user of another partner", async () => {
    const [ada, chloe] = [await aPartnerUser(), await aPartnerUser()];
    const { material } = await aVisibleMaterial(ada);
    const { id } = await aVersion(material.id);
    await expect(
      db.execute(sql`insert into downloads (id, user_id, partner_id, version_id, started_at, expires_at)
        values (gen_random_uuid(), ${ada.id}, ${chloe.partnerId}, ${id}, now(), now())`),
    ).rejects.toMatchObject(violation("downloads_user_of_partner_fk"));
  });

  test("a drawn copy without a drawer, and a drawer from another partner", async () => {
    const [ada, chloe] = [await aPartnerUser(), await aPartnerUser()];
    const { material } = await aVisibleMaterial(ada);
    const { id } = await aVersion(material.id);
    const copy = (drawnById: string | null) =>
      db.execute(sql`
      insert into proxy_copies (id, version_id, partner_id, serial, state, drawn_by_id, drawn_at, created_at,
        changed_at, object_key, bytes, md5, xxh64, crc32, ready_at)
      values (gen_random_uuid(), ${id}, ${ada.partnerId}, 7, 'ready', ${drawnById}, now(), now(), now(), 'k', 1, 'm', 'x', 'c', now())`);
    await expect(copy(null)).rejects.toMatchObject(violation("proxy_copies_drawn"));
    await expect(copy(chloe.id)).rejects.toMatchObject(
      violation("proxy_copies_drawer_of_partner_fk"),
    );
  });

  test("a partner's user without a partner, and an operator with one", async () => {
    const ada = await aPartnerUser();
    const user = (kind: string, partnerId: string | null) =>
      db.execute(sql`
      insert into users (id, kind, partner_id, email, name, created_at)
      values (gen_random_uuid(), ${kind}, ${partnerId}, 'x@y.example', 'X', now())`);
    await expect(user("partner", null)).rejects.toMatchObject(violation("users_kind_partner"));
    await expect(user("operator", ada.partnerId)).rejects.toMatchObject(
      violation("users_kind_partner"),
    );
  });
});

test("a title's files of a type stand by their languages' names, without one first, then by variant", async () => {
  const ada = await aPartnerUser();
  const { material, request } = await aVisibleMaterial(ada);
  const slot = { titleId: material.titleId, assetTypeCode: material.assetTypeCode };
  for (const [language, variant] of [
    ["fr", "b"],
    ["de", "a"],
    ["en", "a"],
    ["fr", "a"],
  ])
    await aMaterial({ ...slot, language, variant });
  const rows = await listMaterials(ada, [request.reference], noon.now);
  expect(rows.map(({ language, variant }) => `${language} ${variant}`)).toEqual([
    `null ${material.variant}`,
    "en a",
    "fr a",
    "fr b",
    "de a",
  ]);
});
