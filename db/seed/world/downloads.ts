import type { downloads } from "@/db/schema";
import { type Random, randomFrom } from "../random";
import { type AssetTypeCode, assetType, type KindCode, kinds } from "./catalogue";
import { daysBefore, type MaterialSeed, type VersionSeed } from "./materials";
import { type Email, type PartnerCode, people } from "./people";
import { requestSeeds } from "./requests";
import { titleSeeds } from "./titles";

export type DownloadSeed = {
  user: Email;
  partner: PartnerCode;
  materialId: string;
  versionNumber: number;
} & Omit<typeof downloads.$inferInsert, "userId" | "partnerId" | "versionId">;

/** How many each has taken so far. Ada leaves most for whoever tries the demo as her. */
const counts: Partial<Record<Email, number>> = {
  "ada@northlight.example": 46,
  "ben@northlight.example": 96,
  "dana@northlight.example": 22,
  "chloe@harbour.example": 52,
  "emil@harbour.example": 44,
  "farah@lumen.example": 38,
};

const hour = 3_600_000;

/** Past downloads, each of what was the current version at its time; proxies come only as copies, so none of them. */
export function planDownloads(today: Date, materials: MaterialSeed[]): DownloadSeed[] {
  return people.flatMap((person): DownloadSeed[] => {
    const { email, partner } = person;
    if (partner === null) return [];
    const random = randomFrom(`downloads of ${email}`);
    const left = "deactivatedDaysAgo" in person ? person.deactivatedDaysAgo : 0;
    const until = daysBefore(today, left);
    const within = materials.filter(
      (m) =>
        m.versions.length > 0 &&
        !assetType(m.assetType).watermarked &&
        mayUse(partner, m.title.reference, m.assetType),
    );
    return random
      .shuffled(within)
      .slice(0, counts[email] ?? 0)
      .flatMap((material) => {
        // An older version now and then, so that what was taken has been updated since.
        const older = material.versions.length > 1 && random.chance(35);
        const version = older
          ? random.pick(material.versions.slice(0, -1))
          : material.versions.at(-1);
        const next = version && material.versions[version.number];
        const latest = Math.min(next?.at.getTime() ?? until.getTime(), until.getTime());
        if (!version || latest - version.at.getTime() < 2 * hour) return [];
        const span = Math.min(latest - version.at.getTime(), 96 * hour);
        const startedAt = new Date(version.at.getTime() + random.int(hour / 2, span - hour / 2));
        return [
          {
            ...{ user: email, partner, materialId: material.id, versionNumber: version.number },
            ...taking(version, startedAt, random),
          },
        ];
      });
  });
}

/** How far it came: verified, completed, broken off, or never begun. */
function taking({ file: { bytes } }: VersionSeed, startedAt: Date, random: Random) {
  const id = random.uuid(startedAt);
  const after = (seconds: number) => new Date(startedAt.getTime() + seconds * 1000);
  const common = {
    ...{ id, startedAt, expiresAt: after(7 * 86_400) },
    address: `203.0.113.${random.int(2, 250)}`,
  };
  const outcome = random.int(1, 100);
  if (outcome <= 12) return common;
  const begunAt = after(random.int(1, 40));
  if (outcome <= 26) {
    const sent = Math.floor((bytes * random.int(4, 93)) / 100);
    return { ...common, begunAt, coverage: sent > 0 ? `{[0,${sent})}` : "{}" };
  }
  const completedAt = after(random.int(45, 1500));
  const whole = { ...common, begunAt, completedAt, coverage: `{[0,${bytes})}` };
  return outcome <= 70 ? whole : { ...whole, verifiedAt: after(random.int(1501, 1530)) };
}

/** Whether a request of the partner's, cancelled ones aside, needs the asset type of the title. */
export function mayUse(partner: PartnerCode, titleReference: string, code: AssetTypeCode) {
  return requestSeeds.some(
    (request) =>
      request.partner === partner &&
      request.status !== "cancelled" &&
      lineage(request.title).includes(titleReference) &&
      typesOfKind.get(request.kind)?.includes(code),
  );
}

const typesOfKind = new Map<KindCode, readonly AssetTypeCode[]>(
  kinds.map(({ code, assetTypes }) => [code, assetTypes]),
);

const parents = new Map(titleSeeds.map(({ reference, parent }) => [reference, parent]));

function lineage(reference: string): string[] {
  const parent = parents.get(reference);
  return parent ? [reference, ...lineage(parent)] : [reference];
}
