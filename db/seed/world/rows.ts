import type { PgTable } from "drizzle-orm/pg-core";
import type { Transaction } from "@/db/client";

/** Postgres takes 65,535 parameters a statement. */
export async function insertAll<T extends PgTable>(
  tx: Transaction,
  table: T,
  rows: T["$inferInsert"][],
) {
  for (let i = 0; i < rows.length; i += 500)
    await tx.insert(table).values(rows.slice(i, i + 500) as T["$inferInsert"]);
}

export function known(map: Map<string, string>, key: string): string {
  const id = map.get(key);
  if (!id) throw new Error(`The seed speaks of ${key}, which it does not have.`);
  return id;
}
