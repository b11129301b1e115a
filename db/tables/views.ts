import { sql } from "drizzle-orm";
import { integer, pgView, text, uuid } from "drizzle-orm/pg-core";

// Migrations make views in the order of these names, so one may only read those before it.

/**
 * Every title with itself and each title above it: (episode, episode), (episode, season), (episode, series).
 * A material of `ancestorId` serves a source request for `titleId`. As values beside each title, not as a union
 * of all: of one title's line only its own rows are read.
 */
export const lineage = pgView("lineage", {
  titleId: uuid("title_id").notNull(),
  ancestorId: uuid("ancestor_id").notNull(),
}).as(sql`
  select t.id as title_id, above.id as ancestor_id
  from titles t
  left join titles p on p.id = t.parent_id
  cross join lateral (values (t.id), (t.parent_id), (p.parent_id)) above(id)
  where above.id is not null`);

/**
 * Which slots serve which source request: of its title and of each above it, the asset types that its
 * kind names. A material in such a slot is what the request needs.
 */
export const sourceRequestSlots = pgView("source_request_slots", {
  sourceRequestId: uuid("source_request_id").notNull(),
  titleId: uuid("title_id").notNull(),
  assetTypeCode: text("asset_type_code").notNull(),
}).as(sql`
  select r.id as source_request_id, l.ancestor_id as title_id, k.asset_type_code
  from source_requests r
  join lineage l on l.title_id = r.title_id
  join source_request_kind_asset_types k on k.kind_code = r.kind_code`);

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
