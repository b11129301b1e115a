CREATE INDEX "materials_current_version_idx" ON "materials" USING btree ("current_version_id");--> statement-breakpoint
CREATE INDEX "versions_object_key_idx" ON "versions" USING btree ("object_key");--> statement-breakpoint
CREATE INDEX "proxy_copies_object_key_idx" ON "proxy_copies" USING btree ("object_key") WHERE object_key is not null;--> statement-breakpoint
CREATE INDEX "source_requests_partner_fulfilled_idx" ON "source_requests" USING btree ("partner_id","fulfilled_at");--> statement-breakpoint
ALTER TABLE "versions" SET (fillfactor = 80);