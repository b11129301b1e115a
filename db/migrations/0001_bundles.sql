CREATE TABLE "transfers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"download_id" uuid,
	"bundle_id" uuid,
	"instance" uuid NOT NULL,
	"from_byte" bigint NOT NULL,
	"sent_to" bigint NOT NULL,
	"leased_to" bigint NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"moved_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"settled" boolean NOT NULL,
	CONSTRAINT "transfers_target" CHECK (num_nonnulls("transfers"."download_id", "transfers"."bundle_id") = 1),
	CONSTRAINT "transfers_order" CHECK (0 <= "transfers"."from_byte" and "transfers"."from_byte" <= "transfers"."sent_to" and "transfers"."sent_to" <= "transfers"."leased_to")
);
--> statement-breakpoint
ALTER TABLE "bundle_entries" ADD COLUMN "data_offset" bigint NOT NULL;--> statement-breakpoint
ALTER TABLE "bundle_entries" ADD COLUMN "modified_at" timestamp (3) with time zone NOT NULL;--> statement-breakpoint
ALTER TABLE "bundles" ADD COLUMN "format" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "downloads" ADD COLUMN "revoked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "sign_outs" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_download_id_downloads_id_fk" FOREIGN KEY ("download_id") REFERENCES "public"."downloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_bundle_id_bundles_id_fk" FOREIGN KEY ("bundle_id") REFERENCES "public"."bundles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "transfers_download_idx" ON "transfers" USING btree ("download_id","from_byte");--> statement-breakpoint
CREATE INDEX "transfers_bundle_idx" ON "transfers" USING btree ("bundle_id","from_byte");--> statement-breakpoint
CREATE INDEX "transfers_open_idx" ON "transfers" USING btree ("moved_at") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "transfers_ended_idx" ON "transfers" USING btree ("ended_at");--> statement-breakpoint
CREATE INDEX "transfers_unsettled_idx" ON "transfers" USING btree ("id") WHERE not settled;--> statement-breakpoint
CREATE UNIQUE INDEX "bundle_entries_data_offset_key" ON "bundle_entries" USING btree ("bundle_id","data_offset");--> statement-breakpoint
CREATE UNIQUE INDEX "bundle_entries_download_key" ON "bundle_entries" USING btree ("download_id");