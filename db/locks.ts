import "server-only";
import pg from "pg";

/** How often it is asked for again while another holds it, in milliseconds. */
const pause = 500;

/**
 * Does a piece of work that only one process may do at a time, over all that share the database. The lock goes
 * with a connection of its own, so that no crash keeps it, and waiting takes none from the pool.
 * @param name of the work, such as `mezzanine {version}`
 */
export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: process.env.DATABASE_URL,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    query_timeout: 60_000,
  });
  // Without a listener a restart of the database would end the process; the work itself can be done twice.
  client.on("error", (error) => console.error(`database: the lock "${name}" was lost:`, error));
  await client.connect();
  try {
    while (!(await take(client, name))) await new Promise((resolve) => setTimeout(resolve, pause));
    return await work();
  } finally {
    // Ending the session gives the lock back.
    await client.end().catch(() => {});
  }
}

async function take(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    "select pg_try_advisory_lock(hashtextextended($1, 0)) as taken",
    [name],
  );
  return rows[0]?.taken ?? false;
}
