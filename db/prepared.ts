import "server-only";
import type { SQL } from "drizzle-orm";
import { PgDialect, type PreparedQueryConfig } from "drizzle-orm/pg-core";
import type { Transaction } from "./client";

const dialect = new PgDialect({ casing: "snake_case" });

/**
 * A statement whose text is always the same: built once, and parsed and planned once a connection, which of
 * short statements with many parts is most of what they cost.
 * @param name of this text alone
 * @param statement with `sql.placeholder` where a value goes
 * @returns runs it, with a value for each placeholder
 */
export function prepared<Row extends object>(name: string, statement: SQL) {
  const built = dialect.sqlToQuery(statement);
  return async (tx: Transaction, values: Record<string, unknown>): Promise<Row[]> => {
    const query = tx._.session.prepareQuery<PreparedQueryConfig & { execute: { rows: Row[] } }>(
      built,
      undefined,
      name,
      false,
    );
    return (await query.execute(values)).rows;
  };
}
