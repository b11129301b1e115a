CREATE TYPE "public"."delivery_state" AS ENUM('receiving', 'accepted', 'rejected');--> statement-breakpoint
CREATE TYPE "public"."media_kind" AS ENUM('video', 'audio', 'text', 'image');--> statement-breakpoint
CREATE TYPE "public"."newly_added" AS ENUM('new', 'updated');--> statement-breakpoint
CREATE TYPE "public"."qc_result" AS ENUM('passed', 'failed');--> statement-breakpoint
CREATE TYPE "public"."qc_status" AS ENUM('QC Pending', 'Ready for Mix');--> statement-breakpoint
CREATE TYPE "public"."user_kind" AS ENUM('partner', 'operator');--> statement-breakpoint
CREATE TYPE "public"."preview_state" AS ENUM('queued', 'encoding', 'ready', 'failed');--> statement-breakpoint
CREATE TYPE "public"."proxy_copy_state" AS ENUM('queued', 'encoding', 'ready', 'failed');--> statement-breakpoint
CREATE TYPE "public"."source_request_status" AS ENUM('open', 'fulfilled', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."title_kind" AS ENUM('film', 'series', 'season', 'episode');--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"material_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"bytes" bigint DEFAULT 0 NOT NULL,
	"state" "delivery_state" DEFAULT 'receiving' NOT NULL,
	"reason" text,
	"version_id" uuid,
	"idempotency_key" text,
	"delivered_by_id" uuid NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "deliveries_versionId_unique" UNIQUE("version_id"),
	CONSTRAINT "deliveries_idempotency_key" UNIQUE("delivered_by_id","idempotency_key"),
	CONSTRAINT "deliveries_accepted" CHECK (("deliveries"."state" = 'accepted') = ("deliveries"."version_id" is not null)),
	CONSTRAINT "deliveries_rejected" CHECK (("deliveries"."state" = 'rejected') = ("deliveries"."reason" is not null)),
	CONSTRAINT "deliveries_finished" CHECK (("deliveries"."state" = 'receiving') = ("deliveries"."finished_at" is null))
);
--> statement-breakpoint
CREATE TABLE "bundle_entries" (
	"bundle_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"download_id" uuid,
	"content" "bytea",
	"path" text NOT NULL,
	"offset" bigint NOT NULL,
	"bytes" bigint NOT NULL,
	"crc32" text NOT NULL,
	"object_key" text,
	CONSTRAINT "bundle_entries_bundle_id_position_pk" PRIMARY KEY("bundle_id","position"),
	CONSTRAINT "bundle_entries_source" CHECK (num_nonnulls("bundle_entries"."download_id", "bundle_entries"."object_key") = case when "bundle_entries"."content" is null then 2 else 0 end)
);
--> statement-breakpoint
CREATE TABLE "bundles" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"bytes" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"begun_at" timestamp (3) with time zone,
	CONSTRAINT "bundles_id_user_key" UNIQUE("id","user_id"),
	CONSTRAINT "bundles_bytes" CHECK ("bundles"."bytes" >= 0)
);
--> statement-breakpoint
CREATE TABLE "downloads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"proxy_copy_id" uuid,
	"bundle_id" uuid,
	"started_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"begun_at" timestamp (3) with time zone,
	"coverage" "int8multirange" DEFAULT '{}' NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"verified_at" timestamp (3) with time zone,
	"address" text,
	CONSTRAINT "downloads_begun" CHECK ("downloads"."begun_at" is not null or isempty("downloads"."coverage")),
	CONSTRAINT "downloads_completed" CHECK ("downloads"."completed_at" is null or "downloads"."begun_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "asset_types" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"media_kind" "media_kind" NOT NULL,
	"qc_applies" boolean NOT NULL,
	"watermarked" boolean NOT NULL,
	"language_menu" boolean NOT NULL,
	"formats" text[] NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "asset_types_name_unique" UNIQUE("name"),
	CONSTRAINT "asset_types_qc" CHECK (not "asset_types"."qc_applies" or "asset_types"."media_kind" = 'audio'),
	CONSTRAINT "asset_types_watermarked" CHECK (not "asset_types"."watermarked" or "asset_types"."media_kind" = 'video'),
	CONSTRAINT "asset_types_language_menu" CHECK (not "asset_types"."language_menu" or "asset_types"."media_kind" = 'video')
);
--> statement-breakpoint
CREATE TABLE "materials" (
	"id" uuid PRIMARY KEY NOT NULL,
	"title_id" uuid NOT NULL,
	"asset_type_code" text NOT NULL,
	"variant" text,
	"language" text,
	"current_version_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "materials_slot_key" UNIQUE NULLS NOT DISTINCT("title_id","asset_type_code","variant","language")
);
--> statement-breakpoint
CREATE TABLE "qc_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version_id" uuid NOT NULL,
	"status" "qc_status" NOT NULL,
	"result" "qc_result",
	"note" text,
	"by_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "qc_events_ready_passed" CHECK (("qc_events"."status" = 'Ready for Mix') = ("qc_events"."result" is not distinct from 'passed'))
);
--> statement-breakpoint
CREATE TABLE "versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"material_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"file_name" text NOT NULL,
	"bytes" bigint NOT NULL,
	"md5" text NOT NULL,
	"xxh64" text NOT NULL,
	"crc32" text NOT NULL,
	"object_key" text NOT NULL,
	"probe" jsonb NOT NULL,
	"delivered_on" timestamp (3) with time zone NOT NULL,
	"delivered_by_id" uuid NOT NULL,
	"note" text,
	"qc_status" "qc_status",
	"newly_added" "newly_added",
	"newly_added_until" timestamp (3) with time zone,
	CONSTRAINT "versions_material_number_key" UNIQUE("material_id","number"),
	CONSTRAINT "versions_material_id_key" UNIQUE("material_id","id"),
	CONSTRAINT "versions_number" CHECK ("versions"."number" > 0),
	CONSTRAINT "versions_bytes" CHECK ("versions"."bytes" >= 0),
	CONSTRAINT "versions_checksums" CHECK ("versions"."md5" ~ '^[0-9a-f]{32}$' and "versions"."xxh64" ~ '^[0-9a-f]{16}$' and "versions"."crc32" ~ '^[0-9a-f]{8}$'),
	CONSTRAINT "versions_newly_added" CHECK (("versions"."newly_added" is null) = ("versions"."newly_added_until" is null))
);
--> statement-breakpoint
CREATE TABLE "partners" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "partners_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "selections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"requests" text[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "selections_size" CHECK (cardinality("selections"."requests") between 1 and 1000)
);
--> statement-breakpoint
CREATE TABLE "sign_in_attempts" (
	"key" varchar(255) PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" "user_kind" NOT NULL,
	"partner_id" uuid,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"deactivated_at" timestamp (3) with time zone,
	CONSTRAINT "users_id_partner_key" UNIQUE("id","partner_id"),
	CONSTRAINT "users_kind_partner" CHECK (("users"."kind" = 'partner') = ("users"."partner_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "previews" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version_id" uuid NOT NULL,
	"partner_id" uuid,
	"state" "preview_state" DEFAULT 'queued' NOT NULL,
	"reason" text,
	"object_prefix" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ready_at" timestamp (3) with time zone,
	CONSTRAINT "previews_version_partner_key" UNIQUE NULLS NOT DISTINCT("version_id","partner_id"),
	CONSTRAINT "previews_ready" CHECK (("previews"."state" = 'ready') = (num_nulls("previews"."object_prefix", "previews"."ready_at") = 0)),
	CONSTRAINT "previews_failed" CHECK (("previews"."state" = 'failed') = ("previews"."reason" is not null))
);
--> statement-breakpoint
CREATE TABLE "proxy_copies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"serial" bigint NOT NULL,
	"state" "proxy_copy_state" DEFAULT 'queued' NOT NULL,
	"percent" integer DEFAULT 0 NOT NULL,
	"reason" text,
	"requested_by_id" uuid,
	"drawn_by_id" uuid,
	"drawn_at" timestamp (3) with time zone,
	"object_key" text,
	"bytes" bigint,
	"md5" text,
	"xxh64" text,
	"crc32" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ready_at" timestamp (3) with time zone,
	CONSTRAINT "proxy_copies_serial_unique" UNIQUE("serial"),
	CONSTRAINT "proxy_copies_id_version_partner_key" UNIQUE("id","version_id","partner_id"),
	CONSTRAINT "proxy_copies_serial" CHECK ("proxy_copies"."serial" between 0 and 281474976710655),
	CONSTRAINT "proxy_copies_percent" CHECK ("proxy_copies"."percent" between 0 and 100),
	CONSTRAINT "proxy_copies_drawn" CHECK (("proxy_copies"."drawn_by_id" is null) = ("proxy_copies"."drawn_at" is null) and ("proxy_copies"."drawn_by_id" is null or "proxy_copies"."state" = 'ready')),
	CONSTRAINT "proxy_copies_ready" CHECK (("proxy_copies"."state" = 'ready') = (num_nulls("proxy_copies"."object_key", "proxy_copies"."bytes", "proxy_copies"."md5", "proxy_copies"."xxh64", "proxy_copies"."crc32", "proxy_copies"."ready_at") = 0)),
	CONSTRAINT "proxy_copies_failed" CHECK (("proxy_copies"."state" = 'failed') = ("proxy_copies"."reason" is not null))
);
--> statement-breakpoint
CREATE TABLE "source_request_kind_asset_types" (
	"kind_code" text NOT NULL,
	"asset_type_code" text NOT NULL,
	CONSTRAINT "source_request_kind_asset_types_kind_code_asset_type_code_pk" PRIMARY KEY("kind_code","asset_type_code")
);
--> statement-breakpoint
CREATE TABLE "source_request_kinds" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "source_request_kinds_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "source_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reference" text NOT NULL,
	"partner_id" uuid NOT NULL,
	"title_id" uuid NOT NULL,
	"kind_code" text NOT NULL,
	"language" text NOT NULL,
	"due_on" date NOT NULL,
	"status" "source_request_status" DEFAULT 'open' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"fulfilled_at" timestamp (3) with time zone,
	"cancelled_at" timestamp (3) with time zone,
	CONSTRAINT "source_requests_reference_unique" UNIQUE("reference"),
	CONSTRAINT "source_requests_fulfilled" CHECK (("source_requests"."status" = 'fulfilled') = ("source_requests"."fulfilled_at" is not null)),
	CONSTRAINT "source_requests_cancelled" CHECK (("source_requests"."status" = 'cancelled') = ("source_requests"."cancelled_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "titles" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reference" text NOT NULL,
	"kind" "title_kind" NOT NULL,
	"name" text NOT NULL,
	"parent_id" uuid,
	"parent_kind" "title_kind" GENERATED ALWAYS AS (case kind when 'season' then 'series'::title_kind when 'episode' then 'season'::title_kind end) STORED,
	"number" integer,
	"original_language" text NOT NULL,
	"frame_rate_numerator" integer NOT NULL,
	"frame_rate_denominator" integer NOT NULL,
	"runtime_seconds" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "titles_reference_unique" UNIQUE("reference"),
	CONSTRAINT "titles_id_kind_key" UNIQUE("id","kind"),
	CONSTRAINT "titles_parent_number_key" UNIQUE("parent_id","number"),
	CONSTRAINT "titles_hang" CHECK (("titles"."kind" in ('season', 'episode')) = ("titles"."parent_id" is not null) and ("titles"."parent_id" is null) = ("titles"."number" is null)),
	CONSTRAINT "titles_number" CHECK ("titles"."number" > 0),
	CONSTRAINT "titles_rate" CHECK ("titles"."frame_rate_numerator" > 0 and "titles"."frame_rate_denominator" > 0),
	CONSTRAINT "titles_runtime" CHECK ("titles"."runtime_seconds" > 0)
);
--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_material_id_materials_id_fk" FOREIGN KEY ("material_id") REFERENCES "public"."materials"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_delivered_by_id_users_id_fk" FOREIGN KEY ("delivered_by_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_version_of_material_fk" FOREIGN KEY ("material_id","version_id") REFERENCES "public"."versions"("material_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bundle_entries" ADD CONSTRAINT "bundle_entries_bundle_id_bundles_id_fk" FOREIGN KEY ("bundle_id") REFERENCES "public"."bundles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bundle_entries" ADD CONSTRAINT "bundle_entries_download_id_downloads_id_fk" FOREIGN KEY ("download_id") REFERENCES "public"."downloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bundles" ADD CONSTRAINT "bundles_user_of_partner_fk" FOREIGN KEY ("user_id","partner_id") REFERENCES "public"."users"("id","partner_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "downloads" ADD CONSTRAINT "downloads_version_id_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "downloads" ADD CONSTRAINT "downloads_user_of_partner_fk" FOREIGN KEY ("user_id","partner_id") REFERENCES "public"."users"("id","partner_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "downloads" ADD CONSTRAINT "downloads_proxy_copy_fk" FOREIGN KEY ("proxy_copy_id","version_id","partner_id") REFERENCES "public"."proxy_copies"("id","version_id","partner_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "downloads" ADD CONSTRAINT "downloads_bundle_of_user_fk" FOREIGN KEY ("bundle_id","user_id") REFERENCES "public"."bundles"("id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "materials" ADD CONSTRAINT "materials_title_id_titles_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."titles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "materials" ADD CONSTRAINT "materials_asset_type_code_asset_types_code_fk" FOREIGN KEY ("asset_type_code") REFERENCES "public"."asset_types"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "materials" ADD CONSTRAINT "materials_current_version_fk" FOREIGN KEY ("id","current_version_id") REFERENCES "public"."versions"("material_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "qc_events" ADD CONSTRAINT "qc_events_version_id_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "qc_events" ADD CONSTRAINT "qc_events_by_id_users_id_fk" FOREIGN KEY ("by_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "versions" ADD CONSTRAINT "versions_material_id_materials_id_fk" FOREIGN KEY ("material_id") REFERENCES "public"."materials"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "versions" ADD CONSTRAINT "versions_delivered_by_id_users_id_fk" FOREIGN KEY ("delivered_by_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "selections" ADD CONSTRAINT "selections_user_of_partner_fk" FOREIGN KEY ("user_id","partner_id") REFERENCES "public"."users"("id","partner_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "previews" ADD CONSTRAINT "previews_version_id_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "previews" ADD CONSTRAINT "previews_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proxy_copies" ADD CONSTRAINT "proxy_copies_version_id_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proxy_copies" ADD CONSTRAINT "proxy_copies_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proxy_copies" ADD CONSTRAINT "proxy_copies_requester_of_partner_fk" FOREIGN KEY ("requested_by_id","partner_id") REFERENCES "public"."users"("id","partner_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proxy_copies" ADD CONSTRAINT "proxy_copies_drawer_of_partner_fk" FOREIGN KEY ("drawn_by_id","partner_id") REFERENCES "public"."users"("id","partner_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_request_kind_asset_types" ADD CONSTRAINT "source_request_kind_asset_types_kind_code_source_request_kinds_code_fk" FOREIGN KEY ("kind_code") REFERENCES "public"."source_request_kinds"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_request_kind_asset_types" ADD CONSTRAINT "source_request_kind_asset_types_asset_type_code_asset_types_code_fk" FOREIGN KEY ("asset_type_code") REFERENCES "public"."asset_types"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_requests" ADD CONSTRAINT "source_requests_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_requests" ADD CONSTRAINT "source_requests_title_id_titles_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."titles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_requests" ADD CONSTRAINT "source_requests_kind_code_source_request_kinds_code_fk" FOREIGN KEY ("kind_code") REFERENCES "public"."source_request_kinds"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "titles" ADD CONSTRAINT "titles_parent_fk" FOREIGN KEY ("parent_id","parent_kind") REFERENCES "public"."titles"("id","kind") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deliveries_material_idx" ON "deliveries" USING btree ("material_id");--> statement-breakpoint
CREATE INDEX "bundles_user_idx" ON "bundles" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "downloads_user_version_idx" ON "downloads" USING btree ("user_id","version_id","started_at");--> statement-breakpoint
CREATE INDEX "downloads_version_partner_idx" ON "downloads" USING btree ("version_id","partner_id","started_at");--> statement-breakpoint
CREATE INDEX "downloads_bundle_idx" ON "downloads" USING btree ("bundle_id");--> statement-breakpoint
CREATE INDEX "materials_asset_type_idx" ON "materials" USING btree ("asset_type_code");--> statement-breakpoint
CREATE INDEX "qc_events_version_idx" ON "qc_events" USING btree ("version_id","at");--> statement-breakpoint
CREATE INDEX "versions_newly_added_idx" ON "versions" USING btree ("newly_added_until") WHERE newly_added_until is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "users_partner_idx" ON "users" USING btree ("partner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "proxy_copies_one_draw_a_user_key" ON "proxy_copies" USING btree ("version_id","drawn_by_id") WHERE drawn_by_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "proxy_copies_one_request_a_user_key" ON "proxy_copies" USING btree ("version_id","requested_by_id") WHERE requested_by_id is not null;--> statement-breakpoint
CREATE INDEX "proxy_copies_pool_idx" ON "proxy_copies" USING btree ("version_id","partner_id") WHERE state = 'ready' and drawn_by_id is null;--> statement-breakpoint
CREATE INDEX "source_request_kind_asset_types_type_idx" ON "source_request_kind_asset_types" USING btree ("asset_type_code");--> statement-breakpoint
CREATE INDEX "source_requests_partner_due_idx" ON "source_requests" USING btree ("partner_id","status","due_on");--> statement-breakpoint
CREATE INDEX "source_requests_title_idx" ON "source_requests" USING btree ("title_id");--> statement-breakpoint
CREATE INDEX "titles_parent_idx" ON "titles" USING btree ("parent_id");--> statement-breakpoint
CREATE VIEW "public"."lineage" AS (
  select id as title_id, id as ancestor_id from titles
  union all
  select id, parent_id from titles where parent_id is not null
  union all
  select t.id, p.parent_id from titles t join titles p on p.id = t.parent_id where p.parent_id is not null);--> statement-breakpoint
CREATE VIEW "public"."source_request_slots" AS (
  select r.id as source_request_id, l.ancestor_id as title_id, k.asset_type_code
  from source_requests r
  join lineage l on l.title_id = r.title_id
  join source_request_kind_asset_types k on k.kind_code = r.kind_code);--> statement-breakpoint
CREATE VIEW "public"."title_names" AS (
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
  left join titles series on series.id = p.parent_id);