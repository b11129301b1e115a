import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import type { z } from "zod";
import "@/db/testing";
import { db } from "@/db/client";
import { sourceRequests } from "@/db/schema";
import { startDownloads } from "@/lib/downloads/commands";
import { aTaking, at, send, type Taking } from "@/lib/downloads/testing";
import { aMaterial, aVersion, noon } from "@/lib/testing/builders";
import { listBundles } from "./tray";
import { bundlesQuery } from "./types";

const md5 = "0".repeat(32);
const tray = (query: z.input<typeof bundlesQuery>) => bundlesQuery.parse(query);

test("the tray tells bundles apart from others', by pages, newest first", async () => {
  const { ada, title, type } = await aTaking();
  await aTaking();
  const { id } = await aMaterial({ titleId: title.id, assetTypeCode: type.code });
  await aVersion(id);
  const [first] = (await listBundles(ada, tray({ page: 1, pageSize: 20 }), at(1))).bundles;
  expect(first).toMatchObject({ files: 1, fileBytes: 1_000, sentBytes: 0, file: { md5 } });
  const mine = await startDownloads(ada, [id], at(5));
  const page = await listBundles(ada, tray({ page: 1, pageSize: 1 }), at(6));
  expect(page).toMatchObject({ total: 2, bundles: [{ id: mine.bundle?.id }] });
  const next = await listBundles(ada, tray({ page: 2, pageSize: 1 }), at(6));
  expect(next.bundles).toMatchObject([{ id: first?.id }]);
  const later = await listBundles(
    ada,
    tray({ page: 1, pageSize: 1 }),
    new Date("2026-04-01T00:00:00Z"),
  );
  expect(later.bundles[0]).toMatchObject({ links: null, file: null });
});

test("the tray asks for what is under way, by zip or by file, and for what it names", async () => {
  const { ada, title, type, file, bundle } = await aTaking();
  const { id: other } = await aMaterial({ titleId: title.id, assetTypeCode: type.code });
  await aVersion(other);
  const quiet = await startDownloads(ada, [other], noon.now);
  const underWay = async (id: string[] = []) => {
    const { bundles } = await listBundles(ada, tray({ underWay: "true", id }), at(2));
    return bundles.map(({ id, state }) => `${id} ${state}`);
  };
  expect(await underWay()).toEqual([]);

  await send({ downloadId: file.downloadId }, 400, at(1));
  expect(await underWay()).toEqual([`${bundle.id} downloading`]);
  const named = await underWay([quiet.bundle?.id ?? ""]);
  expect(named.sort()).toEqual(
    [`${bundle.id} downloading`, `${quiet.bundle?.id} initiated`].sort(),
  );

  await send({ bundleId: quiet.bundle?.id ?? "" }, 10, at(1));
  expect(await underWay()).toHaveLength(2);
  const another = await aTaking();
  await send({ downloadId: another.file.downloadId }, 400, at(1));
  expect(await underWay()).toHaveLength(2);
});

test("the tray says why new links would be refused", async () => {
  const fresh = await aTaking();
  const begun = await aTaking();
  const lost = await aTaking();
  await send({ bundleId: begun.bundle.id }, 400, at(1));
  for (const { material } of [fresh, begun]) await aVersion(material.id);
  await db
    .update(sourceRequests)
    .set({ status: "cancelled", cancelledAt: noon.now })
    .where(eq(sourceRequests.id, lost.request.id));
  const refused = async ({ ada }: Taking, now = at(2)) => {
    const [row] = (await listBundles(ada, tray({}), now)).bundles;
    return [row?.refused, row?.links !== null, row?.name];
  };
  const afterAMonth = new Date("2026-04-10T12:00:00Z");
  const current = await aTaking();
  expect(await refused(current)).toEqual([null, true, current.file.fileName]);
  expect(await refused(current, afterAMonth)).toEqual([null, false, current.file.fileName]);
  expect((await refused(fresh))[0]).toBe("superseded");
  expect((await refused(begun))[0]).toBeNull();
  expect((await refused(begun, afterAMonth))[0]).toBe("superseded");
  expect((await refused(lost)).slice(0, 2)).toEqual(["forbidden", false]);
});
