CREATE TABLE "preview_openings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "previews" DROP CONSTRAINT "previews_ready";--> statement-breakpoint
ALTER TABLE "previews" ADD COLUMN "percent" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "previews" ADD COLUMN "attempt_id" uuid;--> statement-breakpoint
ALTER TABLE "previews" ADD COLUMN "rendition" jsonb;--> statement-breakpoint
ALTER TABLE "previews" ADD COLUMN "moved_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "previews" ALTER COLUMN "moved_at" DROP DEFAULT;--> statement-breakpoint
-- What was made before can't be told how to be played: it is made anew.
UPDATE "previews" SET "state" = 'queued', "object_prefix" = null, "ready_at" = null WHERE "state" = 'ready';--> statement-breakpoint
UPDATE "previews" SET "state" = 'queued' WHERE "state" = 'encoding';--> statement-breakpoint
ALTER TABLE "preview_openings" ADD CONSTRAINT "preview_openings_version_id_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "preview_openings" ADD CONSTRAINT "preview_openings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "preview_openings_version_idx" ON "preview_openings" USING btree ("version_id","opened_at");--> statement-breakpoint
CREATE INDEX "previews_unfinished_idx" ON "previews" USING btree ("moved_at") WHERE state in ('queued', 'encoding');--> statement-breakpoint
ALTER TABLE "previews" ADD CONSTRAINT "previews_percent" CHECK ("previews"."percent" between 0 and 100);--> statement-breakpoint
ALTER TABLE "previews" ADD CONSTRAINT "previews_encoding" CHECK ("previews"."state" <> 'encoding' or "previews"."attempt_id" is not null);--> statement-breakpoint
ALTER TABLE "previews" ADD CONSTRAINT "previews_ready" CHECK (("previews"."state" = 'ready') = (num_nulls("previews"."object_prefix", "previews"."rendition", "previews"."ready_at") = 0));