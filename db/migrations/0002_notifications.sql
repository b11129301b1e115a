CREATE TYPE "public"."mail_state" AS ENUM('queued', 'sent', 'failed', 'withheld');--> statement-breakpoint
CREATE TYPE "public"."withheld_reason" AS ENUM('muted', 'not_visible', 'superseded');--> statement-breakpoint
CREATE TABLE "mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"sender" text NOT NULL,
	"recipient" text NOT NULL,
	"subject" text NOT NULL,
	"html" text NOT NULL,
	"text" text NOT NULL,
	"state" "mail_state" DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"first_tried_at" timestamp (3) with time zone,
	"tried_at" timestamp (3) with time zone,
	"sent_at" timestamp (3) with time zone,
	"reason" text,
	"returned_at" timestamp (3) with time zone,
	"return_reason" text,
	CONSTRAINT "mails_sent" CHECK (("mails"."state" = 'sent') = ("mails"."sent_at" is not null)),
	CONSTRAINT "mails_tried" CHECK (("mails"."attempts" = 0) = (num_nonnulls("mails"."first_tried_at", "mails"."tried_at") = 0)),
	CONSTRAINT "mails_reason" CHECK ("mails"."state" not in ('failed', 'withheld') or "mails"."reason" is not null),
	CONSTRAINT "mails_returned" CHECK (("mails"."returned_at" is null) = ("mails"."return_reason" is null))
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"id" uuid PRIMARY KEY NOT NULL,
	"proxy_copy_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"mail_id" uuid,
	"withheld" "withheld_reason",
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notifications_once_key" UNIQUE("proxy_copy_id","user_id"),
	CONSTRAINT "notifications_outcome" CHECK (num_nonnulls("notifications"."mail_id", "notifications"."withheld") = 1)
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "mail_muted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_proxy_copy_id_proxy_copies_id_fk" FOREIGN KEY ("proxy_copy_id") REFERENCES "public"."proxy_copies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_mail_id_mails_id_fk" FOREIGN KEY ("mail_id") REFERENCES "public"."mails"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mails_user_idx" ON "mails" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "mails_queued_idx" ON "mails" USING btree ("created_at") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "notifications_mail_idx" ON "notifications" USING btree ("mail_id");