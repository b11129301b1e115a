import pg from "pg";
import type { MaterialsWorld } from "./materials-world";

type Statement = { text: string; values: unknown[] };

/** The statement by which the app reads the rows of a world, as it reaches Postgres. */
export async function rowsStatement(
  settings: Record<string, string | undefined>,
  { userId, references }: MaterialsWorld,
): Promise<Statement> {
  // The app's own modules read them when they are loaded.
  Object.assign(process.env, settings);
  const { pool } = await import("../db/client");
  const { getUserById } = await import("../lib/auth/queries");
  const { listMaterials } = await import("../lib/materials/queries");
  const user = await getUserById(userId);
  if (!user) throw new Error("There is no such user.");
  const asked: Statement[] = [];
  const query = pg.Client.prototype.query;
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [config, values] = given as [Statement, unknown[] | undefined];
    asked.push({ text: config.text, values: values ?? config.values });
    return Reflect.apply(query, this, given);
  } as typeof query;
  try {
    await listMaterials(user, references, new Date());
  } finally {
    pg.Client.prototype.query = query;
    await pool.end();
  }
  const [longest] = asked.toSorted((a, b) => b.text.length - a.text.length);
  if (!longest) throw new Error("nothing was asked");
  return longest;
}

/** Milliseconds until a plain client has all of the rows. */
export async function timeOf(databaseUrl: string, { text, values }: Statement): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const began = performance.now();
    await client.query({ text, values, rowMode: "array" });
    return performance.now() - began;
  } finally {
    await client.end();
  }
}
