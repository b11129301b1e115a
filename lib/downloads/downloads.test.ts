import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import "@/db/testing";
import { v7 } from "uuid";
import { db } from "@/db/client";
import { downloads, materials, sourceRequests, versions } from "@/db/schema";
import type { PartnerUser } from "@/lib/auth/types";
import { recordVersion } from "@/lib/materials/commands";
import { anOperator, aPartnerUser, aVisibleMaterial, noon } from "@/lib/testing/builders";
import { startDownloads } from "./commands";
import { startDownloadsInput } from "./types";

const recorded = (user: PartnerUser) => db.$count(downloads, eq(downloads.userId, user.id));

describe("starting downloads", () => {
  test("records each before any byte is sent, with a link that lasts for seven days", async () => {
    const ada = await aPartnerUser();
    const { material } = await aVisibleMaterial(ada, { versions: 2 });
    const { files } = await startDownloads(ada, [material.id], noon.now);
    const [file, ...others] = files;
    expect(others).toEqual([]);
    expect(file).toEqual({
      downloadId: expect.any(String),
      materialId: material.id,
      version: 2,
      fileName: "mix_v01.wav",
      bytes: 1000,
      md5: "0".repeat(32),
      url: expect.stringContaining(
        `http://localhost:3000/api/files/${file?.downloadId}/mix_v01.wav`,
      ),
    });
    const [row] = await db
      .select()
      .from(downloads)
      .where(eq(downloads.id, file?.downloadId ?? ""));
    expect(row).toMatchObject({
      userId: ada.id,
      partnerId: ada.partnerId,
      startedAt: noon.now,
      expiresAt: new Date("2026-03-11T12:00:00Z"),
      begunAt: null,
      completedAt: null,
      coverage: "{}",
    });
  });

  test("counts duplicates once, however they are written, and keeps the order", async () => {
    const ada = await aPartnerUser();
    const [a, b, c] = await Promise.all([1, 2, 3].map(() => aVisibleMaterial(ada)));
    const ids = [c, a, b].map((made) => made?.material.id ?? "");
    const { files } = await startDownloads(
      ada,
      [...ids, ids[0]?.toUpperCase() ?? "", ...ids],
      noon.now,
    );
    expect(files.map(({ materialId }) => materialId)).toEqual(ids);
    expect(await recorded(ada)).toBe(3);
  });

  test("again makes another: each taking is in the history", async () => {
    const ada = await aPartnerUser();
    const { material } = await aVisibleMaterial(ada);
    await startDownloads(ada, [material.id], noon.now);
    await startDownloads(ada, [material.id], noon.now);
    expect(await recorded(ada)).toBe(2);
  });

  describe("is all or nothing:", () => {
    test.each<[string, string, (user: PartnerUser) => Promise<string>]>([
      ["one that does not exist", "not_found", async () => v7()],
      ["another partner's", "not_found", async () => materialOf(await aPartnerUser())],
      ["a withdrawn request's", "not_found", withdrawn],
      [
        "one with nothing delivered",
        "nothing_delivered",
        (user) => materialOf(user, { versions: 0 }),
      ],
    ])("%s", async (_, code, makeOdd) => {
      const ada = await aPartnerUser();
      const ids = [await materialOf(ada), await makeOdd(ada), await materialOf(ada)];
      await expect(startDownloads(ada, ids, noon.now)).rejects.toMatchObject({ code });
      expect(await recorded(ada)).toBe(0);
    });

    test("what can't be seen is said first, and nothing about it", async () => {
      const ada = await aPartnerUser();
      const foreign = await materialOf(await aPartnerUser(), { versions: 0 });
      const own = await materialOf(ada, { versions: 0 });
      const said = (ids: string[]) =>
        startDownloads(ada, ids, noon.now).catch(({ code, message }) => ({ code, message }));
      expect(await said([own, foreign])).toEqual(await said([v7()]));
    });
  });

  test("takes the version of a delivery that was under way, never half of each", async () => {
    const ada = await aPartnerUser();
    const { material } = await aVisibleMaterial(ada, { versions: 1 });
    const { id: deliveredById } = await anOperator();
    const checksums = { md5: "1".repeat(32), xxh64: "1".repeat(16), crc32: "1".repeat(8) };
    const file = { fileName: "mix_v02.wav", bytes: 2000, checksums, objectKey: "x", probe: {} };
    let starting: ReturnType<typeof startDownloads> | undefined;
    await db.transaction(async (tx) => {
      await recordVersion(tx, { materialId: material.id, deliveredById, ...file }, noon);
      starting = startDownloads(ada, [material.id], noon.now);
      await untilSomeoneWaits();
    });
    const { fileName, bytes, checksums: sums } = file;
    expect((await starting)?.files).toMatchObject([{ version: 2, fileName, bytes, md5: sums.md5 }]);
  });

  test("does 10,000 at once, in well under ten seconds on a busy machine", async () => {
    const ada = await aPartnerUser();
    const { material } = await aVisibleMaterial(ada);
    const ids = await manyLike(material.id, 10_000);
    const from = performance.now();
    const { files } = await startDownloads(ada, ids, noon.now);
    expect(performance.now() - from).toBeLessThan(10_000);
    expect(files.map(({ materialId }) => materialId)).toEqual(ids);
    expect(await recorded(ada)).toBe(10_000);
  });
});

test.each([
  [{}, "materialIds"],
  [{ materialIds: [] }, "materialIds"],
  [{ materialIds: "01900000-0000-7000-8000-000000000000" }, "materialIds"],
  [{ materialIds: [v7(), "' or 1=1 --"] }, "materialIds.1"],
  [{ materialIds: [v7(), 5] }, "materialIds.1"],
  [{ materialIds: Array.from({ length: 10_001 }, () => v7()) }, "materialIds"],
])("input that is not a list of 1 to 10,000 ids is refused by name (%#)", (input, field) => {
  const { error } = startDownloadsInput.safeParse(input);
  expect(error?.issues[0]?.path.join(".")).toBe(field);
});

async function materialOf(user: PartnerUser, given: Parameters<typeof aVisibleMaterial>[1] = {}) {
  return (await aVisibleMaterial(user, given)).material.id;
}

async function withdrawn(user: PartnerUser) {
  const { material, request } = await aVisibleMaterial(user);
  await db
    .update(sourceRequests)
    .set({ status: "cancelled", cancelledAt: noon.now })
    .where(eq(sourceRequests.id, request.id));
  return material.id;
}

async function untilSomeoneWaits() {
  for (;;) {
    const { rows } = await db.execute(
      sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
  }
}

/** More slots of the same title and type, each with a version. */
async function manyLike(materialId: string, count: number) {
  const [like] = await db.select().from(materials).where(eq(materials.id, materialId));
  const [version] = await db.select().from(versions).where(eq(versions.materialId, materialId));
  if (!like || !version) throw new Error("nothing to go by");
  const made = Array.from({ length: count }, (_, i) => ({ id: v7(), versionId: v7(), i }));
  for (let at = 0; at < count; at += 1_000) {
    const some = made.slice(at, at + 1_000);
    const slot = { ...like, currentVersionId: null };
    await db.insert(materials).values(some.map(({ id, i }) => ({ ...slot, id, variant: `${i}` })));
    await db
      .insert(versions)
      .values(some.map(({ id, versionId }) => ({ ...version, id: versionId, materialId: id })));
  }
  await db.execute(sql`
    update materials set current_version_id = versions.id
    from versions where versions.material_id = materials.id and current_version_id is null`);
  return made.map(({ id }) => id);
}
