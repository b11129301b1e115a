import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { forTakers } from "./support/doors/downloads";
import { forEveryone } from "./support/doors/everyone";
import { forOperators } from "./support/doors/operators";
import { type Asker, askers, type Row, type World } from "./support/doors/row";
import { forSignedIn } from "./support/doors/signed-in";
import { worldOf } from "./support/doors/world";
import { people, Session, signedInAs } from "./support/session";
import { listSurface } from "./support/surface";

// What each door answers to whom. A new page, route or action without a row in e2e/support/doors fails the first test.

const matrix: Record<string, Row> = {
  ...forEveryone,
  ...forSignedIn,
  ...forTakers,
  ...forOperators,
};

test("every page, route and action of the code has a row, and no row is left over", () => {
  expect(Object.keys(matrix).sort()).toEqual(listSurface());
});

describe("asked by", () => {
  const baseUrl = inject("baseUrl");
  const database = new pg.Client(inject("databaseUrl"));
  const sessions = new Map<Asker, Session>();
  let world: World;

  beforeAll(async () => {
    await database.connect();
    const ada = await signedInAs(baseUrl, people.ada);
    const gone = await aUserDeactivatedAfterSigningIn(database);
    sessions.set("nobody", new Session(baseUrl));
    const chloe = await signedInAs(baseUrl, people.chloe);
    sessions.set("another partner", chloe);
    sessions.set("the partner", ada);
    sessions.set("an operator", await signedInAs(baseUrl, people.opal));
    sessions.set("a deactivated user", gone);
    world = await worldOf(ada, chloe);
  });

  afterAll(async () => {
    await database.query("delete from users where email = 'gone@northlight.example'");
    await database.end();
  });

  for (const [door, { ask, answers }] of Object.entries(matrix))
    test.each(askers)(`%s: ${door}`, async (asker) => {
      const session = sessions.get(asker) ?? new Session(baseUrl);
      expect(await inWords(await ask(session, world))).toBe(String(answers[asker]));
    });

  test("what may not be seen answers, to the letter, as what does not exist", async () => {
    const chloe = sessions.get("another partner") ?? new Session(baseUrl);
    const nothing = {
      ...world,
      reference: "SR-000000",
      materialId: "01900000-0000-7000-8000-000000000000",
      previewId: "01900000-0000-7000-8000-000000000000",
    };
    for (const door of [
      "GET /api/materials",
      "POST /api/selections",
      "POST /api/downloads",
      "GET /api/materials/[materialId]/preview",
      "GET /api/previews/[previewId]/[file]",
    ]) {
      const ask = matrix[door]?.ask ?? expect.fail(door);
      const [foreign, missing] = [await ask(chloe, world), await ask(chloe, nothing)];
      expect([foreign.status, await foreign.text()]).toEqual([
        missing.status,
        await missing.text(),
      ]);
    }
  });
});

async function aUserDeactivatedAfterSigningIn(database: pg.Client) {
  const email = "gone@northlight.example";
  await database.query(
    `insert into users (id, kind, partner_id, email, name, password_hash, created_at)
     select gen_random_uuid(), kind, partner_id, $1, 'Gone', password_hash, now() from users where email = $2`,
    [email, people.ada],
  );
  const session = await signedInAs(inject("baseUrl"), email);
  await database.query("update users set deactivated_at = now() where email = $1", [email]);
  return session;
}

/** "200", "404 not_found", "to sign in", "to /source-requests", and for an action "ok" or its refusal. */
async function inWords(response: Response): Promise<string> {
  const location = response.headers.get("location");
  if (location && [303, 307, 308].includes(response.status)) {
    const { pathname } = new URL(location, inject("baseUrl"));
    return `to ${pathname === "/sign-in" ? "sign in" : pathname}`;
  }
  const type = response.headers.get("content-type") ?? "";
  if (type.startsWith("text/x-component")) return actionInWords(await response.text());
  if (response.status < 400 || !response.body || !type.startsWith("application/json")) {
    await response.body?.cancel();
    return String(response.status);
  }
  const text = await response.text();
  if (!text) return String(response.status);
  const { error } = JSON.parse(text) as { error: { code: string } };
  return `${response.status} ${error.code}`;
}

const refusals: Record<string, number> = {
  bad_request: 400,
  unauthenticated: 401,
  partner_only: 403,
  not_found: 404,
};

function actionInWords(flight: string): string {
  if (flight.includes('"ok":true')) return "ok";
  const code = /"ok":false,"error":\{"code":"(\w+)"/.exec(flight)?.[1] ?? flight;
  return `${refusals[code] ?? "?"} ${code}`;
}
