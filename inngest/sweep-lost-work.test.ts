import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { v4, v7 } from "uuid";
import { expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { bundleEntries, bundles, downloads, selections, transfers } from "@/db/schema";
import { removeForgottenBundles } from "@/lib/bundles/commands";
import { startDownloads } from "@/lib/downloads/commands";
import { keepSelection, removeOldSelections } from "@/lib/source-requests/commands";
import { removeAbandonedParts } from "@/lib/storage";
import { aPartnerUser, aVisibleMaterial, noon } from "@/lib/testing/builders";
import { beginTransfer, removeOldTransfers } from "@/lib/transfers/commands";

// Each sweep of ours: what it takes, what it leaves, and that a second time finds nothing.

const after = (days: number) => new Date(noon.now.getTime() + days * 86_400_000);
const ids = (rows: { id: string }[]) => rows.map(({ id }) => id).sort();

async function aBundle(startedAt: Date) {
  const ada = await aPartnerUser();
  const { material } = await aVisibleMaterial(ada);
  const { bundle, files } = await startDownloads(ada, [material.id], startedAt);
  return { bundleId: bundle?.id ?? "", downloadId: files[0]?.downloadId ?? "" };
}

const aTransfer = async (bundleId: string, startedAt: Date) => {
  const id = v7();
  const bytes = { fromByte: 0, handedTo: 0, leasedTo: 1 };
  const state = { startedAt, movedAt: startedAt, endedAt: null, taken: false };
  await beginTransfer({ id, target: { bundleId }, address: "::1", ...bytes, ...state }, v4());
  return id;
};

test("bundles that nobody began go a month after their links; the download history stays", async () => {
  const [forgotten, begun, recent] = [
    await aBundle(noon.now),
    await aBundle(noon.now),
    await aBundle(after(30)),
  ];
  await aTransfer(begun.bundleId, noon.now);
  expect(await removeForgottenBundles(after(36))).toBe(0);
  expect(await removeForgottenBundles(after(38))).toBe(1);
  expect(await removeForgottenBundles(after(38))).toBe(0);
  const left = await db.select({ id: bundles.id }).from(bundles);
  expect(ids(left)).toEqual([begun.bundleId, recent.bundleId].sort());
  expect(await db.$count(bundleEntries, eq(bundleEntries.bundleId, forgotten.bundleId))).toBe(0);
  const [download] = await db
    .select()
    .from(downloads)
    .where(eq(downloads.id, forgotten.downloadId));
  expect(download).toMatchObject({ bundleId: null, startedAt: noon.now });
});

test("transfers go a month after the links that they were sent by", async () => {
  await db.delete(transfers);
  const [old, renewed] = [await aBundle(noon.now), await aBundle(noon.now)];
  await aTransfer(old.bundleId, noon.now);
  const kept = await aTransfer(renewed.bundleId, noon.now);
  await db
    .update(bundles)
    .set({ expiresAt: after(60) })
    .where(eq(bundles.id, renewed.bundleId));
  expect(await removeOldTransfers(after(36))).toBe(0);
  expect(await removeOldTransfers(after(38))).toBe(1);
  expect(ids(await db.select({ id: transfers.id }).from(transfers))).toEqual([kept]);
});

test("choices of source requests go after half a year", async () => {
  const ada = await aPartnerUser();
  const { request } = await aVisibleMaterial(ada);
  await keepSelection(ada, [request.reference], noon.now);
  const { id } = await keepSelection(ada, [request.reference], after(1));
  expect(await removeOldSelections(after(180.5))).toBe(1);
  expect(ids(await db.select({ id: selections.id }).from(selections))).toEqual([id]);
});

test("parts go that nobody has written to for an hour, and no object", async () => {
  const root = process.env.OBJECTS_DIR ?? expect.fail();
  const folder = path.join(root, "versions");
  await mkdir(folder, { recursive: true });
  const hourAgo = new Date(noon.now.getTime() - 3_600_001);
  const files: [name: string, writtenAt: Date][] = [
    ["whole.mp4", hourAgo],
    ["old.mp4.1.part", hourAgo],
    ["new.mp4.1.part", noon.now],
  ];
  for (const [name, writtenAt] of files) {
    await writeFile(path.join(folder, name), "");
    await utimes(path.join(folder, name), writtenAt, writtenAt);
  }
  expect(await removeAbandonedParts(noon.now)).toBe(1);
  expect((await readdir(folder)).sort()).toEqual(["new.mp4.1.part", "whole.mp4"]);
});
