import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { sourceRequests } from "@/db/schema";
import { renewLinks } from "@/lib/bundles/commands";
import { aPartnerUser, aVersion } from "@/lib/testing/builders";
import { aBundle, ask, bytesOf } from "./testing";

describe("new links", () => {
  test("lead to the same bytes, for another week, for the one who took it", async () => {
    const week = 7 * 86_400_000;
    const { ada, bundle, files } = await aBundle({ now: new Date(Date.now() - 2 * week) });
    expect((await ask(bundle.url)).status).toBe(410);
    const renewed = await renewLinks(ada, bundle.id, new Date());
    expect(renewed).toMatchObject({ bundle: { id: bundle.id, bytes: bundle.bytes } });
    expect(renewed.files.map(({ downloadId }) => downloadId).sort()).toEqual(
      files.map(({ downloadId }) => downloadId).sort(),
    );
    expect((await bytesOf(ask(renewed.bundle?.url ?? ""))).length).toBe(bundle.bytes);
    expect((await ask(bundle.url)).status).toBe(410);
    const ben = await aPartnerUser({ partnerId: ada.partnerId });
    await expect(renewLinks(ben, bundle.id, new Date())).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(renewLinks(ada, "nonsense", new Date())).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("are not made for what is no longer current and was never begun", async () => {
    const { ada, bundle, versions } = await aBundle();
    await aVersion(versions[0]?.materialId ?? "", { now: new Date(), timeZone: "UTC" });
    await expect(renewLinks(ada, bundle.id, new Date())).rejects.toMatchObject({
      code: "superseded",
    });
  });

  test("are not made when the right was lost", async () => {
    const { ada, bundle, request } = await aBundle();
    await db
      .update(sourceRequests)
      .set({ status: "cancelled", cancelledAt: new Date() })
      .where(eq(sourceRequests.id, request.id));
    await expect(renewLinks(ada, bundle.id, new Date())).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
