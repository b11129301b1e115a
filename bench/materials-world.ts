import pg from "pg";
import { type Random, randomFrom } from "../db/seed/random";
import { demoPassword } from "../e2e/support/session";
import { hashPassword } from "../lib/auth/passwords";

/** A slot that every episode has, in so many variants or languages. */
type Slots = {
  code: string;
  name: string;
  kind: "audio" | "video" | "text";
  watermarked?: true;
  variants?: string[];
  languages?: string[];
};

const channels = ["L", "R", "C", "LFE", "Ls", "Rs"];
/** 50 slots an episode. */
const slots: Slots[] = [
  { code: "FINAL_PROXY", name: "Final Proxy", kind: "video", watermarked: true },
  {
    code: "LOCK_PROXY",
    name: "Locked Cut Proxy",
    kind: "video",
    watermarked: true,
    variants: ["R1"],
  },
  { code: "TRAILER", name: "Trailer", kind: "video", variants: ["30", "60"] },
  { code: "ME_51", name: "M&E 5.1", kind: "audio", variants: channels },
  { code: "DX_51", name: "Dialogue Stem 5.1", kind: "audio", variants: channels },
  { code: "MX_51", name: "Music Stem 5.1", kind: "audio", variants: channels },
  { code: "FX_51", name: "Effects Stem 5.1", kind: "audio", variants: channels },
  { code: "ME_20", name: "M&E 2.0", kind: "audio", variants: ["Lt", "Rt"] },
  { code: "PREMIX", name: "Premix Dialogue", kind: "audio", variants: ["R1", "R2", "R3"] },
  {
    code: "TIMED_TEXT",
    name: "Timed Text",
    kind: "text",
    languages: ["en", "de", "fr", "es-419", "es-ES", "pt-BR", "it", "ja", "ko", "pl"],
  },
  {
    code: "DIALOGUE_LIST",
    name: "Dialogue List",
    kind: "text",
    languages: ["en", "de", "fr", "ja"],
  },
  { code: "SCRIPT", name: "Dubbing Script", kind: "text", languages: ["en", "de"] },
  { code: "CONTINUITY", name: "Combined Continuity and Spotting List", kind: "text" },
  { code: "SHOW_GUIDE", name: "Show Guide", kind: "text" },
];
const extensions = { audio: "wav", video: "mov", text: "xlsx" };
const names = [
  "Glass Harbour",
  "The Ferryman",
  "Łódź by Night",
  "Élan",
  "Copper & Salt",
  "Night Bus",
];
const episodesASeries = 20;
const day = 86_400_000;

export type MaterialsWorld = { email: string; userId: string; references: string[] };

/**
 * A partner with one user and so many requests, each for an episode of its own with 50 materials, or none. The same
 * for the same name, but for the clock.
 * @param tag tells worlds in one database apart
 */
export async function addMaterialsWorld(
  databaseUrl: string,
  { tag, requests, materials }: { tag: string; requests: number; materials: boolean },
): Promise<MaterialsWorld> {
  const random = randomFrom(tag);
  const email = `mixer@${tag}.example`;
  const now = Date.now();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const insert = (table: string, rows: Record<string, unknown>[]) =>
    insertRows(client, table, rows);
  const created = { created_at: new Date(now - 400 * day) };
  const id = () => random.uuid(new Date(now - random.int(100, 400) * day - random.int(0, day)));

  const partner = { id: id(), name: tag, ...created };
  await insert("partners", [partner]);
  const password = await hashPassword(demoPassword);
  const user = { id: id(), kind: "partner", partner_id: partner.id, email, name: "Mixer" };
  await insert("users", [{ ...user, password_hash: password, ...created }]);
  const types = slots.map((slot, position) => ({ ...slot, code: `${slot.code}_${tag}`, position }));
  await insert(
    "asset_types",
    types.map((type) => assetTypeRow(type, tag)),
  );
  await insert("source_request_kinds", [{ code: tag, name: tag, position: 0 }]);
  await insert(
    "source_request_kind_asset_types",
    types.map(({ code }) => ({ kind_code: tag, asset_type_code: code })),
  );

  const { episodes, titles } = seriesOf(requests, tag, random, id);
  await insert(
    "titles",
    titles.map((title) => ({ ...title, ...created })),
  );
  const references = episodes.map((_, n) => `SR-${tag}-${100_000 + n}`);
  await insert(
    "source_requests",
    episodes.map((episode, n) => ({
      id: id(),
      reference: references[n],
      partner_id: partner.id,
      title_id: episode.id,
      kind_code: tag,
      language: "de",
      due_on: new Date(now + random.int(1, 60) * day).toISOString().slice(0, 10),
      status: "open",
      ...created,
    })),
  );
  const filled = materials
    ? episodes.flatMap((episode) => materialsOf(episode, types, user.id, random, id, now))
    : [];
  await insert(
    "materials",
    filled.map(({ material }) => ({ ...material, ...created })),
  );
  const delivered = filled.flatMap(({ version }) => version ?? []);
  await insert("versions", delivered);
  await client.query(
    "update materials m set current_version_id = v.id from versions v where v.material_id = m.id",
  );
  await insert(
    "downloads",
    delivered
      .filter(() => random.chance(15))
      .map((version) => ({
        id: id(),
        user_id: user.id,
        partner_id: partner.id,
        version_id: version.id,
        started_at: new Date(now - random.int(1, 30) * day),
        expires_at: new Date(now + 5 * day),
        coverage: "{}",
      })),
  );
  await client.query("analyze");
  await client.end();
  return { email, userId: user.id, references };
}

