import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, expect, inject, test } from "vitest";
import { migrate } from "./migrate";

// A deployment has data when a migration comes. `testdata/<migration>.sql` is a world as it was after
// that migration; whoever adds a migration adds the world of the one before.

const migrations = path.join(import.meta.dirname, "migrations");
const worlds = path.join(import.meta.dirname, "testdata");
const scratch = mkdtempSync(path.join(tmpdir(), "turnover-migrations-"));
afterAll(() => rmSync(scratch, { recursive: true }));

type Journal = { entries: { tag: string }[] };
const journal = JSON.parse(
  readFileSync(path.join(migrations, "meta/_journal.json"), "utf8"),
) as Journal;
const tags = journal.entries.map(({ tag }) => tag);

test("there is a world for every schema before the newest", () => {
  const known = readdirSync(worlds).map((file) => path.basename(file, ".sql"));
  expect(known.sort()).toEqual(tags.slice(0, -1));
});

test.each(tags.slice(0, -1))(
  "a database of %s with data in it is brought forward, and loses nothing",
  async (tag) => {
    const url = await emptyDatabase(`migrated_${tag}`);
    await migrate(url, migrationsUpTo(tag));
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(readFileSync(path.join(worlds, `${tag}.sql`), "utf8"));
      const before = await counts(client);
      await migrate(url);
      expect(await counts(client)).toMatchObject(before);
      expect(Object.values(before).filter((count) => count > 0).length).toBeGreaterThan(10);
    } finally {
      await client.end();
    }
  },
);

test("two at once, and one more, come to the same end", async () => {
  const url = await emptyDatabase("migrated_twice");
  await Promise.all([migrate(url), migrate(url)]);
  await migrate(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    "select count(*)::int as count from drizzle.__drizzle_migrations",
  );
  await client.end();
  expect(rows).toEqual([{ count: tags.length }]);
});

function migrationsUpTo(tag: string): string {
  const folder = path.join(scratch, tag);
  cpSync(migrations, folder, { recursive: true });
  const entries = journal.entries.slice(0, tags.indexOf(tag) + 1);
  writeFileSync(path.join(folder, "meta/_journal.json"), JSON.stringify({ ...journal, entries }));
  return folder;
}

async function emptyDatabase(name: string): Promise<string> {
  const client = new pg.Client({ connectionString: `${inject("clusterUrl")}postgres` });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return `${inject("clusterUrl")}${name}`;
}

async function counts(client: pg.Client): Promise<Record<string, number>> {
  const { rows } = await client.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  const all: Record<string, number> = {};
  for (const { name } of rows) {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from ${name}`,
    );
    all[name] = rows[0]?.count ?? 0;
  }
  return all;
}
