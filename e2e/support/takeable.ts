import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { hashPassword } from "@/lib/auth/passwords";
import { type ChecksumsOfBytes, checksumsOf } from "@/lib/media/checksums";
import { demoPassword } from "./session";

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
    [partner, email, await hashPassword(demoPassword)],
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
  const materialIds: string[] = [];
  const objectFiles: string[] = [];
  for (const [i, file] of files.entries()) {
    const { fileName } = file;
    const { objectKey, bytes, md5, xxh64, crc32 } =
      "stored" in file ? file.stored : await store(objectsDir, `test-${tag}/${i}`, file.content);
    objectFiles.push(path.join(objectsDir, objectKey));
    const material = await id(
      "insert into materials (id, title_id, asset_type_code, variant, created_at) values (gen_random_uuid(), $1, $2, $3, now())",
      [title, tag, String(i)],
    );
    const version = await id(
      `insert into versions (id, material_id, number, file_name, bytes, md5, xxh64, crc32, object_key, probe, delivered_on, delivered_by_id)
       values (gen_random_uuid(), $1, 1, $2, $3, $4, $5, $6, $7, '{}', now(), $8)`,
      [material, fileName, bytes, md5, xxh64, crc32, objectKey, user],
    );
    await client.query("update materials set current_version_id = $2 where id = $1", [
      material,
      version,
    ]);
    materialIds.push(material);
  }
  await client.end();
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
