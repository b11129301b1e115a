import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bigintNumber, instant } from "./columns";
import { versions } from "./materials";
import { partners, users } from "./people";

/** `cancelled`: nobody wants it, and what was made of it goes; `removed`: its file is gone, who had it stays known. */
export const proxyCopyState = pgEnum("proxy_copy_state", [
  "queued",
  "encoding",
  "ready",
  "failed",
  "cancelled",
  "removed",
]);

/**
 * One watermarked file of a video version, made for one partner; the pool is its ready, undrawn rows.
 * A copy asked for by a user while the pool was empty is bound to that user from the start.
 */
export const proxyCopies = pgTable(
  "proxy_copies",
  {
    id: uuid().primaryKey(),
    versionId: uuid()
      .notNull()
      .references(() => versions.id),
    partnerId: uuid()
      .notNull()
      .references(() => partners.id),
    /** Opaque, 48 bits, shown as Crockford base32. */
    serial: bigintNumber().notNull().unique(),
    state: proxyCopyState().notNull().default("queued"),
    /** 0 to 100. */
    percent: integer().notNull().default(0),
    /** Of each part that is encoded by itself, how many frames are done. */
    framesDone: integer().array().notNull().default([]),
    /** How much of the percent was taken by its mezzanine, where that had to be made first. */
    preparedPercent: integer().notNull().default(0),
    /** When its making last began: of its mezzanine, or where there was one, of itself. */
    startedAt: instant(),
    /** Why it failed, in words for an operator. */
    reason: text(),
    requestedById: uuid(),
    drawnById: uuid(),
    drawnAt: instant(),
    objectKey: text(),
    bytes: bigintNumber(),
    md5: text(),
    xxh64: text(),
    crc32: text(),
    createdAt: instant().notNull(),
    /** When state, percent or drawer last changed. */
    changedAt: instant().notNull(),
    readyAt: instant(),
  },
  (t) => [
    foreignKey({
      name: "proxy_copies_requester_of_partner_fk",
      columns: [t.requestedById, t.partnerId],
      foreignColumns: [users.id, users.partnerId],
    }),
    foreignKey({
      name: "proxy_copies_drawer_of_partner_fk",
      columns: [t.drawnById, t.partnerId],
      foreignColumns: [users.id, users.partnerId],
    }),
    // A download of a copy names version and partner too: all three agree.
    unique("proxy_copies_id_version_partner_key").on(t.id, t.versionId, t.partnerId),
    uniqueIndex("proxy_copies_one_draw_a_user_key")
      .on(t.drawnById, t.versionId)
      .where(sql`drawn_by_id is not null`),
    uniqueIndex("proxy_copies_one_request_a_user_key")
      .on(t.requestedById, t.versionId)
      .where(
        sql`requested_by_id is not null and state in ('queued', 'encoding', 'ready', 'failed')`,
      ),
    index("proxy_copies_version_idx").on(t.versionId),
    index("proxy_copies_pool_idx")
      .on(t.versionId, t.partnerId, t.readyAt)
      .where(sql`state = 'ready' and drawn_by_id is null and requested_by_id is null`),
    index("proxy_copies_object_key_idx").on(t.objectKey).where(sql`object_key is not null`),
    index("proxy_copies_changed_idx").on(t.partnerId, t.changedAt),
    check("proxy_copies_serial", sql`${t.serial} between 0 and 281474976710655`),
    check("proxy_copies_percent", sql`${t.percent} between 0 and 100`),
    check("proxy_copies_prepared_percent", sql`${t.preparedPercent} between 0 and 99`),
    check(
      "proxy_copies_drawn",
      sql`(${t.drawnById} is null) = (${t.drawnAt} is null) and (${t.drawnById} is null or ${t.state} not in ('queued', 'encoding', 'failed'))`,
    ),
    check(
      "proxy_copies_ready",
      sql`(${t.state} = 'ready') = (num_nulls(${t.objectKey}, ${t.bytes}, ${t.md5}, ${t.xxh64}, ${t.crc32}, ${t.readyAt}) = 0)`,
    ),
    check("proxy_copies_failed", sql`(${t.state} = 'failed') = (${t.reason} is not null)`),
  ],
);
