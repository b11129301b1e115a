import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  pgView,
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

/**
 * Every title with itself and each title above it: (episode, episode), (episode, season), (episode, series).
 * A material of `ancestorId` serves a source request for `titleId`.
 */
export const titleLineage = pgView("title_lineage", {
  titleId: uuid("title_id").notNull(),
  ancestorId: uuid("ancestor_id").notNull(),
}).as(sql`
  select id as title_id, id as ancestor_id from titles
  union all
  select id, parent_id from titles where parent_id is not null
  union all
  select t.id, p.parent_id from titles t join titles p on p.id = t.parent_id where p.parent_id is not null`);

/** How a title is called wherever it stands: by its film or series, with season and episode as numbers. */
export const titleNames = pgView("title_names", {
  titleId: uuid("title_id").notNull(),
  reference: text().notNull(),
  /** Of the film or the series. */
  name: text().notNull(),
  season: integer(),
  episode: integer(),
  /** The season's or episode's own name. */
  partName: text("part_name"),
  originalLanguage: text("original_language").notNull(),
}).as(sql`
  select
    t.id as title_id,
    t.reference,
    coalesce(series.name, p.name, t.name) as name,
    case t.kind when 'season' then t.number when 'episode' then p.number end as season,
    case t.kind when 'episode' then t.number end as episode,
    case when t.parent_id is not null then t.name end as part_name,
    t.original_language
  from titles t
  left join titles p on p.id = t.parent_id
  left join titles series on series.id = p.parent_id`);
