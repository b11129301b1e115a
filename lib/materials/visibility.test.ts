import { asc, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { materials } from "@/db/schema";
import {
  aKind,
  aMaterial,
  anAssetType,
  anOperator,
  aPartnerUser,
  aSourceRequest,
  aTitle,
  noon,
} from "@/lib/testing/builders";
import { listAssetTypes, listMaterials } from "./queries";
import { visibleMaterials } from "./visibility";

// A world small enough to meet every case often: a series of two seasons with an episode each, and a
// film; three asset types; any two of them named by a kind; two partners.
const titleCount = 6;
const parentOf = [null, 0, 1, 0, 3, null] as const;
const someOf = (n: number) => fc.uniqueArray(fc.nat(n - 1), { maxLength: n });

const worlds = fc.record({
  kinds: fc.array(someOf(3), { minLength: 1, maxLength: 3 }),
  materials: fc.uniqueArray(fc.record({ title: fc.nat(titleCount - 1), type: fc.nat(2) }), {
    maxLength: 8,
    selector: ({ title, type }) => title * 3 + type,
  }),
  requests: fc.array(
    fc.record({
      partner: fc.nat(1),
      title: fc.nat(titleCount - 1),
      kind: fc.nat(2),
      state: fc.constantFrom("open", "cancelled", "fulfilled 29 d ago", "fulfilled 31 d ago"),
    }),
    { maxLength: 6 },
  ),
});
type World = typeof worlds extends fc.Arbitrary<infer W> ? W : never;

test("what SQL shows is what a naive model shows, for any world", async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      await db.execute(sql`truncate partners, titles, asset_types, source_request_kinds cascade`);
      const { users, references, ids } = await build(world);
      for (const [partner, user] of users.entries()) {
        const seen = naivelySeen(world, partner);
        expect(await idsSeen(user)).toEqual(ids.filter((_, i) => seen.has(i)).sort());

        const own = world.requests.flatMap((r, i) => (r.partner === partner ? [i] : []));
        const listed = await listMaterials(
          user,
          own.map((i) => references[i] ?? ""),
          noon.now,
        );
        expect(listed.map(({ id }) => id).sort()).toEqual(ids.filter((_, i) => seen.has(i)).sort());
        for (const row of listed) {
          const index = ids.indexOf(row.id);
          const needing = own.filter((i) => needs(world, i, index)).map((i) => references[i]);
          expect(row.requests).toEqual(needing.sort());
        }

        const types = await listAssetTypes(
          user,
          own.map((i) => references[i] ?? ""),
          noon.now,
        );
        expect(types).toHaveLength(
          new Set(own.filter((i) => live(world, i)).flatMap((i) => kindOf(world, i))).size,
        );
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

test("an operator sees every material", async () => {
  const operator = await anOperator();
  expect(await idsSeen(operator)).toHaveLength(await db.$count(materials));
});

async function idsSeen(viewer: Parameters<typeof visibleMaterials>[0]) {
  const rows = await db
    .select({ id: materials.id })
    .from(materials)
    .where(visibleMaterials(viewer, noon.now))
    .orderBy(asc(materials.id));
  return rows.map(({ id }) => id);
}

const kindOf = (world: World, request: number) =>
  world.kinds[(world.requests[request]?.kind ?? 0) % world.kinds.length] ?? [];

const live = (world: World, request: number) =>
  ["open", "fulfilled 29 d ago"].includes(world.requests[request]?.state ?? "");

/** DESIGN: a live request of a kind that names the type, for the material's title or one below it. */
function needs(world: World, request: number, material: number) {
  const { title, type } = world.materials[material] ?? { title: -1, type: -1 };
  const above: number[] = [];
  for (
    let t: number | null | undefined = world.requests[request]?.title;
    t != null;
    t = parentOf[t]
  )
    above.push(t);
  return live(world, request) && kindOf(world, request).includes(type) && above.includes(title);
}

const naivelySeen = (world: World, partner: number) =>
  new Set(
    world.materials.flatMap((_, m) =>
      world.requests.some((r, i) => r.partner === partner && needs(world, i, m)) ? [m] : [],
    ),
  );

async function build(world: World) {
  const users = [await aPartnerUser(), await aPartnerUser()];
  const kindOfTitle = ["series", "season", "episode", "season", "episode", "film"] as const;
  const titles: string[] = [];
  for (const [i, parent] of parentOf.entries()) {
    const hang = parent === null ? {} : { parentId: titles[parent] ?? null, number: i };
    titles.push((await aTitle({ kind: kindOfTitle[i] ?? "film", ...hang })).id);
  }
  const types = [await anAssetType(), await anAssetType(), await anAssetType()];
  const kinds = [];
  for (const named of world.kinds) kinds.push(await aKind(named.map((t) => types[t]?.code ?? "")));
  const ids: string[] = [];
  for (const { title, type } of world.materials) {
    const slot = { titleId: titles[title] ?? "", assetTypeCode: types[type]?.code ?? "" };
    ids.push((await aMaterial(slot)).id);
  }
  const references: string[] = [];
  for (const { partner, title, kind, state } of world.requests) {
    const daysAgo = (days: number) => new Date(noon.now.getTime() - days * 86_400_000);
    const row = await aSourceRequest({
      partnerId: users[partner]?.partnerId ?? "",
      titleId: titles[title] ?? "",
      kindCode: kinds[kind % kinds.length]?.code ?? "",
      ...(state === "cancelled" && { status: "cancelled", cancelledAt: noon.now }),
      ...(state.startsWith("fulfilled") && {
        status: "fulfilled",
        fulfilledAt: daysAgo(state.includes("29") ? 29 : 31),
      }),
    });
    references.push(row.reference);
  }
  return { users, references, ids };
}
