import pg from "pg";
import { afterAll, inject } from "vitest";
import { pool } from "./client";

// Importing this file gives a test file a database of its own: migrated, empty, gone at the end.
// DATABASE_URL names it already, so the order of imports does not matter.
const name = new URL(process.env.DATABASE_URL ?? "").pathname.slice(1);

await asAdmin(`create database ${name} template template strategy file_copy`);

afterAll(async () => {
  if (!pool.ended) await pool.end();
  await asAdmin(`drop database ${name} with (force)`);
});

async function asAdmin(statement: string) {
  const client = new pg.Client({ connectionString: `${inject("clusterUrl")}postgres` });
  await client.connect();
  await client.query(statement);
  await client.end();
}
