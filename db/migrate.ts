import path from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";

/** Any number will do, as long as no other program locks the same one in this database. */
const migrationLock = 7_301_946;

/**
 * Brings a database up to the newest schema; does nothing when it is there already.
 * Safe when several processes start at once: the second waits for the first.
 * @param url of the database, which must exist.
 * @param folder of the generated migrations.
 */
export async function migrate(
  url: string,
  folder = path.join(import.meta.dirname, "migrations"),
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [migrationLock]);
    await applyMigrations(drizzle({ client }), { migrationsFolder: folder });
  } finally {
    // Ending the session gives the lock back.
    await client.end();
  }
}
