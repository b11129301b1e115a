import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { checksumsOf } from "@/lib/media/checksums";
import { demoPasswordHash } from "./session";

export type Slot = {
  /** Of the test world's own: sound, text, proxy, none. */
  type: "sound" | "text" | "proxy";
  title?: "film" | "episode";
  /** As supplied; a slot without one has nothing delivered. */
  fileName?: string;
  variant?: string;
  qc?: "QC Pending" | "Ready for Mix";
  daysAgo?: number;
};

/** A world of materials that only one test knows, with the database at hand to change it. */
export type MaterialsWorld = Awaited<ReturnType<typeof addMaterials>>;

const names = {
  sound: ["M&E 5.1", "audio", true, false],
  text: ["Dialogue List of forty characters or more", "text", false, false],
  proxy: ["Final Proxy", "video", false, true],
  none: ["Show Guide", "text", false, false],
} as const;

/** A partner with one user and two source requests of one kind: for a film and for an episode of a series. */
export async function addMaterials(slots: Slot[]) {
  const client = new pg.Client({ connectionString: inject("databaseUrl") });
  await client.connect();
  const tag = randomUUID().slice(0, 8);
  const email = `mixer@${tag}.example`;
  const typeName = (type: keyof typeof names) => `${names[type][0]} ${tag}`;
  const { bytes, md5, xxh64, crc32 } = await keepObject(tag);
  const one = async (statement: string, values: unknown[]) =>
    (await client.query<{ id: string }>(`${statement} returning id`, values)).rows[0]?.id ?? "";

  const partner = await one("insert into partners values (gen_random_uuid(), $1, now())", [tag]);
  const user = await one(
    `insert into users (id, kind, partner_id, email, name, password_hash, created_at)
     values (gen_random_uuid(), 'partner', $1, $2, 'Mixer', $3, now())`,
    [partner, email, demoPasswordHash],
  );
  const title = (reference: string, kind: string, name: string, parent: string | null = null) =>
    one(
      `insert into titles (id, reference, kind, name, parent_id, number, original_language,
         frame_rate_numerator, frame_rate_denominator, created_at)
       values (gen_random_uuid(), $1, $2::title_kind, $3, $4, $5, 'en', 24, 1, now())`,
      [`${reference}-${tag}`, kind, name, parent, parent && 3],
    );
  const series = await title("SER", "series", "Glass");
  const season = await title("SEA", "season", "Third", series);
  const titles = {
    film: await title("FLM", "film", "מגדל המים"),
    episode: await title("EPI", "episode", "The Ferryman", season),
  };
  await client.query("insert into source_request_kinds values ($1, $1, 9000)", [tag]);
  for (const [type, [, kind, qc, watermarked]] of Object.entries(names)) {
    const code = `${type}-${tag}`;
    await client.query(
      "insert into asset_types values ($1, $2, $3::media_kind, $4, $5, false, '{}', 9000)",
      [code, typeName(type as keyof typeof names), kind, qc, watermarked],
    );
    await client.query("insert into source_request_kind_asset_types values ($1, $2)", [tag, code]);
  }
  const references = [`SR-${tag}-F`, `SR-${tag}-E`];
  for (const [i, titleId] of [titles.film, titles.episode].entries())
    await client.query(
      `insert into source_requests (id, reference, partner_id, title_id, kind_code, language, due_on, status, created_at)
       values (gen_random_uuid(), $1, $2, $3, $4, 'de', current_date + 5, 'open', now())`,
      [references[i], partner, titleId, tag],
    );

  const deliver = async (materialId: string, slot: Slot) => {
    const version = await one(
      `insert into versions (id, material_id, number, file_name, bytes, md5, xxh64, crc32, object_key, probe,
         delivered_on, delivered_by_id, qc_status, newly_added, newly_added_until)
       select gen_random_uuid(), $1, count(*) + 1, $2, $3, $4, $9, $10, $5,
         '{"kind": "audio", "durationSeconds": 61}', now() - $6 * interval '1 day', $7, $8::qc_status,
         case when count(*) = 0 then 'new'::newly_added else 'updated' end, now() + (7 - $6) * interval '1 day'
       from versions where material_id = $1`,
      [
        materialId,
        slot.fileName,
        bytes,
        md5,
        objectKey(tag),
        slot.daysAgo ?? 0,
        user,
        slot.qc ?? null,
        xxh64,
        crc32,
      ],
    );
    const qcEvent = (status: Slot["qc"], result: string | null, later: string) =>
      client.query(
        `insert into qc_events (id, version_id, status, result, by_id, at)
         select gen_random_uuid(), id, $2::qc_status, $3::qc_result, delivered_by_id, delivered_on + $4::interval
         from versions where id = $1`,
        [version, status, result, later],
      );
    if (slot.qc) await qcEvent("QC Pending", null, "0");
    if (slot.qc === "Ready for Mix") await qcEvent(slot.qc, "passed", "1 hour");
    await client.query("update materials set current_version_id = $2 where id = $1", [
      materialId,
      version,
    ]);
  };
  const addSlot = async (slot: Slot) => {
    const id = await one(
      "insert into materials (id, title_id, asset_type_code, variant, created_at) values (gen_random_uuid(), $1, $2, $3, now())",
      [titles[slot.title ?? "film"], `${slot.type}-${tag}`, slot.variant ?? slot.fileName ?? null],
    );
    if (slot.fileName !== undefined) await deliver(id, slot);
    return id;
  };
  const ids: string[] = [];
  for (const slot of slots) ids.push(await addSlot(slot));

  return {
    email,
    ids,
    typeName,
    md5,
    path: `/materials?${references.map((reference) => `request=${reference}`).join("&")}`,
    requestPath: `/source-requests/${references[0]}`,
    deliver,
    addSlot,
    query: (statement: string, values: unknown[] = []) => client.query(statement, values),
    cancelRequests: () =>
      client.query(
        "update source_requests set status = 'cancelled', cancelled_at = now() where partner_id = $1",
        [partner],
      ),
    close: () => client.end(),
  };
}

const objectKey = (tag: string) => `test-${tag}/mix.wav`;

async function keepObject(tag: string) {
  const content = Buffer.from(`what ${tag} hears, `.repeat(5000));
  const file = path.join(inject("objectsDir"), objectKey(tag));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return checksumsOf([content]);
}
