CREATE TYPE "public"."api_scope" AS ENUM('deliveries', 'qc');--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" "api_scope"[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_tokens_hash_unique" UNIQUE("hash"),
	CONSTRAINT "api_tokens_scopes" CHECK (cardinality("api_tokens"."scopes") > 0),
	CONSTRAINT "api_tokens_hash" CHECK ("api_tokens"."hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "deliveries" DROP CONSTRAINT "deliveries_versionId_unique";--> statement-breakpoint
ALTER TABLE "deliveries" DROP CONSTRAINT "deliveries_accepted";--> statement-breakpoint
ALTER TABLE "deliveries" ALTER COLUMN "material_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "title_id" uuid;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "asset_type_code" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "variant" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "seen_at" timestamp (3) with time zone;--> statement-breakpoint
UPDATE "deliveries" SET "title_id" = "materials"."title_id", "asset_type_code" = "materials"."asset_type_code", "variant" = "materials"."variant", "language" = "materials"."language", "seen_at" = coalesce("finished_at", "started_at") FROM "materials" WHERE "materials"."id" = "deliveries"."material_id";--> statement-breakpoint
UPDATE "deliveries" SET "material_id" = null WHERE "state" <> 'accepted';--> statement-breakpoint
ALTER TABLE "deliveries" ALTER COLUMN "title_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ALTER COLUMN "asset_type_code" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ALTER COLUMN "seen_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_tokens_user_idx" ON "api_tokens" USING btree ("user_id");--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_title_id_titles_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."titles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_asset_type_code_asset_types_code_fk" FOREIGN KEY ("asset_type_code") REFERENCES "public"."asset_types"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deliveries_version_idx" ON "deliveries" USING btree ("version_id");--> statement-breakpoint
CREATE INDEX "deliveries_started_idx" ON "deliveries" USING btree ("started_at","id");--> statement-breakpoint
CREATE INDEX "deliveries_receiving_idx" ON "deliveries" USING btree ("seen_at") WHERE state = 'receiving';--> statement-breakpoint
CREATE INDEX "downloads_started_idx" ON "downloads" USING btree ("started_at","id");--> statement-breakpoint
CREATE INDEX "downloads_partner_started_idx" ON "downloads" USING btree ("partner_id","started_at","id");--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_accepted" CHECK (num_nonnulls("deliveries"."material_id", "deliveries"."version_id") = case "deliveries"."state" when 'accepted' then 2 else 0 end);