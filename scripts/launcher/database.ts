import { createHash } from "node:crypto";
import pg from "pg";
import { migrate } from "../../db/migrate";
import { type ChildOptions, runNode } from "./children";
import type { Settings } from "./settings";
import { Refusal, say } from "./terminal";

/** Brings the database to the newest schema, and fills it with the demo world when it is empty. */
export async function prepareDatabase(
  settings: Settings,
  lock: ChildOptions["lock"],
  stopping: AbortSignal,
) {
  const url = settings.DATABASE_URL ?? "";
  try {
    await migrate(url);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    throw new Refusal(`The database that DATABASE_URL names can't be opened: ${reason(error)}.`);
  }
  if (await hasPartners(url)) return;
  await seed(settings, lock, stopping);
}

/** Runs the seed, whose own lines tell how far it is. */
export async function seed(settings: Settings, lock: ChildOptions["lock"], stopping: AbortSignal) {
  say("Seeding the demo world, media included; this takes up to two minutes.");
  const args = ["--conditions=react-server", "--import", "tsx", "db/seed/main.ts"];
  await runNode({ name: "seed", args, settings, lock, output: "inherit" }, stopping);
}

/** Whether the settings' token is one that the database knows: it may have been seeded with another, or it was revoked. */
export async function isOperatorToken(settings: Settings): Promise<boolean> {
  const { DATABASE_URL: url = "", TURNOVER_OPERATOR_TOKEN: token } = settings;
  if (!token) return false;
  const hash = createHash("sha256").update(token).digest("hex");
  return hasRow(url, "select from api_tokens where hash = $1 and revoked_at is null", [hash]);
}

/** The seed is one transaction, so a database has its partners or nothing of it. */
const hasPartners = (url: string) => hasRow(url, "select from partners limit 1");

async function hasRow(url: string, query: string, values: string[] = []): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(query, values)).rowCount === 1;
  } finally {
    await client.end();
  }
}

/** Connection refused, unknown host, wrong password, no such database: for the person to mend. */
function isUnreachable(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? "";
  return /^(ECONN|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH)|^(28|3D000|08)/.test(code);
}

function reason(error: unknown): string {
  return error instanceof AggregateError
    ? error.errors.map(reason).join("; ")
    : (error as Error).message;
}
