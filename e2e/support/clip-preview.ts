import { cpSync, existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
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
  const made = await clipOf(name, path.join(objectsDir, "../clips"));
  keep(path.join(made, "clip.mp4"));
  const read = async (file: string) => JSON.parse(await readFile(path.join(made, file), "utf8"));
  const prefix = `test-previews/${materialId}`;
  cpSync(path.join(made, "hls"), path.join(objectsDir, prefix), { recursive: true });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("update versions set probe = $2 where material_id = $1", [
      materialId,
      await read("probe.json"),
    ]);
    await client.query(
      `insert into previews (id, version_id, state, percent, object_prefix, rendition, created_at, moved_at, ready_at)
       select gen_random_uuid(), current_version_id, 'ready', 100, $2, $3, now(), now(), now() from materials where id = $1`,
      [materialId, prefix, await read("rendition.json")],
    );
  } finally {
    await client.end();
  }
}

/** A clip, what is known of it and its rendition, made once for all test files. */
async function clipOf(name: PlayerClipName, clips: string): Promise<string> {
  const folder = path.join(clips, name.replaceAll(" ", "-"));
  if (existsSync(folder)) return folder;
  await mkdir(clips, { recursive: true });
  const making = await mkdtemp(`${folder}.`);
  const file = path.join(making, "clip.mp4");
  await makePlayerClip(playerClips[name], file);
  const found = (await probe(file)) as VideoProbe;
  await mkdir(path.join(making, "hls"));
  const rendition = await makeRendition(file, found, path.join(making, "hls"));
  await writeFile(path.join(making, "probe.json"), JSON.stringify(found));
  await writeFile(path.join(making, "rendition.json"), JSON.stringify(rendition));
  // Another file may have been as fast: then its clip is as good.
  await rename(making, folder).catch(() => rm(making, { recursive: true }));
  return folder;
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
