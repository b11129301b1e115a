import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import { expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { jobQueue, jobRuns, jobSteps, previews, proxyCopies } from "@/db/schema";
import { aPartnerUser, aProxyCopy, aVersion, aVisibleMaterial, noon } from "@/lib/testing/builders";
import { retryRun } from "./commands";
import { listRuns } from "./queries";

/** Of a function whose event has this data. @returns its id */
async function aFailedRun(data: object | undefined) {
  const id = v7();
  await db.insert(jobRuns).values({
    ...{ id, functionId: "turnover-work", eventId: id, event: { name: "work", data } },
    ...{ state: "failed", output: { message: "No." }, limitKeys: [], priority: 0 },
    ...{ startedAt: noon.now, endedAt: noon.now },
  });
  return id;
}

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
  const ids = [
    await aFailedRun({ versionId }),
    await aFailedRun({ proxyCopyId, onDemand: true }),
    await aFailedRun({ sourceRequestId: request.id }),
    await aFailedRun({ versionId: v7() }),
    await aFailedRun({ versionId: "no id" }),
    await aFailedRun(undefined),
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

test("what failed is opened again with the job that is to make it, and all of its steps run again", async () => {
  const ada = await aPartnerUser();
  const video = { watermarked: true, mediaKind: "video" as const };
  const { material } = await aVisibleMaterial(ada, { assetType: video, versions: 0 });
  const { id: versionId } = await aVersion(material.id, noon, "picture.mov");
  const failed = { versionId, state: "failed" as const, reason: "The file is missing." };
  const copy = await aProxyCopy({ ...failed, partnerId: ada.partnerId, requestedById: ada.id });
  const previewId = v7();
  await db.insert(previews).values({
    ...{ ...failed, id: previewId, partnerId: ada.partnerId, percent: 40 },
    ...{ createdAt: noon.now, movedAt: noon.now },
  });
  for (const data of [{ proxyCopyId: copy.id }, { previewId }, { versionId }, undefined]) {
    const id = await aFailedRun(data);
    await db
      .insert(jobSteps)
      .values({ runId: id, id: "x", name: "begin", result: { data: [] }, finishedAt: noon.now });
    await retryRun(id, noon.now);
    expect(await db.$count(jobSteps, eq(jobSteps.runId, id))).toBe(0);
    expect(await db.$count(jobQueue, eq(jobQueue.runId, id))).toBe(1);
  }
  const again = { state: "queued", reason: null, percent: 0 };
  expect(await db.select().from(proxyCopies)).toContainEqual(
    expect.objectContaining({ id: copy.id, ...again }),
  );
  expect(await db.select().from(previews)).toContainEqual(
    expect.objectContaining({ id: previewId, ...again }),
  );
});
