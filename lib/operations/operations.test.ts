import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import { expect, test, vi } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { deliveries, downloads, proxyCopies, users, versions } from "@/db/schema";
import * as events from "@/inngest/client";
import { listActivity, traceCopy } from "@/lib/activity/queries";
import { activityQuery } from "@/lib/activity/types";
import { makeApiToken } from "@/lib/auth/commands";
import { getTokenHolder, getUserById } from "@/lib/auth/queries";
import { listDeliveries } from "@/lib/deliveries/queries";
import { deliveriesQuery } from "@/lib/deliveries/types";
import { revokeDownload } from "@/lib/downloads/commands";
import { listMaterials } from "@/lib/materials/queries";
import { addPartner, addUser, deactivatePartner, setUserActive } from "@/lib/people/commands";
import { listPartners, listUsers } from "@/lib/people/queries";
import { newUser } from "@/lib/people/types";
import { listPools } from "@/lib/pools/queries";
import { poolsQuery } from "@/lib/pools/types";
import { serialText } from "@/lib/proxies/rules";
import { listForQc } from "@/lib/qc/queries";
import { qcQuery } from "@/lib/qc/types";
import { changeSourceRequest, createSourceRequest } from "@/lib/source-requests/commands";
import { listKinds, listSourceRequests } from "@/lib/source-requests/queries";
import {
  newSourceRequest,
  sourceRequestChange,
  sourceRequestsQuery,
} from "@/lib/source-requests/types";
import {
  anAssetType,
  anOperator,
  aPartnerUser,
  aTitle,
  aVisibleMaterial,
  noon,
} from "@/lib/testing/builders";
import { createTitle } from "@/lib/titles/commands";
import { listCatalogue, listTitleChoices, listTitles } from "@/lib/titles/queries";
import { newTitle } from "@/lib/titles/types";
import { getOverview } from "./queries";

vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof events>()),
  sendEvents: vi.fn(async () => {}),
}));

const { now } = noon;
const all = activityQuery.parse({});

/** A download by the user of the only version of a material that they see. */
async function aDownload(user: Awaited<ReturnType<typeof aPartnerUser>>, startedAt = now) {
  const world = await aVisibleMaterial(user, { assetType: { qcApplies: true } });
  const [version] = await db.select().from(versions).orderBy(versions.id);
  const found = (await db.select().from(versions)).find(
    ({ materialId }) => materialId === world.material.id,
  );
  const versionId = (found ?? version)?.id ?? expect.fail();
  const id = v7();
  const row = { id, userId: user.id, partnerId: user.partnerId, versionId, startedAt };
  await db.insert(downloads).values({ ...row, expiresAt: new Date(startedAt.getTime() + 1e9) });
  return { id, versionId, ...world };
}

test("a day that Postgres does not know is as none", () => {
  const zero = "0000-01-01";
  const after = `${zero}T00:00:00.000Z_00000000-0000-4000-8000-000000000000`;
  expect(activityQuery.parse({ from: zero, to: zero, after })).toEqual(all);
  expect(activityQuery.parse({ from: "0001-01-01" }).from).toBe("0001-01-01");
});

test("activity has every partner's downloads, newest first, and goes on from a mark", async () => {
  const opal = await anOperator();
  const [ada, chloe] = [await aPartnerUser({ name: "Ada" }), await aPartnerUser({ name: "Chloe" })];
  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
  const ids = [];
  for (const [i, user] of [ada, chloe, ada].entries()) ids.push((await aDownload(user, at(i))).id);
  const found = async (query: object, limit?: number) => {
    const { rows, next } = await listActivity(opal, activityQuery.parse(query), limit);
    return { ids: rows.map(({ id }) => id), next };
  };
  expect(await found({})).toEqual({ ids: ids.toReversed(), next: null });
  const first = await found({}, 2);
  expect(first.ids).toEqual([ids[2], ids[1]]);
  expect(await found({ after: first.next }, 2)).toEqual({ ids: [ids[0]], next: null });
  expect((await found({ partner: chloe.partnerId })).ids).toEqual([ids[1]]);
  expect((await found({ q: "ada" })).ids).toEqual([ids[2], ids[0]]);
  expect((await found({ q: "100%_" })).ids).toEqual([]);
  expect((await found({ from: "2026-03-04", to: "2026-03-04" })).ids).toHaveLength(3);
  expect((await found({ from: "2026-03-05" })).ids).toEqual([]);
  await revokeDownload(opal, ids[0] ?? "", now);
  const { rows } = await listActivity(opal, all);
  expect(rows.map(({ state }) => state)).toEqual(["initiated", "initiated", "revoked"]);
});

