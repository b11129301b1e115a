import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { bigintNumber, instant } from "./columns";
import { users } from "./people";
import { titles } from "./titles";

export const mediaKind = pgEnum("media_kind", ["video", "audio", "text", "image"]);

/** The catalogue. */
export const assetTypes = pgTable(
  "asset_types",
  {
    code: text().primaryKey(),
    name: text().notNull().unique(),
    mediaKind: mediaKind().notNull(),
    qcApplies: boolean().notNull(),
    /** A partner user gets a copy made for them, never the file as delivered. */
    watermarked: boolean().notNull(),
    /** Final proxies only: the player's Language Options are active. */
    languageMenu: boolean().notNull(),
    /** File extensions that a delivery may have, lower case without the dot. */
    formats: text().array().notNull(),
    position: integer().notNull(),
  },
  (t) => [
    check("asset_types_qc", sql`not ${t.qcApplies} or ${t.mediaKind} = 'audio'`),
    check("asset_types_watermarked", sql`not ${t.watermarked} or ${t.mediaKind} = 'video'`),
    check("asset_types_language_menu", sql`not ${t.languageMenu} or ${t.mediaKind} = 'video'`),
  ],
);

/** One slot of a title: an asset type in a variant and a language. The thing that has versions. */
export const materials = pgTable(
  "materials",
  {
    id: uuid().primaryKey(),
    titleId: uuid()
      .notNull()
      .references(() => titles.id),
    assetTypeCode: text()
      .notNull()
      .references(() => assetTypes.code),
    /** Channel, reel, stem …; null where there is only one. */
    variant: text(),
    /** BCP 47; null where language plays no part. */
    language: text(),
    currentVersionId: uuid(),
    createdAt: instant().notNull(),
  },
  (t) => [
    unique("materials_slot_key")
      .on(t.titleId, t.assetTypeCode, t.variant, t.language)
      .nullsNotDistinct(),
    foreignKey({
      name: "materials_current_version_fk",
      columns: [t.id, t.currentVersionId],
      foreignColumns: [versions.materialId, versions.id],
    }),
    index("materials_current_version_idx").on(t.currentVersionId),
    index("materials_asset_type_idx").on(t.assetTypeCode),
  ],
);

export const qcStatus = pgEnum("qc_status", ["QC Pending", "Ready for Mix"]);
export const newlyAdded = pgEnum("newly_added", ["new", "updated"]);

/**
 * One delivered file of a material. Comes to be by `recordVersion()` only. A fifth of each page is left free (0010),
 * which can't be said here: a label then ends beside where it stood, without an entry in every index.
 */
export const versions = pgTable(
  "versions",
  {
    id: uuid().primaryKey(),
    materialId: uuid()
      .notNull()
      .references((): AnyPgColumn => materials.id),
    number: integer().notNull(),
    /** As supplied, unsafe characters and all. */
    fileName: text().notNull(),
    bytes: bigintNumber().notNull(),
    /** Lower-case hexadecimal: 32, 16 and 8 digits. */
    md5: text().notNull(),
    xxh64: text().notNull(),
    crc32: text().notNull(),
    /** Where the object store keeps it. Objects are written once; several versions may share one. */
    objectKey: text().notNull(),
    /** What the probe found; its shape is lib/media's `Probe`. */
    probe: jsonb().notNull(),
    deliveredOn: instant().notNull(),
    deliveredById: uuid()
      .notNull()
      .references(() => users.id),
    note: text(),
    /** Null where QC does not apply. */
    qcStatus: qcStatus(),
    newlyAdded: newlyAdded(),
    /** The instant at which the label ends: the end of the seventh calendar day after the event. */
    newlyAddedUntil: instant(),
  },
  (t) => [
    unique("versions_material_number_key").on(t.materialId, t.number),
    unique("versions_material_id_key").on(t.materialId, t.id),
    index("versions_object_key_idx").on(t.objectKey),
    // By ranges of pages: a label can end without a new entry in every index of its version.
    index("versions_newly_added_idx").using("brin", t.newlyAddedUntil),
    index("versions_qc_delivered_idx").on(t.deliveredOn, t.id).where(sql`qc_status is not null`),
    index("versions_qc_status_delivered_idx")
      .on(t.qcStatus, t.deliveredOn, t.id)
      .where(sql`qc_status is not null`),
    index("versions_being_measured_idx")
      .on(t.deliveredOn)
      .where(sql`probe->>'integratedLoudnessLufs' = 'measuring'`),
    check("versions_number", sql`${t.number} > 0`),
    check("versions_bytes", sql`${t.bytes} >= 0`),
    check(
      "versions_checksums",
      sql`${t.md5} ~ '^[0-9a-f]{32}$' and ${t.xxh64} ~ '^[0-9a-f]{16}$' and ${t.crc32} ~ '^[0-9a-f]{8}$'`,
    ),
    check("versions_newly_added", sql`(${t.newlyAdded} is null) = (${t.newlyAddedUntil} is null)`),
  ],
);

export const qcResult = pgEnum("qc_result", ["passed", "failed"]);

/** The QC history of a version; the newest event's status is the version's. */
export const qcEvents = pgTable(
  "qc_events",
  {
    id: uuid().primaryKey(),
    versionId: uuid()
      .notNull()
      .references(() => versions.id),
    status: qcStatus().notNull(),
    /** Null while no review has taken place. */
    result: qcResult(),
    note: text(),
    byId: uuid()
      .notNull()
      .references(() => users.id),
    at: instant().notNull(),
  },
  (t) => [
    index("qc_events_version_idx").on(t.versionId, t.at),
    check(
      "qc_events_ready_passed",
      sql`(${t.status} = 'Ready for Mix') = (${t.result} is not distinct from 'passed')`,
    ),
  ],
);
