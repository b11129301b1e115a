import type { proxyCopies } from "@/db/schema";
import type { CopyFacts, WantedCopy } from "../media/copies";
import { randomFrom } from "../random";
import { assetType } from "./catalogue";
import { mayUse } from "./downloads";
import type { MaterialSeed, VersionSeed } from "./materials";
import { type PartnerCode, partners } from "./people";

/** A copy that waits in a pool of the demo world. */
export type PoolSeed = {
  id: string;
  materialId: string;
  versionNumber: number;
  partner: PartnerCode;
  readyAt: Date;
  wanted: WantedCopy;
};

/** As many proxies have a copy in the pool; everywhere else it is empty, so that what then happens can be seen. */
const pools = 4;

/** The copies that wait from the start: Northlight's, of the shortest current versions, since the seed makes them. */
export function planPools(materials: MaterialSeed[]): PoolSeed[] {
  const partner = "northlight" satisfies PartnerCode;
  const proxies = materials.flatMap(({ id: materialId, assetType: code, title, versions }) => {
    const version = versions.at(-1);
    const usable = assetType(code).watermarked && mayUse(partner, title.reference, code);
    return version && usable ? [{ materialId, version }] : [];
  });
  return proxies
    .toSorted((a, b) => seconds(a.version) - seconds(b.version) || byMaster(a.version, b.version))
    .slice(0, pools)
    .map(({ materialId, version }, i) => {
      // Not of the day: what was made once serves every later seed.
      const random = randomFrom(`copy ${i} of ${version.file.name}`);
      const serial = random.int(0, 2 ** 24 - 1) * 2 ** 24 + random.int(0, 2 ** 24 - 1);
      const readyAt = new Date(version.at.getTime() + 300_000);
      return {
        ...{ id: random.uuid(readyAt), materialId, versionNumber: version.number, partner },
        ...{ readyAt, wanted: { master: version.file, partnerName: partners[partner], serial } },
      };
    });
}

const seconds = ({ file: { probe } }: VersionSeed) =>
  probe.kind === "video" ? probe.durationSeconds : Number.POSITIVE_INFINITY;

/** Copies of one master come from one mezzanine. */
const byMaster = (a: VersionSeed, b: VersionSeed) => a.file.name.localeCompare(b.file.name, "en");

/** The row of a copy whose file lies at that key. */
export const copyRow = (
  { id, readyAt, wanted }: PoolSeed,
  { path: _, ...file }: CopyFacts,
  of: { versionId: string; partnerId: string; objectKey: string },
): typeof proxyCopies.$inferInsert => ({
  ...{ id, ...of, ...file, serial: wanted.serial, state: "ready", percent: 100 },
  ...{ createdAt: readyAt, changedAt: readyAt, readyAt },
});
