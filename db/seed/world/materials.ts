import type { MediaFile, MediaPool } from "../media/pool";
import { randomFrom } from "../random";
import { fileNameOf, longestName } from "./file-names";
import { type HistoryEvent, historyOf, type ReviewEvent } from "./history";
import type { Email } from "./people";
import { fileOfVersion, type Slot, slotsOf } from "./slots";
import { titleSeeds } from "./titles";

export type VersionSeed = {
  number: number;
  at: Date;
  note: string | null;
  fileName: string;
  file: MediaFile;
  deliveredBy: Email;
  reviews: ReviewEvent[];
};

export type MaterialSeed = Slot & { id: string; createdAt: Date; versions: VersionSeed[] };

/** Every slot of every title with what happened to it; the same for the same day. */
export function planMaterials(today: Date, media: MediaPool): MaterialSeed[] {
  const names = new Set(media.files.map(({ name }) => name));
  const materials = titleSeeds.flatMap(slotsOf).map((slot): MaterialSeed => {
    const random = randomFrom(
      `${slot.title.reference} ${slot.assetType} ${slot.variant} ${slot.language}`,
    );
    const offset = random.chance(40) ? random.int(1, 3) : 0;
    const versions: VersionSeed[] = [];
    for (const event of historyOf(slot, today, random)) {
      if (event.kind === "review") {
        versions.at(-1)?.reviews.push(event);
        continue;
      }
      const number = versions.length + 1;
      versions.push({
        ...versionOf(event),
        number,
        fileName: fileNameOf(slot, number, offset, random),
        file: media.file(fileOfVersion(slot, number, (name) => names.has(name))),
        deliveredBy: random.chance(75) ? "opal@studio.example" : "oskar@studio.example",
        reviews: [],
      });
    }
    const createdAt = daysBefore(today, (slot.title.firstDeliveryDaysAgo ?? 10) + 14);
    return { ...slot, id: random.uuid(createdAt), createdAt, versions };
  });
  nameOneAtLength(materials);
  return materials;
}

const versionOf = ({ at, note }: Extract<HistoryEvent, { kind: "version" }>) => ({ at, note });

/** One current file has a name as long as names may be. */
function nameOneAtLength(materials: MaterialSeed[]) {
  const list = materials.find((m) => m.assetType === "dialogue_list" && m.versions.length > 0);
  const version = list?.versions.at(-1);
  if (list && version) version.fileName = longestName(list);
}

export const daysBefore = (today: Date, days: number) =>
  new Date(today.getTime() - days * 86_400_000);
