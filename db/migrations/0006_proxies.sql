ALTER TYPE "public"."proxy_copy_state" ADD VALUE 'cancelled';--> statement-breakpoint
ALTER TYPE "public"."proxy_copy_state" ADD VALUE 'removed';--> statement-breakpoint
ALTER TABLE "proxy_copies" DROP CONSTRAINT "proxy_copies_drawn";--> statement-breakpoint
DROP INDEX "proxy_copies_one_draw_a_user_key";--> statement-breakpoint
DROP INDEX "proxy_copies_one_request_a_user_key";--> statement-breakpoint
DROP INDEX "proxy_copies_pool_idx";--> statement-breakpoint
ALTER TABLE "proxy_copies" ADD COLUMN "frames_done" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "proxy_copies" ADD COLUMN "started_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "proxy_copies" ADD COLUMN "changed_at" timestamp (3) with time zone;--> statement-breakpoint
UPDATE "proxy_copies" SET "changed_at" = coalesce("drawn_at", "ready_at", "created_at");--> statement-breakpoint
ALTER TABLE "proxy_copies" ALTER COLUMN "changed_at" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "proxy_copies_version_idx" ON "proxy_copies" USING btree ("version_id");--> statement-breakpoint
CREATE INDEX "proxy_copies_changed_idx" ON "proxy_copies" USING btree ("partner_id","changed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "proxy_copies_one_draw_a_user_key" ON "proxy_copies" USING btree ("drawn_by_id","version_id") WHERE drawn_by_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "proxy_copies_one_request_a_user_key" ON "proxy_copies" USING btree ("requested_by_id","version_id") WHERE requested_by_id is not null and state in ('queued', 'encoding', 'ready', 'failed');--> statement-breakpoint
CREATE INDEX "proxy_copies_pool_idx" ON "proxy_copies" USING btree ("version_id","partner_id","ready_at") WHERE state = 'ready' and drawn_by_id is null and requested_by_id is null;--> statement-breakpoint
ALTER TABLE "proxy_copies" ADD CONSTRAINT "proxy_copies_drawn" CHECK (("proxy_copies"."drawn_by_id" is null) = ("proxy_copies"."drawn_at" is null) and ("proxy_copies"."drawn_by_id" is null or "proxy_copies"."state" not in ('queued', 'encoding', 'failed')));