test("a serial leads to the partner, the user and every taking", async () => {
  const opal = await anOperator();
  const ada = await aPartnerUser({ name: "Ada", email: "ada@trace.example" });
  const { id, versionId } = await aDownload(ada);
  const copy = { id: v7(), versionId, partnerId: ada.partnerId, serial: 2 ** 40 + 7 };
  const sums = { md5: "0".repeat(32), xxh64: "0".repeat(16), crc32: "0".repeat(8) };
  await db.insert(proxyCopies).values({
    ...{ ...copy, ...sums, state: "ready", objectKey: "k", bytes: 9 },
    ...{ createdAt: now, changedAt: now, readyAt: now, drawnById: ada.id, drawnAt: now },
  });
  await db
    .update(downloads)
    .set({ proxyCopyId: copy.id, address: "192.0.2.7" })
    .where(eq(downloads.id, id));
  const trace = await traceCopy(opal, copy.serial);
  expect(trace).toMatchObject({
    serial: serialText(copy.serial),
    partner: ada.partnerName,
    drawn: { user: "Ada", email: "ada@trace.example" },
    takings: [{ address: "192.0.2.7", state: "initiated" }],
  });
  expect(trace?.fileName).toContain(serialText(copy.serial));
  expect(await traceCopy(opal, 1)).toBeNull();
  const pools = (said: object) => listPools(opal, poolsQuery.parse(said));
  expect(await pools({})).toMatchObject({
    total: 1,
    pools: [{ ready: 0, drawn: 1, failed: 0, versionId }],
  });
  expect(await pools({ page: 2 })).toEqual({ total: 1, pools: [] });
  expect(await pools({ q: "nothing like it" })).toEqual({ total: 0, pools: [] });
});

test("what a partner is asked for opens to them at once, and closes when it is cancelled or given away", async () => {
  const opal = await anOperator();
  const [ada, chloe] = [await aPartnerUser(), await aPartnerUser()];
  const { title, kind } = await aVisibleMaterial(await aPartnerUser());
  const wanted = { partnerId: ada.partnerId, title: title.reference, kind: kind.code };
  const asked = newSourceRequest.parse({
    ...wanted,
    language: "pt-br",
    dueOn: "2026-05-01",
    reference: "",
  });
  vi.mocked(events.sendEvents).mockClear();
  const { reference } = await createSourceRequest(opal, asked, now);
  expect(reference).toMatch(/^SR-\d+$/);
  expect(events.sendEvents).toHaveBeenCalledOnce();
  const seenBy = async (user: typeof ada) => (await listMaterials(user, [reference], now)).length;
  const change = (what: object) =>
    changeSourceRequest(opal, sourceRequestChange.parse({ reference, ...what }), now);
  expect(await seenBy(ada)).toBe(1);
  await change({ partnerId: chloe.partnerId });
  expect([await seenBy(ada), await seenBy(chloe)]).toEqual([0, 1]);
  expect(events.sendEvents).toHaveBeenCalledTimes(2);
  await change({ status: "cancelled" });
  expect(await seenBy(chloe)).toBe(0);
  await change({ status: "open", dueOn: "2026-06-01" });
  expect(await seenBy(chloe)).toBe(1);
  const query = sourceRequestsQuery.parse({ q: reference });
  expect((await listSourceRequests(opal, query, now)).sourceRequests).toMatchObject([
    { reference, dueOn: "2026-06-01", language: "pt-BR", partner: chloe.partnerName },
  ]);

  const again = createSourceRequest(opal, { ...asked, reference }, now);
  await expect(again).rejects.toThrow(/^reference: .* is taken/);
  for (const wrong of [{ title: "TTL-none" }, { kind: "none" }, { partnerId: v7() }])
    await expect(createSourceRequest(opal, { ...asked, ...wrong }, now)).rejects.toMatchObject({
      code: "bad_request",
    });
  await expect(change({ partnerId: v7() })).rejects.toMatchObject({ code: "bad_request" });
  const two = await Promise.all([1, 2].map(() => createSourceRequest(opal, asked, now)));
  expect(new Set(two.map((one) => one.reference)).size).toBe(2);
});

