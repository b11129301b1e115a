CREATE TABLE "store_faults" (
	"object_key" text PRIMARY KEY NOT NULL,
	"fault" text NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "store_faults_seen_idx" ON "store_faults" USING btree ("last_seen_at");