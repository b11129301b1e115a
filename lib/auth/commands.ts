import "server-only";
import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import ipaddr from "ipaddr.js";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { db, pool } from "@/db/client";
import { users } from "@/db/schema";
import { verifyPassword } from "./passwords";
import { getAccountByEmail } from "./queries";
import type { Viewer } from "./types";

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

const byAccount = limiter("account", 10);
// Higher: a whole studio may stand behind one address.
const byAddress = limiter("address", 100);

/**
 * Checks a password. Every attempt is counted before the check, so that many at once can't slip through;
 * a right one is taken off again.
 * @returns the user's id; null when wrong; "too_many_attempts" when not even looked at
 */
export async function signIn(email: string, password: string, address: string) {
  const account = email.toLowerCase();
  const keys = { account: digest(account), address: networkOf(address) };
  try {
    await Promise.all([byAccount.consume(keys.account), byAddress.consume(keys.address)]);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return "too_many_attempts";
    throw refusal;
  }
  const known = await getAccountByEmail(account);
  if (!(await verifyPassword(password, known?.passwordHash ?? null)) || !known) return null;
  await Promise.all([byAccount.delete(keys.account), byAddress.reward(keys.address)]);
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
