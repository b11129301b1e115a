-- A small world as the schema was after 0011_entries_in_order_of_place: at least one row in each table.
insert into partners (id, name, created_at) values ('01900000-0000-7000-8000-000000000001', 'Northlight', '2026-01-01Z');
insert into users (id, kind, partner_id, email, name, created_at) values
  ('01900000-0000-7000-8000-000000000011', 'partner', '01900000-0000-7000-8000-000000000001', 'ada@x.example', 'Ada', '2026-01-01Z'),
  ('01900000-0000-7000-8000-000000000012', 'operator', null, 'opal@x.example', 'Opal', '2026-01-01Z');
insert into sign_in_attempts (key, points, expire) values ('account:ada', 1, 1);
insert into selections (id, user_id, partner_id, requests, created_at) values
  ('01900000-0000-7000-8000-000000000021', '01900000-0000-7000-8000-000000000011', '01900000-0000-7000-8000-000000000001', '{SR-1}', '2026-01-01Z');
insert into titles (id, reference, kind, name, parent_id, number, original_language, frame_rate_numerator, frame_rate_denominator, created_at) values
  ('01900000-0000-7000-8000-000000000031', 'TTL-1', 'series', 'Series', null, null, 'en', 24, 1, '2026-01-01Z'),
  ('01900000-0000-7000-8000-000000000032', 'TTL-2', 'season', 'Season 1', '01900000-0000-7000-8000-000000000031', 1, 'en', 24, 1, '2026-01-01Z');
insert into asset_types (code, name, media_kind, qc_applies, watermarked, language_menu, formats, position) values
  ('final_proxy', 'Final Proxy', 'video', false, true, true, '{mp4}', 1), ('me', 'M&E', 'audio', true, false, false, '{wav}', 2);
insert into source_request_kinds (code, name, position) values ('premix', 'Premix', 1);
insert into source_request_kind_asset_types (kind_code, asset_type_code) values ('premix', 'me'), ('premix', 'final_proxy');
insert into source_requests (id, reference, partner_id, title_id, kind_code, language, due_on, created_at) values
  ('01900000-0000-7000-8000-000000000041', 'SR-1', '01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000032', 'premix', 'fr', '2026-02-01', '2026-01-01Z');
insert into materials (id, title_id, asset_type_code, created_at) values
  ('01900000-0000-7000-8000-000000000051', '01900000-0000-7000-8000-000000000031', 'final_proxy', '2026-01-01Z'),
  ('01900000-0000-7000-8000-000000000052', '01900000-0000-7000-8000-000000000032', 'me', '2026-01-01Z');
insert into versions (id, material_id, number, file_name, bytes, md5, xxh64, crc32, object_key, probe, delivered_on, delivered_by_id, qc_status, newly_added, newly_added_until)
select id, material_id, 1, 'file', 1000, repeat('0', 32), repeat('0', 16), repeat('0', 8), 'k', '{}', '2026-01-02Z', '01900000-0000-7000-8000-000000000012', qc, 'new', '2026-01-10Z'
from (values
  ('01900000-0000-7000-8000-000000000061'::uuid, '01900000-0000-7000-8000-000000000051'::uuid, null::qc_status),
  ('01900000-0000-7000-8000-000000000062', '01900000-0000-7000-8000-000000000052', 'QC Pending')) as given (id, material_id, qc);
update materials set current_version_id = versions.id from versions where versions.material_id = materials.id;
insert into qc_events (id, version_id, status, by_id, at) values
  ('01900000-0000-7000-8000-000000000071', '01900000-0000-7000-8000-000000000062', 'QC Pending', '01900000-0000-7000-8000-000000000012', '2026-01-02Z');
insert into api_tokens (id, user_id, name, hash, scopes, created_at) values
  ('01900000-0000-7000-8000-000000000099', '01900000-0000-7000-8000-000000000012', 'Upload', repeat('0', 64), '{deliveries}', '2026-01-02Z');
insert into deliveries (id, material_id, file_name, bytes, state, version_id, delivered_by_id, started_at, finished_at, title_id, asset_type_code, seen_at) values
  ('01900000-0000-7000-8000-000000000081', '01900000-0000-7000-8000-000000000052', 'file', 1000, 'accepted', '01900000-0000-7000-8000-000000000062', '01900000-0000-7000-8000-000000000012', '2026-01-02Z', '2026-01-02Z', '01900000-0000-7000-8000-000000000032', 'me', '2026-01-02Z');
insert into previews (id, version_id, partner_id, state, object_prefix, created_at, ready_at, moved_at, attempt_id, rendition) values
  ('01900000-0000-7000-8000-000000000091', '01900000-0000-7000-8000-000000000061', null, 'encoding', null, '2026-01-02Z', null, '2026-01-02Z', '01900000-0000-7000-8000-000000000094', null),
  ('01900000-0000-7000-8000-000000000092', '01900000-0000-7000-8000-000000000061', '01900000-0000-7000-8000-000000000001', 'ready', 'p', '2026-01-02Z', '2026-01-02Z', '2026-01-02Z', null, '{}');
