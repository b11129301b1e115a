import type { MediaKind } from "@/lib/materials/types";
import type { DeliveryOffer } from "./types";

/** A delivery of which nothing was heard for so long has lost its process, in milliseconds. */
export const LOST_AFTER = 10 * 60_000;

/** The file's ending as the catalogue writes formats; "" when it has none. */
const formatOf = (fileName: string): string =>
  /[^./\\]\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? "";

/** Why a file of this name can't be of the asset type, in words; null when it can. */
export function formatFault(fileName: string, assetType: { name: string; formats: string[] }) {
  const format = formatOf(fileName);
  if (assetType.formats.includes(format)) return null;
  const wanted = new Intl.ListFormat("en", { type: "disjunction" }).format(assetType.formats);
  return `${assetType.name} is delivered as ${wanted}, not as ${format || "a file without an ending"}`;
}

/** Why so long a file is not taken in, in words; null when it is. */
export const sizeFault = (bytes: number, most: number): string | null =>
  bytes <= most
    ? null
    : `The file has ${bytes.toLocaleString("en")} bytes; no more than ${most.toLocaleString("en")} are taken (MAX_DELIVERY_BYTES).`;

type Sums = { md5: string; xxh64: string; crc32: string };

/** Which checksum that was given is another than that of what came, in words; null when all agree. */
export function checksumFault(given: Pick<DeliveryOffer, keyof Sums>, found: Sums): string | null {
  for (const name of ["md5", "xxh64", "crc32"] as const)
    if (given[name] !== undefined && given[name] !== found[name])
      return `${name}: what came has ${found[name]}, not ${given[name]}`;
  return null;
}

/** Why a file that was looked into is not what its asset type asks for; null when it is. */
export const kindFault = (found: MediaKind, wanted: MediaKind): string | null =>
  found === wanted
    ? null
    : `The file is ${kindNames[found]}, and ${kindNames[wanted]} is asked for`;

const kindNames: Record<MediaKind, string> = {
  video: "video",
  audio: "sound without picture",
  text: "text",
  image: "a still picture",
};
