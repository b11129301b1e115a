import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import ipaddr from "ipaddr.js";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { v7 } from "uuid";
import { db, pool, type Transaction } from "@/db/client";
import { apiTokens, users } from "@/db/schema";
import { DomainError } from "@/lib/errors";
import { atDatabase } from "@/lib/turns";
import { verifyPassword } from "./passwords";
import { getAccountByEmail, tokenHash } from "./queries";
import type { ApiScope, Operator, Viewer } from "./types";

const window = 15 * 60;

/** In Postgres, so that a restart forgets nothing and every instance counts together. */
const limiter = (keyPrefix: string, points: number) =>
  new RateLimiterPostgres({
    storeClient: pool,
    tableName: "sign_in_attempts",
    tableCreated: true,
    keyPrefix,
    points,
    duration: window,
  });

const byAccountAndAddress = limiter("account-address", 10);
// Higher: a whole studio may stand behind one address, and from one alone nobody locks an account for the others.
const byAddress = limiter("address", 100);
const byAccount = limiter("account", 100);

/**
 * Checks a password. Every attempt is counted before the check, so that many at once can't slip through;
 * a right one is taken off again.
 * @returns the user's id; null when wrong; "too_many_attempts" when not even looked at
 */
export async function signIn(email: string, password: string, address: string) {
  const account = email.toLowerCase();
  const keys = { account: digest(account), address: networkOf(address) };
  const both = `${keys.account} ${keys.address}`;
  try {
    // One after another: who is stopped by one can't use up the next, and nothing is counted after the answer.
    await byAccountAndAddress.consume(both);
    await byAddress.consume(keys.address);
    await byAccount.consume(keys.account);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return "too_many_attempts";
    throw refusal;
  }
  const known = await getAccountByEmail(account);
  if (!(await verifyPassword(password, known?.passwordHash ?? null)) || !known) return null;
  await Promise.all([
    byAccountAndAddress.delete(both),
    byAddress.reward(keys.address),
    byAccount.reward(keys.account),
  ]);
  return { id: known.id };
}

/** Of one length, and no list of addresses for whoever reads the table. */
const digest = (account: string) => createHash("sha256").update(account).digest("hex");

/** One subscriber has a whole /64 of IPv6 to come from (RFC 6177), and counts as one. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(":")}::/64`;
}

/** Ends every session of the viewer, here and elsewhere, and every link that was made for them. */
export async function signOutEverywhere(viewer: Viewer): Promise<void> {
  await db
    .update(users)
    .set({ signOuts: sql`${users.signOuts} + 1` })
    .where(eq(users.id, viewer.id));
}

type NewApiToken = { name: string; scopes: ApiScope[] };

/** Makes an API token for the operator. @returns the token, which is kept nowhere: it is shown once */
export async function makeApiToken(operator: Operator, wanted: NewApiToken, now: Date) {
  const secret = `trn_${randomBytes(32).toString("base64url")}`;
  const id = await keepApiToken(db, operator.id, secret, wanted, now);
  return { id, secret };
}

/** Lets a text that is settled elsewhere be an API token of an operator's. */
export async function keepApiToken(
  tx: Pick<Transaction, "insert">,
  userId: string,
  secret: string,
  { name, scopes }: NewApiToken,
  now: Date,
) {
  const id = v7();
  const token = { id, userId, name, scopes, hash: tokenHash(secret), createdAt: now };
  await tx.insert(apiTokens).values(token);
  return id;
}

/** Ends an API token, whosever it is, from the next request on. Again changes nothing. @throws DomainError not_found */
export async function revokeApiToken(_: Operator, tokenId: string, now: Date): Promise<void> {
  const revoked = await db
    .update(apiTokens)
    .set({ revokedAt: sql`coalesce(${apiTokens.revokedAt}, ${now.toISOString()})` })
    .where(eq(apiTokens.id, tokenId))
    .returning({ id: apiTokens.id });
  if (revoked.length === 0) throw new DomainError("not_found");
}

/** Ends every API token of a user's, for good. */
export async function revokeTokensOf(tx: Transaction, userId: string, now: Date): Promise<void> {
  await tx
    .update(apiTokens)
    .set({ revokedAt: now })
    .where(and(eq(apiTokens.userId, userId), isNull(apiTokens.revokedAt)));
}

/** To the minute: a program that asks a thousand times a second shall not write as often. */
export async function noteTokenUse(
  { id, lastUsedAt }: { id: string; lastUsedAt: Date | null },
  now: Date,
): Promise<void> {
  const minuteAgo = new Date(now.getTime() - 60_000);
  if (lastUsedAt && lastUsedAt >= minuteAgo) return;
  const unnoted = or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, minuteAgo));
  await atDatabase(() =>
    db
      .update(apiTokens)
      .set({ lastUsedAt: now })
      .where(and(eq(apiTokens.id, id), unnoted)),
  );
}