test("titles hang where they belong, get the next reference, and are found by their words", async () => {
  const opal = await anOperator();
  const make = (title: object) =>
    createTitle(
      opal,
      newTitle.parse({ originalLanguage: "en", frameRate: "24000/1001", ...title }),
      now,
    );
  const series = await make({ kind: "series", name: "Glass 100%", reference: "TTL-90000" });
  const season = await make({ kind: "season", name: "One", parent: series.reference, number: "1" });
  expect(season.reference).toBe("TTL-90001");
  await make({
    kind: "episode",
    name: "Pilot",
    parent: season.reference,
    number: "3",
    runtimeMinutes: "42",
  });
  await expect(
    make({ kind: "episode", name: "x", parent: series.reference, number: "1" }),
  ).rejects.toThrow(/^parent: there is no season/);
  await expect(
    make({ kind: "season", name: "x", parent: series.reference, number: "1" }),
  ).rejects.toThrow(/^number: /);
  await expect(make({ kind: "film", name: "x", reference: "TTL-90000" })).rejects.toThrow(
    /is taken/,
  );
  expect(newTitle.safeParse({ kind: "film", name: "x", parent: "TTL-1" }).success).toBe(false);
  const { titles, total } = await listTitles(opal, { q: "glass pilot", page: 1 });
  expect({ titles, total }).toMatchObject({
    total: 1,
    titles: [{ name: "Glass 100%", episode: "S01E03", partName: "Pilot", runtimeSeconds: 2520 }],
  });
  expect((await listTitles(opal, { q: "100%", page: 1 })).total).toBe(3);
  expect(await listTitleChoices(opal)).toContainEqual({
    value: season.reference,
    label: "Glass 100% S01 One",
  });
});

test("partners and users are added once, and an account that is closed is out at once", async () => {
  const opal = await anOperator();
  const { id: partnerId } = await addPartner(opal, { name: "New Partner" }, now);
  await expect(addPartner(opal, { name: "New Partner" }, now)).rejects.toThrow(/^name: /);
  const given = { name: "Eve", email: "eve@new.example", organisation: partnerId, password: "" };
  const { id } = await addUser(opal, newUser.parse(given), now);
  const twice = addUser(opal, newUser.parse({ ...given, email: "EVE@new.example" }), now);
  await expect(twice).rejects.toThrow(/^email: /);
  for (const wrong of [{ password: "short" }, { organisation: "" }, { organisation: undefined }])
    expect(newUser.safeParse({ ...given, ...wrong }).success).toBe(false);
  expect(newUser.parse({ ...given, organisation: "studio" }).partnerId).toBeNull();
  expect(await getUserById(id)).toMatchObject({ kind: "partner", partnerId });
  await setUserActive(opal, id, false, now);
  expect(await getUserById(id)).toBeNull();
  await setUserActive(opal, id, true, now);
  // Another count than before, by which no session or link of before comes back.
  expect(await getUserById(id)).toMatchObject({ signOuts: 1 });
  await expect(setUserActive(opal, opal.id, false, now)).rejects.toMatchObject({
    code: "bad_request",
  });
  await expect(setUserActive(opal, v7(), false, now)).rejects.toMatchObject({ code: "not_found" });
  const found = (await listUsers(opal)).find((user) => user.id === id);
  expect(found).toMatchObject({
    partner: "New Partner",
    signsInBy: "single sign-on",
    lastDownloadAt: null,
  });
  expect((await listPartners(opal)).find((one) => one.id === partnerId)).toMatchObject({
    users: 1,
  });
  expect(await db.$count(users)).toBe((await listUsers(opal)).length);
});