insert into proxy_copies (id, version_id, partner_id, serial, state, frames_done, started_at, created_at, changed_at, prepared_percent) values
  ('01900000-0000-7000-8000-0000000000a1', '01900000-0000-7000-8000-000000000061', '01900000-0000-7000-8000-000000000001', 7, 'encoding', '{100}', '2026-01-02Z', '2026-01-02Z', '2026-01-02Z', 40);
insert into downloads (id, user_id, partner_id, version_id, started_at, expires_at, begun_at, coverage) values
  ('01900000-0000-7000-8000-0000000000b1', '01900000-0000-7000-8000-000000000011', '01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000062', '2026-01-03Z', '2026-01-10Z', '2026-01-03Z', '{[0,500)}');
insert into bundles (id, user_id, partner_id, file_name, bytes, format, created_at, expires_at, begun_at) values
  ('01900000-0000-7000-8000-0000000000c1', '01900000-0000-7000-8000-000000000011', '01900000-0000-7000-8000-000000000001', 'SR-1.zip', 1300, 1, '2026-01-03Z', '2026-01-10Z', '2026-01-03Z');
update downloads set bundle_id = '01900000-0000-7000-8000-0000000000c1';
insert into bundle_entries (bundle_id, download_id, content, path, "offset", data_offset, bytes, crc32, modified_at, object_key) values
  ('01900000-0000-7000-8000-0000000000c1', '01900000-0000-7000-8000-0000000000b1', null, 'Series/file', 0, 80, 1000, repeat('0', 8), '2026-01-02Z', 'k'),
  ('01900000-0000-7000-8000-0000000000c1', null, 'read me', 'README.txt', 1080, 1160, 7, repeat('0', 8), '2026-01-03Z', null);
insert into transfers (id, download_id, bundle_id, instance, from_byte, sent_to, leased_to, started_at, moved_at, seen_at, ended_at, settled) values
  ('01900000-0000-7000-8000-0000000000d1', '01900000-0000-7000-8000-0000000000b1', null, '01900000-0000-7000-8000-0000000000e1', 0, 500, 500, '2026-01-03Z', '2026-01-03Z', '2026-01-03Z', '2026-01-03Z', true),
  ('01900000-0000-7000-8000-0000000000d2', null, '01900000-0000-7000-8000-0000000000c1', '01900000-0000-7000-8000-0000000000e1', 0, 100, 200, '2026-01-03Z', '2026-01-03Z', '2026-01-03Z', null, false);
insert into mails (id, user_id, sender, recipient, subject, html, text, created_at) values
  ('01900000-0000-7000-8000-0000000000f1', '01900000-0000-7000-8000-000000000011', 'turnover@x.example', 'ada@x.example', 'Ready', 'Ready', 'Ready', '2026-01-03Z');
insert into notifications (id, proxy_copy_id, user_id, mail_id, created_at) values
  ('01900000-0000-7000-8000-0000000000f2', '01900000-0000-7000-8000-0000000000a1', '01900000-0000-7000-8000-000000000011', '01900000-0000-7000-8000-0000000000f1', '2026-01-03Z');
insert into job_events (id, name, received_at) values ('01J1', 'version/delivered', '2026-01-03Z');
insert into job_runs (id, function_id, event_id, event, limit_keys, priority, started_at) values
  ('01900000-0000-7000-8000-000000000101', 'prepare-preview', '01J1', '{}', '{}', 0, '2026-01-03Z');
insert into job_steps (run_id, id, name, result, finished_at) values
  ('01900000-0000-7000-8000-000000000101', 's1', 'encode', '{}', '2026-01-03Z');
insert into job_queue (run_id, step_id, due_at) values ('01900000-0000-7000-8000-000000000101', 's2', '2026-01-03Z');
insert into job_crons (function_id, expression, next_at) values ('sweep-lost-work', '* * * * *', '2026-01-03Z');
insert into preview_openings (id, version_id, user_id, opened_at) values
  ('01900000-0000-7000-8000-000000000095', '01900000-0000-7000-8000-000000000061', '01900000-0000-7000-8000-000000000011', '2026-01-03Z');
insert into proxy_copies (id, version_id, partner_id, serial, state, drawn_by_id, drawn_at, object_key, bytes, md5, xxh64, crc32, created_at, ready_at, changed_at) values
  ('01900000-0000-7000-8000-0000000000a2', '01900000-0000-7000-8000-000000000061', '01900000-0000-7000-8000-000000000001', 8, 'ready', '01900000-0000-7000-8000-000000000011', '2026-01-04Z', 'key', 10, repeat('0', 32), repeat('0', 16), repeat('0', 8), '2026-01-02Z', '2026-01-03Z', '2026-01-04Z');
insert into store_faults (object_key, fault, first_seen_at, last_seen_at) values ('k', 'missing', '2026-01-03Z', '2026-01-04Z');
