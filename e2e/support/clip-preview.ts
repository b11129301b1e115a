import { cpSync, mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { makeRendition } from "@/lib/media/hls";
import { probe } from "@/lib/media/probe";
import { makePlayerClip, type PlayerClipName, playerClips } from "@/lib/media/testing/player-clips";
import type { VideoProbe } from "@/lib/media/types";
import { newSecrets } from "../../scripts/launcher/home";
import type { Place } from "./takeable";

/**
 * Gives a material's current version the preview that the app itself makes of a counting clip. For one of an
 * asset type without watermarks.
 * @param keep told the clip's own file before it goes
 */
export async function keepClipPreview(
  { databaseUrl, objectsDir }: Place,
  materialId: string,
  name: PlayerClipName,
  keep: (file: string) => void = () => {},
) {
  letEncode({ databaseUrl, objectsDir });
  const home = await mkdtemp(path.join(os.tmpdir(), "turnover-clip-"));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const file = path.join(home, "clip.mp4");
    await makePlayerClip(playerClips[name], file);
    keep(file);
    const found = (await probe(file)) as VideoProbe;
    const folder = path.join(home, "hls");
    mkdirSync(folder);
    const rendition = await makeRendition(file, found, folder);
    const prefix = `test-previews/${materialId}`;
    cpSync(folder, path.join(objectsDir, prefix), { recursive: true });
    await client.query("update versions set probe = $2 where material_id = $1", [
      materialId,
      found,
    ]);
    await client.query(
      `insert into previews (id, version_id, state, percent, object_prefix, rendition, created_at, moved_at, ready_at)
       select gen_random_uuid(), current_version_id, 'ready', 100, $2, $3, now(), now(), now() from materials where id = $1`,
      [materialId, prefix, rendition],
    );
  } finally {
    await client.end();
    await rm(home, { recursive: true });
  }
}

/** The encoder reads settings as the app does, and insists on all of them. */
function letEncode({ databaseUrl, objectsDir }: Place) {
  const { nextAuthSecret, linkSigningKeys, jobsSigningKey } = newSecrets();
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    OBJECTS_DIR: objectsDir,
    APP_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: nextAuthSecret,
    LINK_SIGNING_KEYS: linkSigningKeys,
    INNGEST_EVENT_KEY: "none",
    INNGEST_SIGNING_KEY: jobsSigningKey,
  });
}
