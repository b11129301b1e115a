import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { proxyCopies } from "@/db/schema";
import { env } from "@/lib/env";
import {
  anOperator,
  aPartnerUser,
  aProxyCopy,
  aVersion,
  aVisibleMaterial,
  noon,
} from "@/lib/testing/builders";
import { refillPool } from "./commands";

test("a copy that failed begins again from nothing: its mezzanine is not made a second time for it", async () => {
  const ada = await aPartnerUser();
  const { material } = await aVisibleMaterial(ada, {
    ...{ assetType: { watermarked: true, mediaKind: "video" }, versions: 0 },
  });
  const { id: versionId } = await aVersion(material.id);
  const pool = { versionId, partnerId: ada.partnerId };
  const { id } = await aProxyCopy({
    ...{ ...pool, state: "failed", reason: "The disk is full.", startedAt: noon.now },
    ...{ percent: 60, preparedPercent: 60 },
  });
  await refillPool(await anOperator(), pool, noon.now);
  const [copy] = await db.select().from(proxyCopies).where(eq(proxyCopies.id, id));
  expect(copy).toMatchObject({ state: "queued", percent: 0, preparedPercent: 0, startedAt: null });
});

test("what is full, superseded or needed by nobody begins nothing, and says why", async () => {
  const [ada, chloe] = [await aPartnerUser(), await aPartnerUser()];
  const opal = await anOperator();
  const { material } = await aVisibleMaterial(ada, {
    ...{ assetType: { watermarked: true, mediaKind: "video" }, versions: 0 },
  });
  const { id: versionId } = await aVersion(material.id);
  const refill = (partnerId: string) => refillPool(opal, { versionId, partnerId }, noon.now);
  const target = env.PROXY_POOL_TARGET;
  expect(await refill(ada.partnerId)).toEqual({ begun: target, words: `${target} begun.` });
  expect(await refill(ada.partnerId)).toEqual({
    begun: 0,
    words: `None begun: the pool is full, with ${target} of ${target} ready or on their way.`,
  });
  const nobodys = /^None begun: a newer version came, or the partner has no open request/;
  expect((await refill(chloe.partnerId)).words).toMatch(nobodys);
  await aVersion(material.id);
  expect((await refill(ada.partnerId)).words).toMatch(nobodys);
});
