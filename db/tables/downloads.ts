import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  customType,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bigintNumber, byteRanges, instant } from "./columns";
import { versions } from "./materials";
import { users } from "./people";
import { proxyCopies } from "./proxies";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** One user's taking of several versions at once. Its bytes follow from its entries alone. */
export const bundles = pgTable(
  "bundles",
  {
    id: uuid().primaryKey(),
    userId: uuid().notNull(),
    partnerId: uuid().notNull(),
    fileName: text().notNull(),
    bytes: bigintNumber().notNull(),
    /** Which code makes its bytes from its entries: a later layout gets a number of its own. */
    format: integer().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    begunAt: instant(),
  },
  (t) => [
    unique("bundles_id_user_key").on(t.id, t.userId),
    foreignKey({
      name: "bundles_user_of_partner_fk",
      columns: [t.userId, t.partnerId],
      foreignColumns: [users.id, users.partnerId],
    }),
    index("bundles_user_idx").on(t.userId, t.createdAt),
    check("bundles_bytes", sql`${t.bytes} >= 0`),
  ],
);

/** One user's taking of one version: recorded before the first byte is sent. */
export const downloads = pgTable(
  "downloads",
  {
    id: uuid().primaryKey(),
    userId: uuid().notNull(),
    partnerId: uuid().notNull(),
    versionId: uuid()
      .notNull()
      .references(() => versions.id),
    /** The copy that is sent in the version's stead; its version and partner are this row's. */
    proxyCopyId: uuid(),
    bundleId: uuid(),
    startedAt: instant().notNull(),
    expiresAt: instant().notNull(),
    /** When the first byte was sent: from then on a newer version does not end it. */
    begunAt: instant(),
    coverage: byteRanges().notNull().default("{}"),
    completedAt: instant(),
    verifiedAt: instant(),
    /** When an operator took the right to it back. */
    revokedAt: instant(),
    /** Where the client is that its first bytes went to. */
    address: text(),
  },
  (t) => [
    foreignKey({
      name: "downloads_user_of_partner_fk",
      columns: [t.userId, t.partnerId],
      foreignColumns: [users.id, users.partnerId],
    }),
    foreignKey({
      name: "downloads_proxy_copy_fk",
      columns: [t.proxyCopyId, t.versionId, t.partnerId],
      foreignColumns: [proxyCopies.id, proxyCopies.versionId, proxyCopies.partnerId],
    }),
    foreignKey({
      name: "downloads_bundle_of_user_fk",
      columns: [t.bundleId, t.userId],
      foreignColumns: [bundles.id, bundles.userId],
    }),
    index("downloads_user_version_idx").on(t.userId, t.versionId, t.startedAt),
    index("downloads_version_partner_idx").on(t.versionId, t.partnerId, t.startedAt),
    index("downloads_bundle_idx").on(t.bundleId),
    index("downloads_started_idx").on(t.startedAt, t.id),
    index("downloads_partner_started_idx").on(t.partnerId, t.startedAt, t.id),
    check("downloads_begun", sql`${t.begunAt} is not null or isempty(${t.coverage})`),
    check("downloads_completed", sql`${t.completedAt} is null or ${t.begunAt} is not null`),
  ],
);

/** What stands where in a bundle's zip: a taken file, or bytes of the bundle's own (manifest, read-me). */
export const bundleEntries = pgTable(
  "bundle_entries",
  {
    bundleId: uuid()
      .notNull()
      .references(() => bundles.id),
    downloadId: uuid().references(() => downloads.id),
    content: bytea(),
    path: text().notNull(),
    /** Of the local header, from the start of the zip. */
    offset: bigintNumber().notNull(),
    /** Of the first byte of the file itself: entries stand in its order. */
    dataOffset: bigintNumber().notNull(),
    bytes: bigintNumber().notNull(),
    crc32: text().notNull(),
    modifiedAt: instant().notNull(),
    objectKey: text(),
  },
  (t) => [
    primaryKey({ columns: [t.bundleId, t.dataOffset] }),
    uniqueIndex("bundle_entries_download_key").on(t.downloadId),
    check(
      "bundle_entries_source",
      sql`num_nonnulls(${t.downloadId}, ${t.objectKey}) = case when ${t.content} is null then 2 else 0 end`,
    ),
  ],
);

/**
 * One stretch of bytes of a file or a bundle going out in one response. What it is known to have sent is
 * `from_byte` to `sent_to`; what it may have sent besides ends at `leased_to`, which is written before.
 */
export const transfers = pgTable(
  "transfers",
  {
    id: uuid().primaryKey(),
    downloadId: uuid().references(() => downloads.id),
    bundleId: uuid().references(() => bundles.id),
    /** The process that sends it. */
    instance: uuid().notNull(),
    /** Where its client is; null for what was sent before this was kept. */
    address: text(),
    fromByte: bigintNumber().notNull(),
    sentTo: bigintNumber().notNull(),
    leasedTo: bigintNumber().notNull(),
    startedAt: instant().notNull(),
    /** When bytes last went out. */
    movedAt: instant().notNull(),
    /** When its process last said that it lives. */
    seenAt: instant().notNull(),
    endedAt: instant(),
    /** Whether it is known which transfer, if any, it goes on from, and which from it: that proves what was sent. */
    settled: boolean().notNull(),
  },
  (t) => [
    index("transfers_download_idx").on(t.downloadId, t.fromByte),
    index("transfers_bundle_idx").on(t.bundleId, t.fromByte),
    index("transfers_open_idx").on(t.movedAt).where(sql`ended_at is null`),
    index("transfers_ended_idx").on(t.endedAt),
    index("transfers_unsettled_idx").on(t.id).where(sql`not settled`),
    check("transfers_target", sql`num_nonnulls(${t.downloadId}, ${t.bundleId}) = 1`),
    check(
      "transfers_order",
      sql`0 <= ${t.fromByte} and ${t.fromByte} <= ${t.sentTo} and ${t.sentTo} <= ${t.leasedTo}`,
    ),
  ],
);
