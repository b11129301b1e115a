import type pg from "pg";
import { demoPassword } from "../e2e/support/session";
import { hashPassword } from "../lib/auth/passwords";

// A deployment that grows: ever more partners, and of each ever more requests, versions and downloads, one request in
// ten still open. Rows come to be in Postgres itself, by their numbers, and without its looking at each foreign key.

const usersOfPartner = 5;
/** Each request has a title of its own, with so many materials of two versions, both of which the same two users took. */
const materialsOfTitle = 25;
const versionsOfTitle = 2 * materialsOfTitle;

export type Size = { requests: number; partners: number };
export const sizes = {
  small: { requests: 200, partners: 4 },
  /** A hundred times the rows: ten times the partners, and ten times the work of each. */
  large: { requests: 20_000, partners: 40 },
} satisfies Record<string, Size>;

export const versionsAt = ({ requests }: Size) => requests * versionsOfTitle;

/** Who looks, and at what: the same at every size. */
export const seen = {
  partner: "user-1@large.example",
  operator: "operator@large.example",
  reference: "SR-LARGE-20",
  materialId: "01900004-0000-7000-8000-0000000001f4",
};

/** SQL of one of a table's ids, by its number. */
const id = (table: number, number: string) =>
  `('0190000${table}-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
const partner = (number: string) => id(1, number);
const user = (number: string) => id(2, number);
const title = (number: string) => id(3, number);
const material = (number: string) => id(4, number);
const version = (number: string) => id(5, number);
const operator = user("1000000");
/** Series and seasons stand beyond the episodes. */
const seriesFrom = 10_000_000;
const seasonsFrom = 20_000_000;

/** Has a world grow from one size to the next, or begin. */
export async function growTo(
  client: pg.Client,
  to: Size,
  from: Size = { requests: 0, partners: 0 },
) {
  await client.query("set session_replication_role = replica; set synchronous_commit = off");
  if (from.requests === 0) await begin(client);
  const span = (first: number, end: number) => `generate_series(${first}, ${end - 1}) n`;
  const requests = span(from.requests, to.requests);
  const versions = span(versionsAt(from), versionsAt(to));
  const holder = `(n % ${to.partners})`;
  const takers = (v: string) => `(${v} / ${versionsOfTitle} % ${to.partners})`;
  const at = (n: string, count: number) =>
    `now() - interval '400 days' * (1 - (${n})::float8 / ${count})`;
  const delivered = at("n", versionsAt(to));
  const sum = (digits: number) => `substr(repeat(md5(n::text), 2), 1, ${digits})`;
  const isQc = `n / 2 % ${materialsOfTitle} < 15`;
  const statements = [
    `insert into partners select ${partner("n")}, 'Partner ' || n, now()
     from ${span(from.partners, to.partners)}`,
    `insert into users (id, kind, partner_id, email, name, password_hash, created_at)
     select ${user("n")}, 'partner', ${partner(`n / ${usersOfPartner}`)}, 'user-' || n || '@large.example',
       'User ' || n, (select password_hash from users where id = ${operator}), now()
     from ${span(from.partners * usersOfPartner, to.partners * usersOfPartner)}`,
    ...(["series", "season"] as const).map(
      (
        kind,
      ) => `insert into titles (id, reference, kind, name, parent_id, number, original_language,
         frame_rate_numerator, frame_rate_denominator, created_at)
       select ${title(`n + ${kind === "series" ? seriesFrom : seasonsFrom}`)}, 'TTL-${kind}-' || n, '${kind}',
         'Series ' || n, ${kind === "series" ? "null, null" : `${title(`n + ${seriesFrom}`)}, 1`}, 'en', 24, 1, now()
       from ${span(from.requests / 10, to.requests / 10)}`,
    ),
    `insert into titles (id, reference, kind, name, parent_id, number, original_language,
       frame_rate_numerator, frame_rate_denominator, created_at)
     select ${title("n")}, 'TTL-LARGE-' || n, 'episode', 'Episode ' || n, ${title(`n / 10 + ${seasonsFrom}`)},
       n % 10 + 1, 'en', 24, 1, now() from ${requests}`,
    `insert into source_requests (id, reference, partner_id, title_id, kind_code, language, due_on, status,
       created_at, fulfilled_at)
     select ${id(9, "n")}, 'SR-LARGE-' || n, ${partner(holder)}, ${title("n")}, 'large', 'de',
       current_date + n % 60, (case when n / ${to.partners} % 10 = 0 or n = 20 then 'open' else 'fulfilled' end)::source_request_status,
       now(), case when n / ${to.partners} % 10 = 0 or n = 20 then null else now() - interval '90 days' end
     from ${requests}`,
    `insert into materials (id, title_id, asset_type_code, current_version_id, created_at)
     select ${material("n")}, ${title(`n / ${materialsOfTitle}`)}, 'LARGE_' || n % ${materialsOfTitle},
       ${version("2 * n + 1")}, now()
     from ${span(from.requests * materialsOfTitle, to.requests * materialsOfTitle)}`,
    `insert into versions (id, material_id, number, file_name, bytes, md5, xxh64, crc32, object_key, probe,
       delivered_on, delivered_by_id, qc_status, newly_added, newly_added_until)
     select ${version("n")}, ${material("n / 2")}, n % 2 + 1, 'file_' || n || '.wav', 1000 + n,
       ${sum(32)}, ${sum(16)}, ${sum(8)}, 'versions/' || n,
       '{"kind":"audio","codec":"pcm_s24le","durationSeconds":60,"integratedLoudnessLufs":-23}',
       ${delivered}, ${operator}, case when ${isQc} then 'QC Pending'::qc_status end,
       case when n % 50 = 0 then 'new'::newly_added end, case when n % 50 = 0 then now() + interval '3 days' end
     from ${versions}`,
    `insert into qc_events (id, version_id, status, by_id, at)
     select ${id(7, "n")}, ${version("n")}, 'QC Pending', ${operator}, ${delivered}
     from ${versions} where ${isQc}`,
    `insert into deliveries (id, title_id, asset_type_code, material_id, file_name, bytes, state, version_id,
       delivered_by_id, started_at, seen_at, finished_at)
     select ${id(8, "n")}, ${title(`n / ${versionsOfTitle}`)}, 'LARGE_' || n / 2 % ${materialsOfTitle},
       ${material("n / 2")}, 'file_' || n || '.wav', 1000 + n, 'accepted', ${version("n")}, ${operator},
       ${delivered}, ${delivered}, ${delivered}
     from ${versions}`,
    `insert into downloads (id, user_id, partner_id, version_id, started_at, expires_at, begun_at, coverage,
       completed_at, address)
     select ${id(6, "n")}, ${user(`${takers("n / 2")} * ${usersOfPartner} + (n / 4 + n % 2) % ${usersOfPartner}`)},
       ${partner(takers("n / 2"))}, ${version("n / 2")}, ${at("n", 2 * versionsAt(to))}, now(), now(),
       int8multirange(int8range(0, 1000 + n / 2)), now(), '192.0.2.1'
     from ${span(2 * versionsAt(from), 2 * versionsAt(to))}`,
  ];
  for (const statement of statements) await client.query(statement);
  await client.query("set session_replication_role = default");
  await client.query("vacuum analyze");
}

/** The catalogue, the kind of request that names it, and an operator. */
async function begin(client: pg.Client) {
  await client.query(
    `insert into users (id, kind, email, name, password_hash, created_at)
     values (${operator}, 'operator', $1, 'Operator', $2, now())`,
    [seen.operator, await hashPassword(demoPassword)],
  );
  const isText = `n >= 20`;
  await client.query(
    `insert into asset_types (code, name, media_kind, qc_applies, watermarked, language_menu, formats, position)
     select 'LARGE_' || n, 'Large ' || n, (case when ${isText} then 'text' else 'audio' end)::media_kind, n < 15, false,
       false, array[case when ${isText} then 'txt' else 'wav' end], n
     from generate_series(0, ${materialsOfTitle - 1}) n`,
  );
  await client.query("insert into source_request_kinds values ('large', 'Large', 0)");
  await client.query(
    "insert into source_request_kind_asset_types select 'large', code from asset_types",
  );
}
