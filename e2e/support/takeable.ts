import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { type ChecksumsOfBytes, checksumsOf } from "@/lib/media/checksums";
import { demoPasswordHash } from "./session";

/** A file with its bytes, or with what is recorded of an object that is there already. */
export type Takeable = { fileName: string } & (
  | { content: Buffer }
  | { stored: ChecksumsOfBytes & { objectKey: string } }
);

/** Where an app keeps what it serves. */
export type Place = { databaseUrl: string; objectsDir: string };

/** A partner with one user, who sees these files and nothing else. */
export async function addTakeable({ databaseUrl, objectsDir }: Place, files: Takeable[]) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const tag = randomUUID().slice(0, 8);
  const email = `taker@${tag}.example`;
  const id = async (statement: string, values: unknown[]) =>
    (await client.query<{ id: string }>(`${statement} returning id`, values)).rows[0]?.id ?? "";
  const partner = await id("insert into partners values (gen_random_uuid(), $1, now())", [tag]);
  const user = await id(
    `insert into users (id, kind, partner_id, email, name, password_hash, created_at)
     values (gen_random_uuid(), 'partner', $1, $2, 'Taker', $3, now())`,
    [partner, email, demoPasswordHash],
  );
  const title = await id(
    `insert into titles (id, reference, kind, name, original_language, frame_rate_numerator, frame_rate_denominator, created_at)
     values (gen_random_uuid(), $1, 'film', 'Łódź by night: 夜', 'pl', 24, 1, now())`,
    [`FLM-${tag}`],
  );
  await client.query("insert into source_request_kinds values ($1, $1, 9000)", [tag]);
  await client.query(
    "insert into asset_types values ($1, $1, 'audio', false, false, false, '{}', 9000)",
    [tag],
  );
  await client.query("insert into source_request_kind_asset_types values ($1, $1)", [tag]);
  await client.query(
    `insert into source_requests (id, reference, partner_id, title_id, kind_code, language, due_on, created_at)
     values (gen_random_uuid(), $1, $2, $3, $4, 'de', current_date + 5, now())`,
    [`SR-${tag}`, partner, title, tag],
  );
  const stored = await Promise.all(
    files.map((file, i) =>
      "stored" in file ? file.stored : store(objectsDir, `test-${tag}/${i}`, file.content),
    ),
  );
  const materialIds: string[] = files.map(() => randomUUID());
  const versionIds = files.map(() => randomUUID());
  await client.query(
    `insert into materials (id, title_id, asset_type_code, variant, created_at)
     select id, $1, $2, (place - 1)::text, now() from unnest($3::uuid[]) with ordinality as made (id, place)`,
    [title, tag, materialIds],
  );
  await client.query(
    `insert into versions (id, material_id, number, file_name, bytes, md5, xxh64, crc32, object_key, probe, delivered_on, delivered_by_id)
     select id, material_id, 1, file_name, bytes, md5, xxh64, crc32, object_key, '{}', now(), $1
     from unnest($2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[])
       as made (id, material_id, file_name, bytes, md5, xxh64, crc32, object_key)`,
    [
      ...[user, versionIds, materialIds, files.map(({ fileName }) => fileName)],
      ...[stored.map(({ bytes }) => bytes), stored.map(({ md5 }) => md5)],
      ...[stored.map(({ xxh64 }) => xxh64), stored.map(({ crc32 }) => crc32)],
      stored.map(({ objectKey }) => objectKey),
    ],
  );
  await client.query(
    `update materials m set current_version_id = v.id from versions v
     where v.material_id = m.id and m.id = any($1::uuid[])`,
    [materialIds],
  );
  await client.end();
  const objectFiles = stored.map(({ objectKey }) => path.join(objectsDir, objectKey));
  return { email, materialIds, objectFiles };
}

async function store(objectsDir: string, objectKey: string, content: Buffer) {
  const file = path.join(objectsDir, objectKey);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return { objectKey, ...(await checksumsOf([content])) };
}

/** What `POST /api/downloads` answers. */
export type Started = {
  bundle: {
    id: string;
    fileName: string;
    bytes: number;
    url: string;
    manifestUrl: string;
    metalinkUrl: string;
  };
  files: { downloadId: string; fileName: string; bytes: number; md5: string; url: string }[];
};

/** What `GET /api/downloads` says of a bundle. */
export type BundleSaid = {
  id: string;
  state: string;
  percent: number;
  sentBytes: number;
  fileBytes: number;
  completedFiles: number;
  verifiedFiles: number;
};
