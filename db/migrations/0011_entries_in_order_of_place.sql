DROP INDEX "bundle_entries_data_offset_key";--> statement-breakpoint
ALTER TABLE "bundle_entries" DROP CONSTRAINT "bundle_entries_bundle_id_position_pk";--> statement-breakpoint
ALTER TABLE "bundle_entries" ADD CONSTRAINT "bundle_entries_bundle_id_data_offset_pk" PRIMARY KEY("bundle_id","data_offset");--> statement-breakpoint
ALTER TABLE "bundle_entries" DROP COLUMN "position";