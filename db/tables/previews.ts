import { sql } from "drizzle-orm";
import { check, pgEnum, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";
import { versions } from "./materials";
import { partners } from "./people";

export const previewState = pgEnum("preview_state", ["queued", "encoding", "ready", "failed"]);

/** The HLS rendition of a video version that the player plays; of a watermarked type, one for each partner. */
export const previews = pgTable(
  "previews",
  {
    id: uuid().primaryKey(),
    versionId: uuid()
      .notNull()
      .references(() => versions.id),
    /** Whose name is burnt in; null for types that bear no watermark. */
    partnerId: uuid().references(() => partners.id),
    state: previewState().notNull().default("queued"),
    reason: text(),
    /** Where the object store keeps playlist and segments. */
    objectPrefix: text(),
    createdAt: instant().notNull(),
    readyAt: instant(),
  },
  (t) => [
    unique("previews_version_partner_key").on(t.versionId, t.partnerId).nullsNotDistinct(),
    check(
      "previews_ready",
      sql`(${t.state} = 'ready') = (num_nulls(${t.objectPrefix}, ${t.readyAt}) = 0)`,
    ),
    check("previews_failed", sql`(${t.state} = 'failed') = (${t.reason} is not null)`),
  ],
);