const assetTypeRow = (
  { code, name, kind, watermarked, position }: Slots & { position: number },
  tag: string,
) => ({
  code,
  name: `${name} ${tag}`,
  media_kind: kind,
  qc_applies: kind === "audio",
  watermarked: watermarked ?? false,
  language_menu: false,
  formats: [],
  position,
});

type Episode = { id: string; series: string; season: number; number: number };

function seriesOf(count: number, tag: string, random: Random, id: () => string) {
  const titles: Record<string, unknown>[] = [];
  const episodes: Episode[] = [];
  const add = (kind: string, name: string, parent: string | null, number: number | null) => {
    const title = { id: id(), reference: `TTL-${tag}-${titles.length}`, kind, name };
    const rate = { frame_rate_numerator: 24_000, frame_rate_denominator: 1001 };
    titles.push({ ...title, parent_id: parent, number, original_language: "en", ...rate });
    return title.id;
  };
  for (let n = 0; n * episodesASeries < count; n += 1) {
    const name = `${random.pick(names)} ${n + 1}`;
    const series = add("series", name, null, null);
    for (const season of [1, 2]) {
      const parent = add("season", `Season ${season}`, series, season);
      for (let number = 1; number <= episodesASeries / 2; number += 1)
        episodes.push({
          id: add("episode", `Part ${number}`, parent, number),
          series: name,
          season,
          number,
        });
    }
  }
  return { episodes, titles };
}

function materialsOf(
  episode: Episode,
  types: (Slots & { position: number })[],
  userId: string,
  random: Random,
  id: () => string,
  now: number,
) {
  return types.flatMap(({ code, kind, variants = [null], languages = [null] }) =>
    languages.flatMap((language) =>
      variants.map((variant) => {
        const material = {
          id: id(),
          title_id: episode.id,
          asset_type_code: code,
          variant,
          language,
        };
        if (random.chance(8)) return { material, version: null };
        const number = random.int(1, 5);
        const at = new Date(now - random.int(0, 120) * day - random.int(0, day));
        const label = at.getTime() > now - 7 * day;
        const two = (n: number) => String(n).padStart(2, "0");
        const parts = [
          episode.series.toUpperCase().replaceAll(/[^\p{L}\d]/gu, ""),
          `s${two(episode.season)}e${two(episode.number)}`,
          `v${two(number)}`,
          code.slice(0, code.lastIndexOf("_")),
        ];
        const tail = [language, variant, extensions[kind]].filter(Boolean).join(".");
        return {
          material,
          version: {
            id: id(),
            material_id: material.id,
            number,
            file_name: `${parts.join("_")}.${tail}`,
            bytes: random.int(20_000, 2_000_000_000),
            md5: "0".repeat(32),
            xxh64: "0".repeat(16),
            crc32: "0".repeat(8),
            object_key: "none",
            probe:
              kind === "text" ? {} : { durationSeconds: random.int(1200_000, 3600_000) / 1000 },
            delivered_on: at,
            delivered_by_id: userId,
            qc_status: kind === "audio" ? random.pick(["QC Pending", "Ready for Mix"]) : null,
            newly_added: label ? (number === 1 ? "new" : "updated") : null,
            newly_added_until: label ? new Date(at.getTime() + 8 * day) : null,
          },
        };
      }),
    ),
  );
}

/** All at once: rows as JSON have no limit to their parameters. */
async function insertRows(client: pg.Client, table: string, rows: Record<string, unknown>[]) {
  const columns = Object.keys(rows[0] ?? {}).join(", ");
  if (!columns) return;
  await client.query(
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
    [JSON.stringify(rows)],
  );
}
