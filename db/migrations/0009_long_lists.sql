DROP INDEX "versions_newly_added_idx";--> statement-breakpoint
CREATE INDEX "deliveries_state_started_idx" ON "deliveries" USING btree ("state","started_at","id");--> statement-breakpoint
CREATE INDEX "versions_qc_delivered_idx" ON "versions" USING btree ("delivered_on","id") WHERE qc_status is not null;--> statement-breakpoint
CREATE INDEX "versions_qc_status_delivered_idx" ON "versions" USING btree ("qc_status","delivered_on","id") WHERE qc_status is not null;--> statement-breakpoint
CREATE INDEX "versions_being_measured_idx" ON "versions" USING btree ("delivered_on") WHERE probe->>'integratedLoudnessLufs' = 'measuring';--> statement-breakpoint
CREATE INDEX "source_requests_due_idx" ON "source_requests" USING btree ("due_on","reference");--> statement-breakpoint
CREATE INDEX "source_requests_kind_idx" ON "source_requests" USING btree ("kind_code","partner_id");--> statement-breakpoint
CREATE INDEX "source_requests_language_idx" ON "source_requests" USING btree ("language","partner_id");--> statement-breakpoint
CREATE INDEX "titles_created_idx" ON "titles" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "versions_newly_added_idx" ON "versions" USING brin ("newly_added_until");--> statement-breakpoint
CREATE OR REPLACE VIEW "public"."lineage" AS (
  select t.id as title_id, above.id as ancestor_id
  from titles t
  left join titles p on p.id = t.parent_id
  cross join lateral (values (t.id), (t.parent_id), (p.parent_id)) above(id)
  where above.id is not null);