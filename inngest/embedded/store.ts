import pg from "pg";

/** A transaction under way; runs, steps and queue are changed in one only. */
export type Changes = pg.ClientBase;

export type Store = {
  query: pg.Pool["query"];
  /** Runs the changes in one transaction. @throws Error when the session ended meanwhile: nothing is changed then. */
  change<T>(changes: (tx: Changes) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

const connections = 8;

/** The engine's way to its tables, for as long as a session lasts. */
export function openStore(databaseUrl: string, log: (line: string) => void): Store {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: connections,
    connectionTimeoutMillis: 10_000,
    query_timeout: 60_000,
    application_name: "turnover jobs",
  });
  // One that breaks in the middle of a transaction has nobody else to listen to it, which would end the process;
  // the statement under way fails too, and with it the transaction.
  pool.on("connect", (client) => client.on("error", () => {}));
  pool.on("error", (error) => log(`an idle connection was lost: ${error.message}`));
  let closed = false;
  return {
    query: pool.query.bind(pool) as pg.Pool["query"],
    change: async (changes) => {
      const client = await pool.connect();
      let broken = true;
      try {
        await client.query("begin");
        const result = await changes(client);
        if (closed) throw new Error("the session has ended");
        await client.query("commit");
        broken = false;
        return result;
      } finally {
        // A connection in the middle of a transaction is thrown away, and Postgres rolls back.
        client.release(broken);
      }
    },
    close: async () => {
      closed = true;
      await pool.end();
    },
  };
}
