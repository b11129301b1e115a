import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { demoPasswordHash } from "./session";

export type TestPartner = {
  /** Two colleagues; their password is the demo users'. */
  emails: [string, string];
  /** In the order of their due dates, one a day from 30 days ago on. */
  references: string[];
};

/**
 * A partner that only one test file knows, so that its numbers hold whatever others do: with as many open
 * source requests as wanted, spread over the seeded kinds and titles and six languages.
 */
export async function addPartner(requests: number): Promise<TestPartner> {
  const client = new pg.Client({ connectionString: inject("databaseUrl") });
  await client.connect();
  try {
    const partner = randomUUID();
    const tag = partner.slice(0, 8);
    const emails: TestPartner["emails"] = [`one@${tag}.example`, `two@${tag}.example`];
    await client.query("insert into partners values ($1, $2, now())", [partner, `Partner ${tag}`]);
    await client.query(
      `insert into users (id, kind, partner_id, email, name, password_hash, created_at)
       select gen_random_uuid(), 'partner', $1, email, split_part(email, '@', 1), $3, now()
       from unnest($2::text[]) email`,
      [partner, emails, demoPasswordHash],
    );
    const { rows } = await client.query<{ reference: string }>(
      `with t as (select id, row_number() over (order by reference) - 1 n, count(*) over () all_of from titles where kind in ('film', 'episode')),
            k as (select code, row_number() over (order by position) - 1 n, count(*) over () all_of from source_request_kinds)
       insert into source_requests (id, reference, partner_id, title_id, kind_code, language, due_on, status, created_at)
       select gen_random_uuid(), 'SR-' || left($2, 4) || lpad(i::text, 4, '0'), $1, t.id, k.code,
         (array['de', 'fr', 'ja', 'pl', 'pt-BR', 'zh-Hant'])[1 + i % 6], current_date - 30 + i, 'open', now()
       from generate_series(0, $3::int - 1) i join t on t.n = i % t.all_of join k on k.n = i % k.all_of
       order by i returning reference`,
      [partner, tag, requests],
    );
    return { emails, references: rows.map(({ reference }) => reference) };
  } finally {
    await client.end();
  }
}
