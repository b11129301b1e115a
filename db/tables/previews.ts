import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "./columns";
import { versions } from "./materials";
import { partners, users } from "./people";

export const previewState = pgEnum("preview_state", ["queued", "encoding", "ready", "failed"]);

/** The HLS rendition of a version that the player plays; of a watermarked type, one for each partner. */
export const previews = pgTable(
  "previews",
  {
    id: uuid().primaryKey(),
    versionId: uuid()
      .notNull()
      .references(() => versions.id),
    /** Whose name is burnt in; null for types that bear no watermark, and for the studio's own people. */
    partnerId: uuid().references(() => partners.id),
    state: previewState().notNull().default("queued"),
    /** 0 to 100. */
    percent: integer().notNull().default(0),
    /** Why it failed, in words. */
    reason: text(),
    /** The run that encodes it, or did last: only that one may write down how it goes on. */
    attemptId: uuid(),
    /** Where the object store keeps playlists, tracks and pictures. */
    objectPrefix: text(),
    /** What was made; its shape is lib/media's `Rendition`. */
    rendition: jsonb(),
    createdAt: instant().notNull(),
    /** When its state or percent last changed. */
    movedAt: instant().notNull(),
    readyAt: instant(),
  },
  (t) => [
    unique("previews_version_partner_key").on(t.versionId, t.partnerId).nullsNotDistinct(),
    index("previews_unfinished_idx").on(t.movedAt).where(sql`state in ('queued', 'encoding')`),
    check("previews_percent", sql`${t.percent} between 0 and 100`),
    check("previews_encoding", sql`${t.state} <> 'encoding' or ${t.attemptId} is not null`),
    check(
      "previews_ready",
      sql`(${t.state} = 'ready') = (num_nulls(${t.objectPrefix}, ${t.rendition}, ${t.readyAt}) = 0)`,
    ),
    check("previews_failed", sql`(${t.state} = 'failed') = (${t.reason} is not null)`),
  ],
);

/** Who opened a preview of which version in the player, and when. */
export const previewOpenings = pgTable(
  "preview_openings",
  {
    id: uuid().primaryKey(),
    versionId: uuid()
      .notNull()
      .references(() => versions.id),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    openedAt: instant().notNull(),
  },
  (t) => [index("preview_openings_version_idx").on(t.versionId, t.openedAt)],
);
