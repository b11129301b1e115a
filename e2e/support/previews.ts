import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { inject } from "vitest";

/**
 * A preview of a material's current version that is ready, as far as doors can tell: its one file is a
 * master playlist without tracks. For a material that bears no watermark.
 * @returns the preview's id
 */
export async function keepPreview(materialId: string): Promise<string> {
  const client = new pg.Client({ connectionString: inject("databaseUrl") });
  await client.connect();
  try {
    const prefix = `test-previews/${materialId}`;
    const folder = path.join(inject("objectsDir"), prefix);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "master.m3u8"), "#EXTM3U\n");
    const rendition = { picture: null, durationSeconds: 1, audio: [], subtitles: [] };
    const { rows } = await client.query<{ id: string }>(
      `insert into previews (id, version_id, state, percent, object_prefix, rendition, created_at, moved_at, ready_at)
       select gen_random_uuid(), current_version_id, 'ready', 100, $2, $3, now(), now(), now() from materials where id = $1
       on conflict (version_id, partner_id) do update set state = 'ready', percent = 100, reason = null,
         object_prefix = $2, rendition = $3, ready_at = now() returning id`,
      [materialId, prefix, rendition],
    );
    const [{ id } = { id: "" }] = rows;
    return id;
  } finally {
    await client.end();
  }
}
