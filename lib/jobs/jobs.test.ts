import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import { expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { jobQueue, jobRuns, jobSteps, previews, proxyCopies, versions } from "@/db/schema";
import { aPartnerUser, aProxyCopy, aVersion, aVisibleMaterial, noon } from "@/lib/testing/builders";
import { retryRun } from "./commands";
import { listRuns } from "./queries";

/** Of a function whose event has this data. @returns its id */
async function aFailedRun(data: object | undefined, name = "work") {
  const id = v7();
  await db.insert(jobRuns).values({
    ...{ id, functionId: "turnover-work", eventId: id, event: { name, data } },
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
  await db
    .update(versions)
    .set({ probe: { kind: "audio", integratedLoudnessLufs: "unmeasurable" } })
    .where(eq(versions.id, versionId));
  for (const [name, data] of [
    ["proxy-copy/queued", { proxyCopyId: copy.id }],
    ["preview/queued", { previewId }],
    ["loudness/queued", { versionId }],
    ["version/delivered", { versionId }],
    ["work", undefined],
  ] as const) {
    const id = await aFailedRun(data, name);
    await db
      .insert(jobSteps)
      .values({ runId: id, id: "x", name: "begin", result: { data: [] }, finishedAt: noon.now });
    const now = new Date();
    await retryRun(id, now);
    // In its turn: not before what was asked for since.
    expect(await db.select().from(jobRuns).where(eq(jobRuns.id, id))).toMatchObject([
      { state: "running", startedAt: now },
    ]);
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
  const [version] = await db.select().from(versions).where(eq(versions.id, versionId));
  expect(version?.probe).toMatchObject({ integratedLoudnessLufs: "measuring" });
});

test("a job is not run again while its failure is still being recorded", async () => {
  const id = await aFailedRun({});
  const handler = v7();
  await db.insert(jobRuns).values({
    ...{ id: handler, functionId: "turnover-work-failure", eventId: handler, startedAt: noon.now },
    ...{ event: { name: "inngest/function.failed", data: { run_id: id } } },
    ...{ state: "running", limitKeys: [], priority: 0 },
  });
  await expect(retryRun(id, noon.now)).rejects.toMatchObject({ code: "not_available" });
  await db
    .update(jobRuns)
    .set({ state: "completed", endedAt: noon.now })
    .where(eq(jobRuns.id, handler));
  await retryRun(id, noon.now);
});
