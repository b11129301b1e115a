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
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "./columns";

export const titleKind = pgEnum("title_kind", ["film", "series", "season", "episode"]);

/** A film, or a series > season > episode. */
export const titles = pgTable(
  "titles",
  {
    id: uuid().primaryKey(),
    /** What people see: `TTL-80211`. */
    reference: text().notNull().unique(),
    kind: titleKind().notNull(),
    name: text().notNull(),
    parentId: uuid(),
    /** The parent's kind follows from our own: a season hangs on a series, an episode on a season. */
    parentKind: titleKind().generatedAlwaysAs(
      sql`case kind when 'season' then 'series'::title_kind when 'episode' then 'season'::title_kind end`,
    ),
    /** Season or episode number. */
    number: integer(),
    /** BCP 47. */
    originalLanguage: text().notNull(),
    /** Frames a second as a rational: 24000/1001. */
    frameRateNumerator: integer().notNull(),
    frameRateDenominator: integer().notNull(),
    /** Programme length; null for a series or a season. */
    runtimeSeconds: integer(),
    createdAt: instant().notNull(),
  },
  (t) => [
    unique("titles_id_kind_key").on(t.id, t.kind),
    unique("titles_parent_number_key").on(t.parentId, t.number),
    foreignKey({
      name: "titles_parent_fk",
      columns: [t.parentId, t.parentKind],
      foreignColumns: [t.id, t.kind],
    }),
    index("titles_created_idx").on(t.createdAt, t.id),
    index("titles_parent_idx").on(t.parentId),
    check(
      "titles_hang",
      sql`(${t.kind} in ('season', 'episode')) = (${t.parentId} is not null) and (${t.parentId} is null) = (${t.number} is null)`,
    ),
    check("titles_number", sql`${t.number} > 0`),
    check("titles_rate", sql`${t.frameRateNumerator} > 0 and ${t.frameRateDenominator} > 0`),
    check("titles_runtime", sql`${t.runtimeSeconds} > 0`),
  ],
);
