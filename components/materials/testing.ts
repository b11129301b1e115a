import fc from "fast-check";
import { panelTabs } from "@/components/details/panel-tabs";
import { columnIds, materialGroups } from "@/lib/materials/rules";
import type { AssetTypeOfRequests, ColumnFilter, ListedMaterial } from "@/lib/materials/types";
import { cellReader } from "./cells";
import type { Sort } from "./sort";
import type { View } from "./view";

const clock = { now: new Date("2026-03-10T12:00:00Z"), timeZone: "Europe/London" };
export const read = cellReader(clock);

export const assetTypes: AssetTypeOfRequests[] = [
  { code: "FINAL_PROXY", name: "Final Proxy", mediaKind: "video" },
  { code: "ME_51", name: "M&E 5.1", mediaKind: "audio" },
  { code: "SHOW_GUIDE", name: "Show Guide", mediaKind: "text" },
];

/** A row with nothing special, but for what is given. */
export const aRow = (given: Partial<ListedMaterial> = {}): ListedMaterial => ({
  id: "m1",
  title: { reference: "TTL-80211", name: "Glass Harbour", episode: "S01E03" },
  assetType: { code: "ME_51", name: "M&E 5.1" },
  variant: null,
  language: null,
  version: 4,
  fileName: "GLASS_s01e03_v04_ME.L.wav",
  bytes: 1000,
  durationSeconds: null,
  qcStatus: null,
  qcReview: null,
  newlyAdded: null,
  downloaded: null,
  availability: "available",
  proxy: null,
  deliveredOn: "2026-03-08T12:00:00.000Z",
  requests: ["SR-104823"],
  ...given,
});

// Few values each, so that rows and filters meet often.
const names = fc.constantFrom("Glass Harbour", "Élan", "מגדל", "ＦＵＬＬ width 5.1");
const type = fc.constantFrom(...assetTypes).map(({ code, name }) => ({ code, name }));
const row = fc
  .record({
    title: fc.record({
      reference: fc.constantFrom("TTL-1", "TTL-2"),
      name: names,
      episode: fc.constantFrom(null, "S01E02", "S01E10"),
    }),
    assetType: type,
    variant: fc.constantFrom(null, "L", "R"),
    fileName: fc.constantFrom(null, "a_v2.wav", "A_v10.wav", "5.1 mix.wav"),
    bytes: fc.constantFrom(null, 5, 4_200_000_000),
    qcStatus: fc.constantFrom(null, "QC Pending" as const, "Ready for Mix" as const),
    newlyAdded: fc.constantFrom(null, "new" as const, "updated" as const),
    availability: fc.constantFrom("available", "not_available", "processing", "failed", "none"),
    downloaded: fc.constantFrom(null, {
      state: "initiated" as const,
      percent: null,
      since: "2026-03-09T00:00:00.000Z",
    }),
    deliveredOn: fc.constantFrom(null, "2026-03-10T11:00:00.000Z", "2026-02-01T00:00:00.000Z"),
  })
  .map((given) => aRow(given as Partial<ListedMaterial>));

export const rows = fc
  .array(row, { maxLength: 30 })
  .map((all) => all.map((one, index) => ({ ...one, id: `m${index}` })));

const values = fc.constantFrom("", "L", "5.1 mix.wav", "Ready for Mix", "New", "Glass Harbour");
export const filter: fc.Arbitrary<ColumnFilter> = fc.record({
  text: fc.constantFrom("", "5.1", "elan", "full width", "S01E1", "ago"),
  values: fc.oneof(
    fc.record({ keep: fc.uniqueArray(values) }),
    fc.record({ drop: fc.uniqueArray(values) }),
  ),
});
export const column = fc.constantFrom(...columnIds);
const sort: fc.Arbitrary<Sort | null> = fc.option(fc.record({ column, descending: fc.boolean() }));

export const view: fc.Arbitrary<View> = fc.record({
  group: fc.constantFrom(...materialGroups),
  assetType: fc.option(fc.constantFrom(...assetTypes.map(({ code }) => code))),
  filters: fc.dictionary(column, filter, { maxKeys: 3 }),
  sort,
  file: fc.option(fc.uuid()),
  tab: fc.constantFrom(...panelTabs),
});
