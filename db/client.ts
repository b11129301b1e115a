import "server-only";
import { drizzle } from "drizzle-orm/node-postgres";
import { survivingPool } from "./pool";

/** One pool a process. `lib/env.ts` has checked DATABASE_URL by the time anything queries. */
export const pool = survivingPool({
  connectionString: process.env.DATABASE_URL,
  max: 10,
  keepAlive: true,
  // A database that is out of reach, or a query that never ends, is an error and not a wait for ever.
  connectionTimeoutMillis: 10_000,
  query_timeout: 60_000,
  // A list joins ten tables and views; above eight Postgres would keep them in the order in which they are written.
  // And where it can compile statements, it would those of some lists, of which it expects too much: longer than they take.
  // Said by a statement: poolers refuse settings that come with the connection.
  onConnect: async (client) => {
    await client.query("set join_collapse_limit = 11; set from_collapse_limit = 11; set jit = off");
  },
});

// Without a listener, a restart of the database would end the process.
pool.on("error", (error) => console.error("database: an idle connection was lost:", error.message));

/** Without the schema, which only its relational queries need: each transaction would build one for every table. */
export const db = drizzle({ client: pool, casing: "snake_case" });

export type Database = typeof db;
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];
