import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { sourceRequests } from "@/db/schema";
import { aMaterial, aPartnerUser, aSourceRequest, aVersion } from "@/lib/testing/builders";
import { startDownloads } from "./commands";
import { listChanged } from "./queries";
import { aTaking, at } from "./testing";

describe("what changed since it was taken", () => {
  test("is each material whose current version is newer than any that the user took", async () => {
    const { ada, title, type, material, request } = await aTaking();
    const { id: untouched } = await aMaterial({ titleId: title.id, assetTypeCode: type.code });
    await aVersion(untouched);
    expect(await listChanged(ada, at(1))).toEqual([]);
    await aVersion(material.id, { now: at(5), timeZone: "UTC" }, "mix_v02.wav");
    expect(await listChanged(ada, at(6))).toEqual([
      {
        materialId: material.id,
        title: { reference: title.reference, name: title.name, episode: null },
        assetType: { code: type.code, name: type.name },
        fileName: "mix_v02.wav",
        version: 2,
        takenVersion: 1,
        deliveredOn: at(5).toISOString(),
        requests: [request.reference],
      },
    ]);
    expect(await listChanged(ada, at(6), [request.reference])).toHaveLength(1);
    expect(await listChanged(ada, at(6), ["SR-000000"])).toEqual([]);
    const ben = await aPartnerUser({ partnerId: ada.partnerId });
    expect(await listChanged(ben, at(6))).toEqual([]);
    await startDownloads(ada, [material.id], at(7));
    expect(await listChanged(ada, at(8))).toEqual([]);
  });

  test("is told once, of the last that was taken, with each open request that needs it", async () => {
    const { ada, title, kind, material, request } = await aTaking();
    const where = { partnerId: ada.partnerId, titleId: title.id, kindCode: kind.code };
    const second = await aSourceRequest(where);
    await aSourceRequest({ ...where, status: "cancelled", cancelledAt: at(1) });
    for (const version of [2, 3]) {
      await aVersion(material.id, { now: at(version), timeZone: "UTC" });
      if (version === 2) await startDownloads(ada, [material.id], at(version));
    }
    const both = [request.reference, second.reference].sort();
    expect(await listChanged(ada, at(4))).toMatchObject([
      { materialId: material.id, version: 3, takenVersion: 2, requests: both },
    ]);
    expect(await listChanged(ada, at(4), [second.reference])).toMatchObject([
      { requests: [second.reference] },
    ]);
  });

  test("is nothing that can't be seen any more", async () => {
    const { ada, material, request } = await aTaking();
    await aVersion(material.id, { now: at(5), timeZone: "UTC" });
    await db
      .update(sourceRequests)
      .set({ status: "cancelled", cancelledAt: at(6) })
      .where(eq(sourceRequests.id, request.id));
    expect(await listChanged(ada, at(7))).toEqual([]);
  });
});
