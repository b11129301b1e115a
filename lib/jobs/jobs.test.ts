import { v7 } from "uuid";
import { expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { jobRuns } from "@/db/schema";
import { aPartnerUser, aProxyCopy, aVersion, aVisibleMaterial, noon } from "@/lib/testing/builders";
import { listRuns } from "./queries";

test("a job says which file it is on and for whom, by whatever id its event carries", async () => {
  const ada = await aPartnerUser({ name: "Ada" });
  const video = { watermarked: true, mediaKind: "video" as const };
  const { material, title, request } = await aVisibleMaterial(ada, {
    ...{ assetType: video, versions: 0 },
  });
  const { id: versionId } = await aVersion(material.id, noon, "picture.mov");
  const { id: proxyCopyId } = await aProxyCopy({
    ...{ versionId, partnerId: ada.partnerId, requestedById: ada.id },
  });
  const run = async (data: object | undefined) => {
    const id = v7();
    await db.insert(jobRuns).values({
      ...{ id, functionId: "turnover-work", eventId: id, event: { name: "work", data } },
      ...{ state: "failed", output: { message: "No." }, limitKeys: [], priority: 0 },
      ...{ startedAt: noon.now, endedAt: noon.now },
    });
    return id;
  };
  const ids = [
    await run({ versionId }),
    await run({ proxyCopyId, onDemand: true }),
    await run({ sourceRequestId: request.id }),
    await run({ versionId: v7() }),
    await run({ versionId: "no id" }),
    await run(undefined),
  ];
  const { rows } = await listRuns("failed");
  const subjects = ids.map((id) => rows.find((row) => row.id === id)?.subject);
  const named = { reference: title.reference, name: title.name, episode: null };
  const file = { fileName: "picture.mov", version: 1 };
  const partner = ada.partnerName;
  expect(subjects).toEqual([
    { title: named, file, request: null, partner: null, user: null },
    { title: named, file, request: null, partner, user: "Ada" },
    { title: named, file: null, request: request.reference, partner, user: null },
    ...[null, null, null],
  ]);
});
