import { eq } from "drizzle-orm";
import { afterEach, beforeEach, vi } from "vitest";
import { db } from "@/db/client";
import { proxyCopies } from "@/db/schema";
import { inngest } from "@/inngest/client";
import type { PartnerUser } from "@/lib/auth/types";
import { listMaterials } from "@/lib/materials/queries";
import { aPartnerUser, aVersion, aVisibleMaterial, noon } from "@/lib/testing/builders";

const { now } = noon;

/** What the engine is told during each test; it has no other part in them. */
export function eventsTold() {
  const told: { name: string; data: Record<string, unknown> }[] = [];
  beforeEach(() => {
    told.length = 0;
    vi.spyOn(inngest, "send").mockImplementation(async (events) => {
      told.push(...([events].flat() as typeof told));
      return { ids: [] };
    });
  });
  afterEach(() => vi.restoreAllMocks());
  return told;
}

export const proxyType = { watermarked: true, mediaKind: "video" as const };

/** A material of a watermarked type that the user sees, and its current version. */
export async function aProxyMaterial(user: PartnerUser) {
  const world = await aVisibleMaterial(user, { assetType: proxyType, versions: 0 });
  const { id: versionId } = await aVersion(world.material.id, noon, "GLASS_v01.mov");
  return { ...world, versionId, materialId: world.material.id };
}

export async function row(user: PartnerUser, { request }: { request: { reference: string } }) {
  const [row] = await listMaterials(user, [request.reference], now);
  return row;
}

export const copiesOf = (versionId: string) =>
  db.select().from(proxyCopies).where(eq(proxyCopies.versionId, versionId));

export const colleague = ({ partnerId }: PartnerUser) => aPartnerUser({ partnerId });
