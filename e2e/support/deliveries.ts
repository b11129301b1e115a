import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { demoPasswordHash, Session } from "./session";

/**
 * A title that only one partner with one user works on, by the demo's catalogue.
 * @param kind of their source request
 */
export async function addTitle(kind = "secondary_audio") {
  const database = new pg.Client(inject("databaseUrl"));
  await database.connect();
  const tag = randomUUID().slice(0, 8);
  const email = `receiver@${tag}.example`;
  const title = `TTL-${tag}`;
  const reference = `SR-${tag}`;
  await database.query(
    `with partner as (insert into partners values (gen_random_uuid(), $1, now()) returning id),
       member as (insert into users (id, kind, partner_id, email, name, password_hash, created_at)
         select gen_random_uuid(), 'partner', id, $2, 'Receiver', $3, now() from partner),
       title as (insert into titles (id, reference, kind, name, original_language, frame_rate_numerator, frame_rate_denominator, created_at)
         values (gen_random_uuid(), $4, 'film', $1, 'en', 24, 1, now()) returning id)
     insert into source_requests (id, reference, partner_id, title_id, kind_code, language, due_on, created_at)
     select gen_random_uuid(), $5, partner.id, title.id, $6, 'de', current_date + 9, now() from partner, title`,
    [tag, email, demoPasswordHash, title, reference, kind],
  );
  const count = async (what: string) => {
    const { rows } = await database.query<{ count: number }>(
      `select count(*)::int as count from ${what} join titles on titles.id = title_id where titles.reference = $1`,
      [title],
    );
    return rows[0]?.count;
  };
  return { database, tag, title, reference, email, count };
}

/** An upstream system: it has a token and no cookie. */
export function upstream(token = inject("operatorToken")) {
  const program = new Session(inject("baseUrl"));
  const authorization = { authorization: `Bearer ${token}` };
  return {
    deliver: (said: Record<string, string>, body: BodyInit, headers: Record<string, string> = {}) =>
      program.fetch(`/api/deliveries?${new URLSearchParams(said)}`, {
        method: "POST",
        headers: { ...authorization, ...headers },
        body,
      }),
    review: (review: object) =>
      program.fetch("/api/qc", {
        method: "POST",
        headers: { ...authorization, "content-type": "application/json" },
        body: JSON.stringify(review),
      }),
  };
}