test("the overview counts, QC lists what is pending, and the catalogue can be read", async () => {
  const opal = await anOperator();
  const ada = await aPartnerUser();
  const { material, type, kind } = await aDownload(ada);
  await aTitle();
  const { qcPending, taken, requests } = await getOverview(opal, now);
  expect(Math.min(qcPending, taken, requests)).toBeGreaterThan(0);
  const reviews = (said: object, limit?: number) => listForQc(opal, qcQuery.parse(said), limit);
  const pending = await reviews({ status: "QC Pending" });
  expect(pending.rows.find(({ materialId }) => materialId === material.id)).toMatchObject({
    status: "QC Pending",
    lastResult: null,
  });
  expect(await reviews({ status: "Ready for Mix" })).toEqual({ rows: [], next: null });
  await aDownload(ada);
  const every = (await reviews({})).rows.map(({ materialId }) => materialId);
  const first = await reviews({}, 1);
  const second = await reviews({ after: first.next }, every.length);
  expect([...first.rows, ...second.rows].map(({ materialId }) => materialId)).toEqual(every);
  expect(second.next).toBeNull();
  expect((await listCatalogue(opal)).find(({ code }) => code === type.code)).toMatchObject({
    kinds: [kind.name],
    formats: ["wav"],
  });
  expect((await listKinds(opal)).length).toBeGreaterThan(0);
});

test("deliveries are read from a mark on, within what narrows them", async () => {
  const opal = await anOperator();
  const title = await aTitle({ name: "Marked" });
  const type = await anAssetType({});
  const rows = Array.from({ length: 5 }, (_, i) => ({
    ...{ id: v7(), titleId: title.id, assetTypeCode: type.code, deliveredById: opal.id },
    ...{ fileName: `${i}.wav`, startedAt: now, seenAt: now, finishedAt: now },
    ...{ state: "rejected" as const, reason: "It was cut." },
  }));
  await db.insert(deliveries).values(rows);
  const names: string[] = [];
  let pages = 0;
  for (let after: string | null | undefined; after !== null; pages += 1) {
    const query = deliveriesQuery.parse({ q: "marked", state: "rejected", after });
    const page = await listDeliveries(opal, query, 2);
    names.push(...page.rows.map(({ fileName }) => fileName));
    after = page.next;
  }
  expect([pages, names]).toEqual([3, ["4.wav", "3.wav", "2.wav", "1.wav", "0.wav"]]);
  const accepted = deliveriesQuery.parse({ q: "marked", state: "accepted" });
  expect(await listDeliveries(opal, accepted)).toEqual({ rows: [], next: null });
});

test("a partner is closed with all of its accounts, and nobody else's", async () => {
  const opal = await anOperator();
  const [ada, chloe] = [await aPartnerUser(), await aPartnerUser()];
  const ben = await aPartnerUser({ partnerId: ada.partnerId });
  expect(await deactivatePartner(opal, ada.partnerId, now)).toEqual({ closed: 2 });
  expect(await deactivatePartner(opal, ada.partnerId, now)).toEqual({ closed: 0 });
  for (const { id } of [ada, ben]) expect(await getUserById(id)).toBeNull();
  for (const { id } of [chloe, opal]) expect(await getUserById(id)).not.toBeNull();
  await expect(deactivatePartner(opal, v7(), now)).rejects.toMatchObject({ code: "not_found" });
});

test("an operator's API tokens end for good with their account", async () => {
  const opal = await anOperator();
  const oskar = await anOperator();
  const { secret } = await makeApiToken(oskar, { name: "Ingest", scopes: ["qc"] }, now);
  expect(await getTokenHolder(secret)).toMatchObject({ operator: { id: oskar.id } });
  await setUserActive(opal, oskar.id, false, now);
  await setUserActive(opal, oskar.id, true, now);
  expect(await getUserById(oskar.id)).not.toBeNull();
  expect(await getTokenHolder(secret)).toBeNull();
});
